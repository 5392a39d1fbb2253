"""What publishing a design would do on phones: who is asked for it, and which records come down again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.models import Device
from backend.metadata import designs, service
from backend.metadata.effective import used_entities
from backend.metadata.effects import ANEW, asked_of, model_steps
from backend.metadata.profiles import EVERYONE, NO_PROFILE, grown
from backend.metadata.versions import is_breaking

HERE_FOR: Final = dt.timedelta(days=30)

CountRecords = Callable[[Session, str], int]
"""Says how many records an entity of the published model has."""


def phone_effects(
    session: Session, workspace: str, *, count: CountRecords, now: dt.datetime
) -> dict[str, Any]:
    """Return :class:`backend.protocol.effects.PhoneEffects`.

    :raises NotFound: ``unknown-design``
    """
    before = service.current(session)
    after = designs.model_to_come(session, workspace)
    steps = model_steps(before.model, after)
    touched = {step["entity"] for step in steps}
    return {
        "breaking": is_breaking(steps),
        "others": _others(session, workspace, before, touched),
        "downloads": [
            {"entity": entity, "records": records}
            for entity in _downloaded(session, workspace, before, after)
            if (records := count(session, entity))
        ],
        "devices": session.scalar(
            select(func.count())
            .select_from(Device)
            .where(Device.status == "active", Device.last_seen > now - HERE_FOR)
        ),
    }


def _others(
    session: Session, workspace: str, before: service.Metadata, touched: set[str]
) -> list[dict[str, Any]]:
    """Return the roles that see other workspaces over what changes."""
    shown = {
        name
        for name, document in before.workspaces.items()
        if name != workspace and touched & used_entities([document], before.model).keys()
    }
    people = role_service.people_by_role(session)
    return [
        {"id": role["id"], "label": role["label"], "people": people.get(role["id"], 0)}
        for role in role_service.roles(session)
        if shown.intersection(role["workspaces"])
    ]


def _downloaded(session: Session, workspace: str, before: service.Metadata, after: Any) -> list[str]:
    """Return the entities whose records come anew, and those that come along for the first time."""
    anew = {asked.entity for asked in asked_of(before.model, after) if asked.kind in ANEW}
    profile = before.profiles.get(EVERYONE, NO_PROFILE)
    document, _ = designs.whole_design(session, workspace)
    known = {part["id"] for part in profile["entities"]}
    first = {part["id"] for part in grown(profile, document, after)["entities"]} - known
    return [entity for entity in before.model.entities if entity in anew | first]
