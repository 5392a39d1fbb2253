"""What a phone lacks: the operators that its user's workspaces use and that are newer than its app.

A phone shows a warning in place of a list that it does not understand; this is for people: the user reads it
on his phone, an administrator in the list of devices. Only clients that are behind are asked about: the
newest one costs nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import directory
from backend.accounts.models import Account, Device
from backend.accounts.sessions import user_of_person
from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.expressions import versions
from backend.metadata import service
from backend.metadata.conditions import conditions_of
from backend.metadata.effective import effective_workspaces
from backend.metadata.service import Metadata
from backend.sync.verify_reports import checks_of


def lacking(user: User, metadata: Metadata, understood: int) -> list[str]:
    """Return the operators in a user's workspaces that a client of a version does not understand."""
    if understood >= versions.newest():
        return []
    if not versions.lacking(conditions_of(metadata.workspaces.values()), understood):
        return []
    seen = effective_workspaces(metadata.workspaces, metadata.model, user)
    return list(versions.lacking(conditions_of(seen), understood))


def devices_of(session: Session, person: str) -> list[dict[str, Any]]:
    """Return the devices of a person, the one seen last first, as the protocol's ``DeviceState``.

    :raises NotFound: ``unknown-person``
    """
    directory.person(session, person)
    metadata, found = service.current(session), user_of_person(session, person)
    user = None if found is None else found.on_phone()
    rows = session.scalars(
        select(Device)
        .join(Account, Account.id == Device.account)
        .where(Account.person == person)
        .order_by(Device.last_seen.desc(), Device.id)
    )
    return [
        {
            "id": row.id,
            "created_at": format_instant(row.created_at),
            "last_seen": format_instant(row.last_seen),
            "protocol_version": row.protocol_version,
            "metadata_version": row.metadata_version,
            "expressions_version": row.expressions_version,
            "checks": checks_of(session, row.id),
            "lacking": [] if user is None else lacking(user, metadata, row.expressions_version),
        }
        for row in rows
    ]
