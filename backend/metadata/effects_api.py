"""What publishing a design would do, over HTTP: counted in parts, each of which is soon there."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, needs, utc_now
from backend.database.deadlines import DeadlinePassed
from backend.metadata.api import ports
from backend.metadata.phone_effects import phone_effects
from backend.protocol.effects import EffectsQuery, PublicationEffects, UnfitQuery, UnfitValues
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("effects", __name__, url_prefix="/api/v1/designs")

SECONDS = 5.0
"""So long may one part take; a question that takes longer is left open."""


@blueprint.get("/<workspace>/effects")
@needs("design")
@speaks(query=EffectsQuery, gives=PublicationEffects)
def show_effects(workspace: str, query: dict[str, Any]) -> dict[str, Any]:
    """Say what publishing would do to records, and at last to phones; ``next`` goes into ``after``."""
    after = query["after"]
    found = _counted(workspace, after)
    found["phones"] = None if found["next"] is not None else _phones(workspace)
    return found


@blueprint.get("/<workspace>/effects/unfit")
@needs("design")
@speaks(query=UnfitQuery, gives=UnfitValues)
def show_unfit(workspace: str, query: dict[str, Any]) -> dict[str, Any]:
    """Return values of a retyped field that cannot be converted, of records that the designer may read."""
    user, count = current_user(), ports().effects
    entity, field = query["entity"], query["field_"]
    try:
        values = installation().database.read(
            lambda session: count.unfit(session, user, workspace, entity, field), seconds=SECONDS
        )
    except DeadlinePassed:
        values = []
    return {"values": values}


def _counted(workspace: str, after: str | None) -> dict[str, Any]:
    database, count, now = installation().database, ports().effects, utc_now()
    for most in (None, 1):
        try:
            work = partial(count.effects, workspace=workspace, after=after, now=now, most=most)
            return database.read(work, seconds=SECONDS)
        except DeadlinePassed:
            continue
    return database.read(lambda session: count.uncounted(session, workspace, after))


def _phones(workspace: str) -> dict[str, Any] | None:
    """Return what phones do with it; None: that could not be counted in time."""
    now, records = utc_now(), ports().effects.records

    def work(session: Session) -> dict[str, Any]:
        return phone_effects(session, workspace, count=records, now=now)

    try:
        return installation().database.read(work, seconds=SECONDS)
    except DeadlinePassed:
        return None
