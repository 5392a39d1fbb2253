"""The REST interface of what is done with a record beside its values: owner, shares, pins.

No version is named: of two who assign or share a record the latest word stands.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, signed_in
from backend.metadata import service as publications
from backend.protocol.rest import NewOwner, RecordDocument, RecordShare, SharedOperations
from backend.records.api.shapes import record_id
from backend.records.api.writing import Document, write_act
from backend.records.shares import shares_for
from backend.web.installation import installation
from backend.web.speaks import speaks


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    one = "/records/<entity>/<record>"
    blueprint.put(f"{one}/owner")(signed_in(assign_record))
    blueprint.get(f"{one}/shares")(signed_in(list_shares))
    blueprint.put(f"{one}/shares/<grantee>")(signed_in(share_record))
    blueprint.put(f"{one}/kept/<any(pin, follow):how>")(signed_in(keep_record))
    blueprint.delete(f"{one}/kept/<any(pin, follow):how>")(signed_in(let_go_of_record))


@speaks(takes=NewOwner, gives=RecordDocument)
def assign_record(entity: str, record: str, body: Document) -> Document:
    """Give a record to another person or a team."""
    act = {"kind": "assign", "entity": entity, "record": record_id(record), "owner": body["owner"], "base": 0}
    return write_act(act, shown=True)


@speaks(gives=RecordShare, many=True)
def list_shares(entity: str, record: str) -> list[dict[str, Any]]:
    """List whom a record is shared with, for those who may share it."""
    user, identity = current_user(), record_id(record)

    def work(session: Session) -> list[dict[str, Any]]:
        return shares_for(session, publications.current(session), user, entity, identity)

    return installation().database.read(work)


@speaks(takes=SharedOperations, gives=RecordDocument)
def share_record(entity: str, record: str, grantee: str, body: Document) -> Document:
    """Share a record with a person or team for some operations; for none: no longer."""
    place = {"entity": entity, "record": record_id(record)}
    act = {"kind": "share", **place, "with_": record_id(grantee), "may": body["may"]}
    return write_act(act, shown=True)


@speaks()
def keep_record(entity: str, record: str, how: str) -> None:
    """Pin or follow a record on all of one's devices."""
    write_act({"kind": "keep", "entity": entity, "record": record_id(record), "how": how, "on": True})


@speaks()
def let_go_of_record(entity: str, record: str, how: str) -> None:
    """Pin or follow a record no longer."""
    write_act({"kind": "keep", "entity": entity, "record": record_id(record), "how": how, "on": False})
