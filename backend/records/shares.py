"""Shares: single records opened to a person or a team, as their rows are read and replaced.

What a share lets its holder do is decided by :mod:`backend.records.reach`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Forbidden
from backend.metadata.service import Metadata
from backend.records.models import record_share
from backend.records.read import get
from backend.records.work import Origin, Work


class Share(NamedTuple):
    """What a record is shared with somebody for, and who has said so."""

    may: list[str]
    by: str


def shares_of(session: Session, entity: str, identity: str) -> dict[str, Share]:
    """Return person or team → his share of the record."""
    query = select(record_share.c.grantee, record_share.c.may, record_share.c.by).where(
        record_share.c.entity == entity, record_share.c.record == identity
    )
    found = session.execute(query.order_by(record_share.c.grantee))
    return {grantee: Share(list(may), by) for grantee, may, by in found}


def shares_for(
    session: Session, metadata: Metadata, user: User, entity: str, identity: str
) -> list[dict[str, Any]]:
    """Return the shares of a record for someone who may share it himself.

    :raises NotFound: ``not-found``
    :raises Forbidden: ``forbidden``
    """
    if "share" not in get(session, metadata, user, entity, identity)["may"]:
        raise Forbidden("forbidden", entity=entity, record=identity)
    query = select(record_share).where(record_share.c.entity == entity, record_share.c.record == identity)
    return [
        {"with_": row.grantee, "may": row.may, "by": row.by, "at": format_instant(row.at)}
        for row in session.execute(query.order_by(record_share.c.grantee))
    ]


def write_shares(session: Session, works: Iterable[Work], origin: Origin) -> None:
    """Replace the shares that the works name."""
    for work in works:
        if not work.shares:
            continue
        entity, identity = work.place
        session.execute(
            delete(record_share).where(
                record_share.c.entity == entity,
                record_share.c.record == identity,
                record_share.c.grantee.in_(list(work.shares)),
            )
        )
        rows = [
            {
                "entity": entity,
                "record": identity,
                "grantee": grantee,
                "may": may,
                "by": origin.user.person,
                "at": origin.now,
            }
            for grantee, may in work.shares.items()
            if may
        ]
        if rows:
            session.execute(insert(record_share), rows)
