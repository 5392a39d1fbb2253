"""Builders for tests of records: a model, users, changes, and an office that takes them.

Every builder fills in what a test does not care about.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import EntityRights, User
from backend.database import Database
from backend.expressions.context import Context
from backend.metadata.built_in import BUILT_IN
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.protocol.model import Model as ModelShape
from backend.protocol.workspaces import Workspace as WorkspaceShape
from backend.records import read
from backend.records.apply import apply
from backend.records.conflicts import open_conflicts
from backend.records.history import page as history_page
from backend.records.models import history, record
from backend.records.stream import head
from backend.records.tables import migrate

T = TypeVar("T")

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
ENTITIES = ("person", "team", "business_unit", "customer", "order", "report")
_random = random.Random(7)
_moments = itertools.count(1_700_000_000_000)


def new_id() -> str:
    """Return a fresh UUIDv7."""
    tail = _random.getrandbits(74)
    number = next(_moments) << 80 | 7 << 76 | tail >> 62 << 64 | 2 << 62 | tail & (1 << 62) - 1
    return str(uuid.UUID(int=number))


def field(id_: str, type_: str = "text", **more: Any) -> dict[str, Any]:
    """Return a field of the model document."""
    return {"id": id_, "type": type_, "label": {"en": id_}, **more}


def choices(*ids: str) -> list[dict[str, Any]]:
    """Return choices of a field."""
    return [{"id": id_, "label": {"en": id_}} for id_ in ids]


def entity(id_: str, *fields: dict[str, Any], title: str = "name", **more: Any) -> dict[str, Any]:
    """Return an entity of the model document."""
    names = {"label": {"en": id_}, "plural": {"en": id_ + "s"}}
    return {"id": id_, **names, "title": title, "fields": list(fields), **more}


def model_document(*entities: dict[str, Any], version: int = 1) -> dict[str, Any]:
    """Return a model document with every key filled in."""
    shape = ModelShape()
    document: dict[str, Any] = shape.dump(shape.load({"version": version, "entities": list(entities)}))
    return document


PERSON, TEAM, BUSINESS_UNIT = BUILT_IN
CUSTOMER = entity(
    "customer",
    field("name", required=True),
    field("account", unique=True),
    field("email", "email"),
    field("notes", "multi_line", maxLength=100_000),
    field("remarks", "multi_line", maxLength=100_000),
    field("credit", "money"),
    field("since", "date"),
    field("street", group="address"),
    field("town", group="address"),
    field("logo", "image"),
)
ORDER = entity(
    "order",
    field("number", "auto_number", prefix="SO-", digits=6),
    field("customer", "lookup", target="customer"),
    field("total", "decimal", scale=2),
    field("lines", "integer"),
    field("sent", "date_time"),
    field("urgent", "yes_no"),
    title="number",
)
REPORT = entity(
    "report",
    field("name"),
    field(
        "status",
        "choice",
        choices=choices("draft", "submitted", "approved", "rejected"),
        readOnly=True,
        default="draft",
    ),
    field("remark"),
    field("decided_by", "lookup", target="person", readOnly=True),
    field("decided_at", "date_time", readOnly=True),
    field("decided_on", "date", readOnly=True),
    field("note"),
    ownership="person",
)

EXPENSES = WorkspaceShape().dump(
    WorkspaceShape().load(
        {
            "id": "expenses",
            "title": {"en": "Expenses"},
            "icon": "receipt",
            "accent": "teal",
            "pages": [],
            "actions": [
                {
                    "id": "submit",
                    "kind": "step",
                    "entity": "report",
                    "label": {"en": "Submit"},
                    "when": {"field": "status", "oneOf": ["draft", "rejected"]},
                    "settings": [{"id": "one", "field": "status", "to": "value", "value": "submitted"}],
                },
                {
                    "id": "approve",
                    "kind": "step",
                    "entity": "report",
                    "label": {"en": "Approve"},
                    "when": {"field": "status", "oneOf": ["submitted"]},
                    "comment": "required",
                    "settings": [
                        {"id": "one", "field": "status", "to": "value", "value": "approved"},
                        {"id": "two", "field": "remark", "to": "comment"},
                        {"id": "three", "field": "decided_by", "to": "me"},
                        {"id": "four", "field": "decided_at", "to": "now"},
                        {"id": "five", "field": "decided_on", "to": "now"},
                    ],
                },
                {
                    "id": "mark",
                    "kind": "step",
                    "entity": "report",
                    "label": {"en": "Mark"},
                    "settings": [{"id": "one", "field": "note", "to": "value", "value": "marked"}],
                },
            ],
        }
    )
)


def metadata_of(*entities: dict[str, Any], version: int = 1) -> Metadata:
    """Return a publication of these entities."""
    document = model_document(*entities, version=version)
    return Metadata(version, Model.of(document), document, {"expenses": EXPENSES}, {})


def rights_of(operations: str, depth: str = "all", **fields: str) -> EntityRights:
    """Return rights to operations, to ``depth`` or to their own (``read:own``); hidden, read_only fields."""
    named = (one.partition(":") for one in operations.split())
    depths = {operation: own or depth for operation, _, own in named}
    return EntityRights(depths, **{name: frozenset(value.split()) for name, value in fields.items()})


def user(
    name: str = "Ann",
    *,
    rights: str = "read create edit delete",
    entities: tuple[str, ...] = ENTITIES,
    depth: str = "all",
    special: Mapping[str, EntityRights] = MappingProxyType({}),
    **more: Any,
) -> User:
    """Return a person with the same rights on these entities, and ``special`` ones on others."""
    granted = {id_: rights_of(rights, depth) for id_ in entities} | special
    settings = {"person": new_id(), "rights": granted, "workspaces": frozenset({"expenses"}), **more}
    return User(account=1, name=name, **settings)


def create(entity_: str = "customer", record_: str | None = None, **values: Any) -> dict[str, Any]:
    """Return a create act."""
    if entity_ == "customer":
        values = {"name": "Acme", **values}
    return {"kind": "create", "entity": entity_, "record": record_ or new_id(), "values": values}


def edits(entity_: str, record_: str, base: int, **fields: tuple[Any, Any]) -> dict[str, Any]:
    """Return a set act; each field as (old, new)."""
    made = {name: {"value": new, "old": old, "base": base} for name, (old, new) in fields.items()}
    return {"kind": "set", "entity": entity_, "record": record_, "edits": made}


def delete(entity_: str, record_: str, base: int) -> dict[str, Any]:
    """Return a delete act."""
    return {"kind": "delete", "entity": entity_, "record": record_, "base": base}


def restore(entity_: str, record_: str) -> dict[str, Any]:
    """Return a restore act."""
    return {"kind": "restore", "entity": entity_, "record": record_}


def step(record_: str, action: str, base: int = 1, comment: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a step act on a report."""
    act = {"kind": "step", "entity": "report", "record": record_, "workspace": "expenses"}
    return {**act, "action": action, "base": base, "comment": comment, **more}


def resolve(entity_: str, record_: str, conflicts: list[str], seen: int, **more: Any) -> dict[str, Any]:
    """Return a resolve act."""
    act = {"kind": "resolve", "entity": entity_, "record": record_, "conflicts": conflicts, "seen": seen}
    return {"values": {}, "delete": False, **act, **more}


def assign(entity_: str, record_: str, owner: str, base: int = 1) -> dict[str, Any]:
    """Return an assign act."""
    return {"kind": "assign", "entity": entity_, "record": record_, "owner": owner, "base": base}


def share(entity_: str, record_: str, with_: str, may: str) -> dict[str, Any]:
    """Return a share act for some operations; for none it ends the share."""
    return {"kind": "share", "entity": entity_, "record": record_, "with_": with_, "may": may.split()}


def keep(entity_: str, record_: str, how: str = "pin", *, on: bool = True) -> dict[str, Any]:
    """Return a keep act."""
    return {"kind": "keep", "entity": entity_, "record": record_, "how": how, "on": on}


def change(*acts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a change of these acts."""
    return {"number": 1, "id": new_id(), "metadata_version": 1, "made_at": None, "acts": list(acts), **more}


class Office:
    """A database with entity tables, and one person who writes unless a test says who."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.metadata = metadata_of(*BUILT_IN, CUSTOMER, ORDER, REPORT)
        self.ann = user()
        self.write(lambda session: migrate(session, None, self.metadata.model))
        self.hire(self.ann)

    def hire(self, person: User) -> User:
        """Give a user his person record."""
        chief = user("Chief", everything=True)
        act = create("person", person.person, name=person.name)
        self.apply(change(act), by=chief)
        return person

    def read(self, work: Callable[[Session], T]) -> T:
        return self.database.read(work)

    def write(self, work: Callable[[Session], T]) -> T:
        return self.database.write(work)

    def apply(
        self, *changes: Mapping[str, Any], by: User | None = None, under: int | None = None, **more: Any
    ) -> dict[str, Any]:
        """Apply changes in one transaction and return the last outcome.

        ``under``: the metadata version that they were made under, if not the one in force.
        """
        settings = {"metadata": self.metadata, "now": NOW, **more}
        made = [{**one, "metadata_version": under or settings["metadata"].version} for one in changes]
        return self.write(lambda session: apply(session, by or self.ann, made, **settings))[-1]

    def make(self, entity_: str = "customer", by: User | None = None, **values: Any) -> str:
        """Create a record and return its id."""
        act = create(entity_, **values)
        outcome = self.apply(change(act), by=by)
        assert outcome["status"] == "applied", outcome
        return str(act["record"])

    def get(self, entity_: str, record_: str, by: User | None = None) -> dict[str, Any]:
        return self.read(lambda s: read.get(s, self.metadata, by or self.ann, entity_, record_))

    def values(self, entity_: str, record_: str) -> dict[str, Any]:
        return dict(self.get(entity_, record_)["values"])

    def page(self, entity_: str, by: User | None = None, **more: Any) -> dict[str, Any]:
        person = by or self.ann
        context = Context.at(person.person, NOW)
        return self.read(lambda s: read.page(s, self.metadata, person, entity_, context=context, **more))

    def history(self, entity_: str, record_: str, by: User | None = None) -> list[dict[str, Any]]:
        who, place = by or self.ann, (entity_, record_)
        return self.read(lambda s: history_page(s, self.metadata, who, *place))["entries"]

    def conflicts(self, by: User | None = None) -> list[dict[str, Any]]:
        found = self.read(lambda s: open_conflicts(s, by or self.ann, self.metadata.model))
        return list(found["conflicts"])

    def sidecar(self, entity_: str, record_: str) -> Any:
        query = select(record).where(record.c.entity == entity_, record.c.id == record_)
        return self.read(lambda s: s.execute(query).one_or_none())

    def head(self) -> int:
        return self.read(head)

    def numbers(self) -> list[int]:
        """Return every number of the stream that a write holds."""
        return self.read(lambda s: list(s.execute(select(history.c.seq).order_by(history.c.seq)).scalars()))
