"""Over HTTP: the devices of a person, for administrators; what was not applied, for who reviews it.

A reviewer sees and decides what his rights reach: the privilege adds none to them.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from backend.accounts.guard import current_user, needs, utc_now
from backend.metadata import service
from backend.protocol.devices import DeviceState
from backend.protocol.rest import (
    DiscardNote,
    DroppedValuesPage,
    RefusedChangesPage,
    RefusedChangeState,
    ReturnNote,
)
from backend.protocol.shape import QueryShape, Shape, choice, slug, uuid
from backend.records.api.shapes import record_id
from backend.sync import dropped, review
from backend.sync.understanding import devices_of
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

blueprint = Blueprint("devices", __name__, url_prefix="/api/v1")


class Question(Shape):
    """Whose devices."""

    person = uuid(required=True)


class RefusedQuery(QueryShape):
    """Which refused changes: of a state, of a person, on an entity, by the code of the refusal."""

    state = choice("waiting", "open", "applied", "returned", "discarded", "withdrawn", load_default="open")
    person = uuid(load_default=None)
    entity = slug(load_default=None)
    code = fields.String(load_default=None, validate=validate.Length(max=100))
    for_rights = fields.Boolean(load_default=None)
    after = uuid(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class DroppedQuery(QueryShape):
    """Of one entity, of one record, or of all."""

    entity = slug(load_default=None)
    record = uuid(load_default=None)
    after = uuid(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


@blueprint.get("/devices")
@needs("administer")
@speaks(query=Question, gives=DeviceState, many=True)
def list_devices(query: dict[str, Any]) -> Any:
    """Return the devices of a person: when each was here, what it goes by, and what it lacks."""
    return installation().database.read(lambda session: devices_of(session, query["person"]))


@blueprint.get("/refused-changes")
@needs("review")
@speaks(query=RefusedQuery, gives=RefusedChangesPage)
def list_refused(query: dict[str, Any]) -> dict[str, Any]:
    """List what phones sent and was not applied, as far as the person may read it."""
    user = current_user()
    found = installation().database.read(lambda session: review.page(session, user, **query))
    return {**found, "changes": [_described(one) for one in found["changes"]]}


@blueprint.get("/refused-changes/<refused>")
@needs("review")
@speaks(gives=RefusedChangeState)
def show_refused(refused: str) -> dict[str, Any]:
    """Return one change that was not applied."""
    user, which = current_user(), record_id(refused)
    return _described(installation().database.read(lambda session: review.show(session, user, which)))


@blueprint.post("/refused-changes/<refused>/apply")
@needs("review")
@speaks(gives=RefusedChangeState)
def apply_refused(refused: str) -> dict[str, Any]:
    """Apply a refused change with one's own rights; its ``outcome`` says what came of it."""
    user, which = current_user(), record_id(refused)
    write = installation().database.write
    return _described(write(lambda session: review.apply_as(session, user, which, now=utc_now())))


@blueprint.post("/refused-changes/<refused>/retry")
@needs("review")
@speaks(gives=RefusedChangeState)
def retry_refused(refused: str) -> dict[str, Any]:
    """Try a refused change again with the rights that its author has now."""
    user, which = current_user(), record_id(refused)
    write = installation().database.write
    return _described(write(lambda session: review.retry(session, user, which, now=utc_now())))


@blueprint.post("/refused-changes/<refused>/return")
@needs("review")
@speaks(takes=ReturnNote, gives=RefusedChangeState)
def return_refused(refused: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a refused change to its author with a note, which he reads on his phone."""
    user, which, note = current_user(), record_id(refused), body["note"]
    write = installation().database.write
    return _described(write(lambda session: review.give_back(session, user, which, note, now=utc_now())))


@blueprint.post("/refused-changes/<refused>/discard")
@needs("review")
@speaks(takes=DiscardNote, gives=RefusedChangeState)
def discard_refused(refused: str, body: dict[str, Any]) -> dict[str, Any]:
    """Decide that a refused change is not to be; it is kept, and its author is told."""
    user, which, note = current_user(), record_id(refused), body["note"]
    write = installation().database.write
    return _described(write(lambda session: review.discard(session, user, which, note, now=utc_now())))


@blueprint.get("/dropped-values")
@needs("review")
@speaks(query=DroppedQuery, gives=DroppedValuesPage)
def list_dropped(query: dict[str, Any]) -> dict[str, Any]:
    """List values that were sent for fields that there are not any more; they are kept for 90 days."""
    user = current_user()
    return installation().database.read(
        lambda session: dropped.page(session, user, service.current(session).model, **query)
    )


def _described(change: dict[str, Any]) -> dict[str, Any]:
    """Say in words why it was refused, and what the last attempt came to."""
    outcome = change["outcome"]
    told = outcome and {**outcome, "problem": _in_words(outcome["problem"])}
    return {**change, "problem": _in_words(change["problem"]), "outcome": told}


def _in_words(problem: dict[str, Any] | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    return {**problem, **installation().catalogue.describe(request_language(), problem)}
