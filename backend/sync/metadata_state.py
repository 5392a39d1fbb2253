"""Whether the metadata that a device works by is still what its user is given.

Only the user's own effective set counts: a publication that changes nothing for him asks him nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.errors import NotFound
from backend.metadata import service
from backend.metadata.models import Publication

URGENCIES = ("silent", "soft", "hard")


def metadata_state(session: Session, user: User, device: Device, version: int) -> dict[str, Any]:
    """Note that ``device`` works by ``version`` (0: by none yet) and return how that stands."""
    if device.metadata_version != version or device.effective_key is None:
        device.metadata_version = version
        device.effective_key = _key_at(session, user, version)
    return _state(session, user, device)


def metadata_news(session: Session, user: User, device: str) -> dict[str, Any] | None:
    """Return the ``metadataChanged`` that a device is owed; None when nothing concerns its user."""
    found = session.get(Device, device)
    if found is None or not found.metadata_version:
        return None
    state = _state(session, user, found)
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


def _state(session: Session, user: User, device: Device) -> dict[str, Any]:
    current = service.current_version(session)
    changed = device.effective_key != service.effective_key(session, user)
    news = _news(session, user, device.metadata_version) if changed else []
    return {
        "current": current,
        "minimum": _minimum(session),
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


def _minimum(session: Session) -> int:
    """Return the version below which editing waits for the update."""
    hardest = select(func.max(Publication.version)).where(Publication.urgency == "hard")
    return session.scalar(hardest) or 0
