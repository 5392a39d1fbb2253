"""Whether the metadata that a device works by is still what its user is given.

Only the user's own effective set counts: a publication that changes nothing for him asks him nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.errors import NotFound
from backend.metadata import service
from backend.metadata.models import Publication, WishVersion
from backend.metadata.service import publication_mark

URGENCIES = ("silent", "soft", "hard")


@dataclass(frozen=True, slots=True)
class Told:
    """What a device says that it works by: a version (0: none yet), and what its user was given by it."""

    version: int
    key: str | None


@dataclass(frozen=True, slots=True)
class Published:
    """The newest publication, 0 before the first; the version below which editing waits for the update."""

    version: int
    mark: str | None
    minimum: int
    wishes: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The protocol's ``MetadataState`` of a device, and what is to be noted of it."""

    state: dict[str, Any]
    told: Told


_publication, _wish = Publication.__table__, WishVersion.__table__

PUBLISHED = (
    select(func.max(_publication.c.version)).scalar_subquery().label("version"),
    publication_mark().label("mark"),
    select(func.max(_publication.c.version))
    .where(_publication.c.urgency == "hard")
    .scalar_subquery()
    .label("minimum"),
    select(_wish.c.mark).where(_wish.c.no == 1).scalar_subquery().label("wishes"),
)
"""The columns of :class:`Published`, to be read with others."""

_published = select(*PUBLISHED)


def published_from(row: Row[*tuple[Any, ...]]) -> Published:
    """Return what was read with :data:`PUBLISHED`."""
    return Published(row.version or 0, row.mark, row.minimum or 0, row.wishes or "")


def metadata_state(
    session: Session, user: User, published: Published, before: Told, version: int
) -> Standing:
    """Return how it stands with a device that works by ``version`` and worked by ``before``."""
    told = before
    if before.version != version or before.key is None:
        told = Told(version, _key_at(session, user, version))
    return Standing(_state(session, user, published, told), told)


def metadata_news(session: Session, user: User, device: str) -> dict[str, Any] | None:
    """Return the ``metadataChanged`` that a device is owed; None when nothing concerns its user."""
    found = session.get(Device, device)
    if found is None or not found.metadata_version:
        return None
    published = published_from(session.connection().execute(_published).one())
    state = _state(session, user, published, Told(found.metadata_version, found.effective_key))
    if not state["changed"]:
        return None
    return {
        "type": "metadataChanged",
        "version": state["current"],
        "urgency": state["urgency"],
        "note": state["note"],
    }


def _key_at(session: Session, user: User, version: int) -> str | None:
    try:
        return service.effective_key(session, user, version) if version else None
    except NotFound:
        # A version that this server has never published, such as after a restore: any other is news.
        return None


def _state(session: Session, user: User, published: Published, told: Told) -> dict[str, Any]:
    metadata = service.marked(session, published.mark)
    changed = told.key != service.key_for(session, user, metadata, wishes=published.wishes)
    news = _news(session, user, told.version) if changed else []
    return {
        "current": published.version,
        "minimum": published.minimum,
        "changed": changed,
        "urgency": max((one.urgency for one in news), key=URGENCIES.index, default="silent"),
        "note": news[0].note if news else {},
    }


def _news(session: Session, user: User, version: int) -> list[Publication]:
    """Return the publications after ``version`` that may concern the user, newest first."""
    found = session.scalars(
        select(Publication).where(Publication.version > version).order_by(Publication.version.desc())
    )
    return [
        one for one in found if one.workspace is None or user.everything or one.workspace in user.workspaces
    ]
