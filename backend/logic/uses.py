"""Where a person, team or business unit is used beside the lookups that point at it.

Lookups are the records' own matter (:mod:`backend.records.references`); here are owners, shares, filters,
offline profiles and pages, which know it by its id inside their documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata import service
from backend.metadata.assignments import assignments
from backend.metadata.documents import nodes
from backend.metadata.service import Metadata
from backend.offline.wish_models import OrganisationFilter
from backend.records.models import record, record_share
from backend.records.reach import within


@dataclass(frozen=True, slots=True)
class Uses:
    """How often something is used, as far as the one who asks may know; ``elsewhere``: also where not."""

    records: int = 0
    shares: int = 0
    filters: int = 0
    profiles: int = 0
    pages: int = 0
    elsewhere: bool = False

    def __bool__(self) -> bool:
        counts = (self.records, self.shares, self.filters, self.profiles, self.pages)
        return self.elsewhere or any(counts)


def uses_of(session: Session, user: User, identity: str) -> Uses:
    """Return where a person, team or unit is used."""
    metadata = service.current(session)
    owned, readable = _owned(session, user, metadata, identity)
    shares = select(func.count()).select_from(record_share).where(record_share.c.grantee == identity)
    # Not people's own: whoever has one is told that what it names is gone, and stops nobody.
    filters = session.scalars(select(OrganisationFilter.condition)).all()
    given = sum(one.kind in ("team", "person") and one.target == identity for one in assignments(session))
    profiles = sum(_names(profile, identity) for profile in metadata.profiles.values())
    pages = [page for workspace in metadata.workspaces.values() for page in workspace["pages"]]
    return Uses(
        records=readable,
        shares=session.execute(shares).scalar_one(),
        filters=_count(filters, identity),
        profiles=given + profiles,
        pages=_count(pages, identity),
        elsewhere=owned > readable,
    )


def _owned(session: Session, user: User, metadata: Metadata, identity: str) -> tuple[int, int]:
    """Return how many live records it owns, and how many of them the user may read."""
    theirs = (record.c.owner == identity, record.c.gone.is_(False))
    counted = select(record.c.entity, func.count()).where(*theirs).group_by(record.c.entity)
    owned = readable = 0
    for entity, count in session.execute(counted):
        owned += count
        known = metadata.model.entities.get(entity)
        condition = None if known is None else within(user, "read", known)
        if condition is None:
            readable += count if known is not None else 0
            continue
        some = select(func.count()).select_from(record).where(record.c.entity == entity, *theirs, condition)
        readable += session.execute(some).scalar_one()
    return owned, readable


def _count(documents: Iterable[Any], identity: str) -> int:
    return sum(_names(document, identity) for document in documents)


def _names(document: Any, identity: str) -> bool:
    return any(node == identity for node in nodes(document))
