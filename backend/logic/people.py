"""What follows from a write to a person, team or business unit, whoever writes it and how.

A person's name is repeated on his account. Someone who may sign in, or what still owns records or stands in
a filter, is not deleted: the refusal ends the change, in whose savepoint this runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.accounts import service
from backend.accounts.circle import STANDING_ON
from backend.accounts.models import Account, TeamMember
from backend.errors import Conflict
from backend.logic.uses import uses_of
from backend.records.work import Changed, Origin
from backend.signals import records_changed


def follow(_: object, *, session: Session, origin: Origin, changed: Iterable[Changed], **__: Any) -> None:
    """Do what follows from a change; receiver of ``signals.records_changed``.

    :raises Conflict: ``person-has-account``, ``person-in-use``, ``team-in-use``, ``business-unit-in-use``
    """
    for one in changed:
        if one.entity not in STANDING_ON:
            continue
        if one.kind == "delete":
            _check_removed(session, origin, one)
        elif one.entity == "person" and "name" in one.fields and one.after.get("name"):
            service.rename(session, one.record, one.after["name"])


def connect() -> None:
    """Begin to follow; once or often is the same."""
    records_changed.connect(follow)


def _check_removed(session: Session, origin: Origin, gone: Changed) -> None:
    if gone.entity == "person":
        account = session.scalar(select(Account.id).where(Account.person == gone.record))
        if account is not None:
            raise Conflict("person-has-account", entity=gone.entity, record=gone.record)
    found = uses_of(session, origin.user, gone.record)
    if found:
        code = f"{gone.entity.replace('_', '-')}-in-use"
        raise Conflict(
            code,
            entity=gone.entity,
            record=gone.record,
            records=found.records,
            shares=found.shares,
            filters=found.filters,
            profiles=found.profiles,
            pages=found.pages,
        )
    column = TeamMember.team if gone.entity == "team" else TeamMember.person
    session.execute(delete(TeamMember).where(column == gone.record))
