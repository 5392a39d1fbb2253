"""The REST interface of records: lists, one record, writes by the version seen, steps, history.

Each write is a change of one act through the one write path. ``If-Match`` names the version that the
caller saw, and is compared under the stream's lock: REST never merges behind his back.
"""

from __future__ import annotations

import re
import uuid
from typing import Any

import orjson
from flask import Blueprint, request
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, signed_in, utc_now
from backend.accounts.user import User
from backend.errors import (
    AppError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
)
from backend.expressions.context import Context
from backend.metadata import service as publications
from backend.metadata.service import Metadata
from backend.protocol.rest import HistoryEntry, RecordDocument, RecordPage, RecordValues
from backend.records import history, read, stream
from backend.records.acts import Act
from backend.records.api.shapes import ListQuery, StepComment, record_id
from backend.records.apply import apply
from backend.records.identity import new_id
from backend.web.installation import installation
from backend.web.speaks import speaks

Document = dict[str, Any]

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
_ERRORS: dict[str, type[AppError]] = {
    "forbidden": Forbidden,
    "record-not-found": NotFound,
    "record-exists": Conflict,
    "value-not-unique": Conflict,
    "still-referenced": Conflict,
    "step-not-allowed": Conflict,
}


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    rows, one = "/records/<entity>", "/records/<entity>/<record>"
    blueprint.get(rows)(signed_in(list_records))
    blueprint.post(rows)(signed_in(create_record))
    blueprint.get(one)(signed_in(get_record))
    blueprint.patch(one)(signed_in(edit_record))
    blueprint.delete(one)(signed_in(delete_record))
    blueprint.get(f"{one}/history")(signed_in(list_history))
    blueprint.post(f"{one}/steps/<workspace>/<action>")(signed_in(run_step))


@speaks(query=ListQuery, gives=RecordPage)
def list_records(entity: str, query: Document) -> Document:
    """List records of an entity: searched, filtered, sorted, a page at a time."""
    user = current_user()
    query["filter"] = _tree(query["filter"])
    context = Context.at(user.person, utc_now())

    def work(session: Session) -> Document:
        metadata = publications.current(session)
        return read.page(session, metadata, user, entity, context=context, **query)

    return installation().database.read(work)


@speaks(gives=RecordDocument)
def get_record(entity: str, record: str) -> tuple[Document, dict[str, str]]:
    """Return a record; its version is the ETag."""
    user = current_user()
    place = (entity, record_id(record))
    found = installation().database.read(
        lambda session: read.get(session, publications.current(session), user, *place)
    )
    return _tagged(found)


@speaks(takes=RecordValues, gives=RecordDocument, status=201)
def create_record(entity: str, body: Document) -> tuple[Document, dict[str, str]]:
    """Create a record, under an id of the caller's (a UUIDv7) or a new one."""
    identity = body["id"] or new_id(utc_now())
    act = {"kind": "create", "entity": entity, "record": identity, "values": body["values"]}
    made = _write(act, shown=True)
    address = f"/api/v1/records/{entity}/{identity}"
    found, headers = _tagged(made)
    return found, {**headers, "Location": address}


@speaks(takes=RecordValues, gives=RecordDocument, headers=("If-Match",))
def edit_record(entity: str, record: str, body: Document) -> tuple[Document, dict[str, str]]:
    """Set values of a record that still has the version named in If-Match."""
    if not body["values"]:
        raise Invalid("value-required", field="values")
    seen = _seen()
    edits = {name: {"value": v, "old": None, "base": seen} for name, v in body["values"].items()}
    act = {"kind": "set", "entity": entity, "record": record_id(record), "edits": edits}
    return _tagged(_write(act, seen=seen, shown=True))


@speaks(headers=("If-Match",))
def delete_record(entity: str, record: str) -> None:
    """Delete a record that still has the version named in If-Match."""
    seen = _seen()
    _write({"kind": "delete", "entity": entity, "record": record_id(record), "base": seen}, seen=seen)


@speaks(takes=StepComment, gives=RecordDocument, headers=("If-Match",))
def run_step(
    entity: str, record: str, workspace: str, action: str, body: Document
) -> tuple[Document, dict[str, str]]:
    """Run a business step on a record that still has the version named in If-Match."""
    seen = _seen()
    act = {
        "kind": "step",
        "entity": entity,
        "record": record_id(record),
        "workspace": workspace,
        "action": action,
        "comment": body["comment"],
        "base": seen,
    }
    return _tagged(_write(act, seen=seen, shown=True))


@speaks(gives=HistoryEntry, many=True)
def list_history(entity: str, record: str) -> list[Document]:
    """List what each write of a record replaced, newest first."""
    user = current_user()
    place = (entity, record_id(record))
    return installation().database.read(
        lambda session: history.entries(session, publications.current(session), user, *place)
    )


def _write(act: Act, *, seen: int | None = None, shown: bool = False) -> Document:
    """Apply one act as a change and return the record as it then is, if it is to be shown.

    A person who may create and not read gets the bare record back.
    """
    user, now = current_user(), utc_now()

    def work(session: Session) -> Document:
        metadata = publications.current(session)
        if seen is not None:
            _check_version(session, metadata, user, act, seen)
        change = {
            "id": str(uuid.uuid4()),
            "metadata_version": metadata.version,
            "made_at": None,
            "acts": [act],
        }
        (outcome,) = apply(session, user, [change], metadata=metadata, now=now)
        _raise_refusal(outcome)
        if not shown:
            return {}
        place = (act["entity"], act["record"])
        if user.may("read", act["entity"]):
            return read.get(session, metadata, user, *place)
        version = outcome["records"][0]["version"]
        return {"id": place[1], "entity": place[0], "version": version, "values": {}, "modified_at": ""}

    return installation().database.write(work)


def _check_version(session: Session, metadata: Metadata, user: User, act: Act, seen: int) -> None:
    """Compare the version seen under the lock, so that nothing comes between this and the write.

    :raises PreconditionFailed: ``precondition-failed`` with the version that there is
    """
    stream.lock(session)
    version = read.get(session, metadata, user, act["entity"], act["record"])["version"]
    if version != seen:
        raise PreconditionFailed("precondition-failed", version=version)


def _raise_refusal(outcome: Document) -> None:
    problem = outcome["problem"]
    if outcome["status"] != "rejected" or problem is None:
        return
    raised = _ERRORS.get(problem["code"], Invalid)(problem["code"], field=problem.get("field"))
    raised.arguments = problem["arguments"]
    raise raised


def _seen() -> int:
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired("precondition-required")
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise PreconditionFailed("precondition-failed", version=None)
    return int(found[1])


def _tagged(document: Document) -> tuple[Document, dict[str, str]]:
    return document, {"ETag": f'"{document["version"]}"'}


def _tree(text: str | None) -> Any:
    try:
        return None if text is None else orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid("filter-not-a-condition", field="filter") from None
