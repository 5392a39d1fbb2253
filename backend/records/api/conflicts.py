"""The REST interface of conflicts: what waits for someone to choose."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, signed_in
from backend.metadata import service as publications
from backend.protocol.changes import ConflictRow
from backend.records.api.shapes import ConflictQuery, record_id
from backend.records.conflicts import open_conflicts
from backend.records.read import readable
from backend.web.installation import installation
from backend.web.speaks import speaks


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    blueprint.get("/conflicts")(signed_in(list_conflicts))
    blueprint.get("/records/<entity>/<record>/conflicts")(signed_in(list_conflicts_of_record))


@speaks(query=ConflictQuery, gives=ConflictRow, many=True)
def list_conflicts(query: dict[str, Any]) -> list[dict[str, Any]]:
    """List the open conflicts that the person may see."""
    return _open(query["entity"], None)


@speaks(gives=ConflictRow, many=True)
def list_conflicts_of_record(entity: str, record: str) -> list[dict[str, Any]]:
    """List the open conflicts of a record."""
    return _open(entity, record_id(record))


def _open(entity: str | None, record: str | None) -> list[dict[str, Any]]:
    user = current_user()

    def work(session: Session) -> list[dict[str, Any]]:
        metadata = publications.current(session)
        if entity is not None:
            readable(metadata, user, entity)
        return open_conflicts(session, user, metadata.model, entity, record)

    return installation().database.read(work)
