"""Who else has a design open, and where: each tab says so every few seconds, and is told of the others.

A tab that is silent for longer than :data:`GONE_AFTER` has been closed, or cannot be heard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Forbidden
from backend.metadata import designs
from backend.metadata.models import DesignPresence

GONE_AFTER: Final = dt.timedelta(seconds=20)


def present(
    session: Session,
    user: User,
    workspace: str,
    tab: str,
    place: Mapping[str, Any] | None,
    *,
    now: dt.datetime,
) -> dict[str, Any]:
    """Note where a tab is, and return the protocol's ``Presence`` of the design.

    :raises NotFound: ``unknown-design``
    :raises Forbidden: ``tab-of-another``: somebody else's tab has this id
    """
    revision = designs.revision(session, workspace)
    session.execute(delete(DesignPresence).where(DesignPresence.at < now - GONE_AFTER))
    here = session.get(DesignPresence, tab)
    if here is None:
        here = DesignPresence(tab=tab, person=user.person)
        session.add(here)
    elif here.person != user.person:
        raise Forbidden("tab-of-another")
    here.workspace, here.name, here.at = workspace, user.name, now
    here.place = dict(place) if place is not None else None
    session.flush()
    others = session.scalars(
        select(DesignPresence)
        .where(DesignPresence.workspace == workspace, DesignPresence.tab != tab)
        .order_by(DesignPresence.name, DesignPresence.tab)
    )
    return {
        "revision": revision,
        "others": [{"tab": one.tab, "name": one.name, "place": one.place} for one in others],
    }


def leave(session: Session, user: User, tab: str) -> None:
    """Note that a tab of the user has closed the design."""
    session.execute(
        delete(DesignPresence).where(DesignPresence.tab == tab, DesignPresence.person == user.person)
    )
