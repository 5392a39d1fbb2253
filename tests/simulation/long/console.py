"""What is done at the server of a long run and not by any request, each a function of the installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from backend.accounts import roles
from backend.accounts.models import Account
from backend.offline.collect import collect as collect_due
from backend.records.blob_store import BlobStore
from backend.sync.restored import begin_anew
from backend.web.installation import Installation
from tests.simulation.organisation import republish


def restored(home: Installation) -> None:
    """Say that the database was put back to a backup."""
    begin_anew(home.database, BlobStore(home.settings.data / "blobs"), now=_now())


def publish(home: Installation, note: str, urgency: str, rules: list[dict[str, Any]]) -> int:
    """Publish the workspace anew; return the metadata version."""
    return home.database.write(lambda session: republish(session, _now(), note, urgency, rules))


def give_roles(home: Installation, person: str, given: Sequence[str]) -> None:
    """Let a person have these roles and no other."""

    def work(session: Any) -> None:
        account = session.scalars(select(Account.id).where(Account.person == person)).one()
        for role in roles.account_roles(session, account) - {*given}:
            roles.take_role(session, account, role)
        for role in given:
            roles.give_role(session, account, role)

    home.database.write(work)


def collect(home: Installation, days: int) -> int:
    """Collect deleted records that are older than so many days; return how many there were."""
    return collect_due(home.database, now=_now() + dt.timedelta(minutes=1), days=days).records


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
