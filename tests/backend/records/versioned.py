"""An office whose model is published version by version, and changes made under each of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database import Database
from backend.metadata import publish, service
from backend.metadata.built_in import BUILT_IN
from backend.metadata.publish import Telling
from backend.metadata.service import Metadata
from backend.protocol.workspaces import Workspace
from backend.records import read
from backend.records.apply import apply
from backend.records.conflicts import open_conflicts
from backend.records.history import page as history_page
from backend.records.models import conflict, history
from backend.records.tables import migrate
from tests.backend.records.office import NOW, change, choices, create, entity, field, model_document, user

ANN = user("Ann", everything=True, zone="Europe/Stockholm")

VISIT = entity(
    "visit",
    field("name", required=True),
    field("count"),
    field("size"),
    field("day", "date"),
    field("state", "choice", choices=choices("open", "done")),
    field("extra"),
    field("street", group="address"),
    field("floor", group="address"),
)


TALLY = {
    "id": "tally",
    "kind": "step",
    "entity": "visit",
    "label": {"en": "Tally"},
    "settings": [{"id": "one", "field": "count", "to": "value", "value": "3"}],
}
"""A business step that writes down a count as a text."""


def workspace(**more: Any) -> dict[str, Any]:
    """A workspace that shows visits."""
    made = {
        "id": "visits",
        "title": {"en": "Visits"},
        "icon": "map-pin",
        "accent": "teal",
        "pages": [
            {
                "id": "all",
                "kind": "list",
                "entity": "visit",
                "title": {"en": "Visits"},
                "blocks": [{"id": "list", "type": "list", "entity": "visit", "title": "name"}],
            }
        ],
    }
    return dict(Workspace().dump(Workspace().load({**made, **more})))


def with_fields(document: Mapping[str, Any], *fields: dict[str, Any], without: str = "") -> dict[str, Any]:
    """Return an entity with some fields otherwise, new ones at the end, and one left out."""
    by_id = {one["id"]: one for one in fields}
    kept = [by_id.pop(one["id"], one) for one in document["fields"] if one["id"] != without]
    return {**copy.deepcopy(dict(document)), "fields": [*kept, *by_id.values()]}


class VersionedOffice:
    """A database to which models are published; each publication is remembered by its number."""

    def __init__(self, database: Database) -> None:
        self.database = database
        database.write(lambda session: publish.ensure_built_in(session, migrate=migrate, now=NOW))
        self.write(create("person", ANN.person, name="Ann"), under=self.current.version)

    @property
    def current(self) -> Metadata:
        return self.database.read(service.current)

    def publish(self, *entities: Mapping[str, Any], leave: bool = False, **more: Any) -> int:
        """Publish a model of these entities and return the metadata version."""
        model = model_document(*BUILT_IN, *(dict(one) for one in entities))

        def fitting(session: Session, old: Any, new: Any) -> None:
            migrate(session, old, new, leave=leave)

        return self.database.write(
            lambda session: publish.publish(
                session,
                workspace(**more),
                model,
                Telling(user=ANN, now=NOW),
                migrate=fitting,
                roles=[],
            )
        )

    def write(self, *acts: dict[str, Any], under: int, by: User = ANN) -> dict[str, Any]:
        """Apply one change, made under a metadata version."""
        made = change(*acts, metadata_version=under)
        metadata = self.current
        return self.database.write(lambda s: apply(s, by, [made], metadata=metadata, now=NOW))[0]

    def values(self, record: str, entity_: str = "visit") -> dict[str, Any]:
        metadata = self.current
        found = self.database.read(lambda s: read.get(s, metadata, ANN, entity_, record))
        return dict(found["values"])

    def version(self, record: str, entity_: str = "visit") -> int:
        metadata = self.current
        return int(self.database.read(lambda s: read.get(s, metadata, ANN, entity_, record))["version"])

    def history(self, record: str, entity_: str = "visit") -> list[dict[str, Any]]:
        metadata = self.current
        found = self.database.read(lambda s: history_page(s, metadata, ANN, entity_, record))
        return list(found["entries"])

    def told(self) -> tuple[int, list[int]]:
        """Return the number under which a conflict was told last, and every number of the stream."""
        query = select(func.max(conflict.c.seq))
        numbers = select(history.c.seq).order_by(history.c.seq)
        return self.database.read(lambda s: (s.scalar(query) or 0, list(s.scalars(numbers))))

    def conflicts(self) -> list[dict[str, Any]]:
        model = self.current.model
        return list(self.database.read(lambda s: open_conflicts(s, ANN, model))["conflicts"])
