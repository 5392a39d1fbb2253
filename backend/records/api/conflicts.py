"""The REST interface of conflicts: what waits for someone to choose, and his choice.

A choice is a change like any other, of the version that the caller saw; a deleted record has one as well.
"""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, signed_in
from backend.metadata import service as publications
from backend.protocol.past import ConflictChoice, ConflictsPage
from backend.protocol.rest import WrittenRecord
from backend.records.api.shapes import ConflictQuery, PageQuery, record_id
from backend.records.api.writing import Document, tagged, version_seen, write_act
from backend.records.conflicts import open_conflicts
from backend.records.read import readable
from backend.web.installation import installation
from backend.web.speaks import speaks


def add_to(blueprint: Blueprint) -> None:
    """Add the views to a blueprint."""
    of_record = "/records/<entity>/<record>/conflicts"
    blueprint.get("/conflicts")(signed_in(list_conflicts))
    blueprint.get(of_record)(signed_in(list_conflicts_of_record))
    blueprint.post(f"{of_record}/resolve")(signed_in(resolve_conflicts))


@speaks(query=ConflictQuery, gives=ConflictsPage)
def list_conflicts(query: Document) -> Document:
    """List the open conflicts that the person may see."""
    return _open(**query)


@speaks(query=PageQuery, gives=ConflictsPage)
def list_conflicts_of_record(entity: str, record: str, query: Document) -> Document:
    """List the open conflicts of a record."""
    return _open(entity, record_id(record), **query)


@speaks(takes=ConflictChoice, gives=WrittenRecord, headers=("If-Match",))
def resolve_conflicts(entity: str, record: str, body: Document) -> tuple[Document, dict[str, str]]:
    """Close conflicts of a record that still has the version named in If-Match, with the values chosen."""
    seen = version_seen()
    act = {"kind": "resolve", "entity": entity, "record": record_id(record), "seen": seen, **body}
    return tagged(write_act(act, seen=seen, shown=True))


def _open(entity: str | None, record: str | None = None, *, after: str | None, limit: int) -> Document:
    user = current_user()

    def work(session: Session) -> Document:
        metadata = publications.current(session)
        if entity is not None:
            readable(metadata, user, entity)
        return open_conflicts(session, user, metadata.model, entity, record, after=after, limit=limit)

    return installation().database.read(work)
