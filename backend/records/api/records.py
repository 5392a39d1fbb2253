"""The REST interface of records: lists, one record, writes by the version seen, steps, history.

Each write is a change of one act through the one write path. ``If-Match`` names the version that the
caller saw, and is compared under the stream's lock: REST never merges behind his back.
"""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.guard import current_user, signed_in, utc_now
from backend.errors import Invalid
from backend.metadata import service as publications
from backend.protocol.figures import FiguresAsked, FiguresTold
from backend.protocol.past import HistoryPage
from backend.protocol.rest import RecordDocument, RecordPage, RecordValues, WrittenRecord
from backend.records import history, read
from backend.records.api.shapes import ListQuery, PageQuery, StepComment, record_id
from backend.records.api.writing import Document, tagged, version_seen, write_act
from backend.records.figures import figures
from backend.records.filtered import read_filtered
from backend.records.identity import new_id
from backend.web.installation import installation
from backend.web.speaks import speaks


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    rows, one = "/records/<entity>", "/records/<entity>/<record>"
    blueprint.get(rows)(signed_in(list_records))
    blueprint.post(rows)(signed_in(create_record))
    blueprint.post(f"{rows}/figures")(signed_in(count_figures))
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
    context = context_of(user, utc_now())

    def work(session: Session) -> Document:
        metadata = publications.current(session)
        return read.page(session, metadata, user, entity, context=context, **query)

    database = installation().database
    if query["filter"] is None:
        return database.read(work)
    return read_filtered(database, user.person, work, field="filter")


@speaks(takes=FiguresAsked, gives=FiguresTold)
def count_figures(entity: str, body: Document) -> Document:
    """Count and add up records of an entity, all together and by groups: what charts and reports show."""
    user, now = current_user(), utc_now()
    context = context_of(user, now)
    return read_filtered(
        installation().database,
        user.person,
        lambda session: figures(
            session, publications.current(session), user, entity, body, context=context, now=now
        ),
        field="conditions",
    )


@speaks(gives=RecordDocument)
def get_record(entity: str, record: str) -> tuple[Document, dict[str, str]]:
    """Return a record; its version is the ETag."""
    user = current_user()
    place = (entity, record_id(record))
    found = installation().database.read(
        lambda session: read.get(session, publications.current(session), user, *place)
    )
    return tagged(found)


@speaks(takes=RecordValues, gives=WrittenRecord, status=201)
def create_record(entity: str, body: Document) -> tuple[Document, dict[str, str]]:
    """Create a record, under an id of the caller's (a UUIDv7) or a new one."""
    identity = body["id"] or new_id(utc_now())
    act = {"kind": "create", "entity": entity, "record": identity, "values": body["values"]}
    made = write_act(act, shown=True)
    address = f"/api/v1/records/{entity}/{identity}"
    found, headers = tagged(made)
    return found, {**headers, "Location": address}


@speaks(takes=RecordValues, gives=WrittenRecord, headers=("If-Match",))
def edit_record(entity: str, record: str, body: Document) -> tuple[Document, dict[str, str]]:
    """Set values of a record that still has the version named in If-Match."""
    if not body["values"]:
        raise Invalid("value-required", field="values")
    seen = version_seen()
    edits = {name: {"value": v, "base": seen} for name, v in body["values"].items()}
    act = {"kind": "set", "entity": entity, "record": record_id(record), "edits": edits}
    return tagged(write_act(act, seen=seen, shown=True))


@speaks(headers=("If-Match",))
def delete_record(entity: str, record: str) -> None:
    """Delete a record that still has the version named in If-Match."""
    seen = version_seen()
    write_act({"kind": "delete", "entity": entity, "record": record_id(record), "base": seen}, seen=seen)


@speaks(takes=StepComment, gives=WrittenRecord, headers=("If-Match",))
def run_step(
    entity: str, record: str, workspace: str, action: str, body: Document
) -> tuple[Document, dict[str, str]]:
    """Run a business step on a record that still has the version named in If-Match."""
    seen = version_seen()
    act = {
        "kind": "step",
        "entity": entity,
        "record": record_id(record),
        "workspace": workspace,
        "action": action,
        "comment": body["comment"],
        "base": seen,
    }
    return tagged(write_act(act, seen=seen, shown=True))


@speaks(query=PageQuery, gives=HistoryPage)
def list_history(entity: str, record: str, query: Document) -> Document:
    """List what each write of a record replaced, newest first."""
    user = current_user()
    place = (entity, record_id(record))
    return installation().database.read(
        lambda session: history.page(session, publications.current(session), user, *place, **query)
    )


def _tree(text: str | None) -> Any:
    try:
        return None if text is None else orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid("filter-not-a-condition", field="filter") from None
