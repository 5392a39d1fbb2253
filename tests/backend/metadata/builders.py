"""Small metadata documents: every builder defaults what a test does not care about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from backend.accounts.user import EntityRights, User
from backend.catalogue import Catalogue
from backend.metadata.built_in import BUILT_IN
from backend.metadata.documents import whole
from backend.metadata.findings import Finding, errors
from backend.metadata.model import Model
from backend.metadata.starter import workspace_from_entity
from backend.protocol import profiles as profile_shapes
from backend.protocol.model import Entity as EntityShape
from backend.protocol.model import Model as ModelShape
from backend.protocol.workspaces import Workspace as WorkspaceShape

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
CATALOGUE = Catalogue.load()
DESIGNER = User(account=1, person=str(uuid4()), name="Dana", privileges=frozenset({"design"}))

Document = dict[str, Any]


def field(name: str, kind: str = "text", **more: Any) -> Document:
    return {"id": name, "type": kind, "label": {"en": name.title()}, **more}


def entity(name: str, *fields: Document, **more: Any) -> Document:
    return whole(
        EntityShape,
        {
            "id": name,
            "label": {"en": name.title(), "sv": f"{name} (sv)"},
            "plural": {"en": f"{name.title()}s", "sv": f"{name} (sv)"},
            "title": fields[0]["id"],
            "fields": list(fields),
            **more,
        },
    )


CUSTOMER = entity("customer", field("name", required=True), field("city"), field("phone", "phone"))
ORDER = entity(
    "order",
    field("number", "auto_number", prefix="SO-"),
    field("customer", "lookup", target="customer", required=True),
    field(
        "status",
        "choice",
        choices=[{"id": "open", "label": {"en": "Open"}}, {"id": "done", "label": {"en": "Done"}}],
        default="open",
    ),
    field("total", "money", currency="EUR"),
    field("placed", "date"),
    field("remark", "multi_line"),
    field("photo", "image"),
)


def model(*entities: Document, version: int = 0) -> Document:
    """A model of the product's own entities and these; without any: customers and their orders."""
    return whole(ModelShape, {"version": version, "entities": [*BUILT_IN, *(entities or (CUSTOMER, ORDER))]})


def new_design(name: str = "orders", **more: Any) -> Document:
    heading = {"title": {"en": "Orders"}, "description": {}, "icon": "truck", "accent": "teal"}
    return {"id": name, **heading, "entity": None, **more}


def workspace(name: str = "orders", of: str = "order", **more: Any) -> Document:
    """The starter workspace of an entity."""
    made = workspace_from_entity(new_design(name), Model.of(model()), of, CATALOGUE)
    return whole(WorkspaceShape, {**made, **more})


def role(name: str, **more: Any) -> Document:
    return {"id": name, "label": {"en": name}, "entities": {}, "workspaces": [], "privileges": [], **more}


def user(
    rights: Mapping[str, str],
    *workspaces: str,
    hidden: Mapping[str, Collection[str]] = MappingProxyType({}),
    read_only: Mapping[str, Collection[str]] = MappingProxyType({}),
    **more: Any,
) -> User:
    """A user; rights to all records by entity as letters: r, c, e, d; fields kept from him by entity."""
    words = {"r": "read", "c": "create", "e": "edit", "d": "delete"}
    return User(
        account=7,
        person="00000000-0000-7000-8000-0000000000aa",
        name="Ulla",
        rights={
            name: EntityRights(
                dict.fromkeys((words[letter] for letter in letters), "all"),
                frozenset(hidden.get(name, ())),
                frozenset(read_only.get(name, ())),
            )
            for name, letters in rights.items()
        },
        workspaces=frozenset(workspaces),
        **more,
    )


def part(name: str, *rules: str | Document, **more: Any) -> Document:
    """What a profile takes along of an entity; rules as documents, or by their kind alone."""
    given = [{"kind": rule} if isinstance(rule, str) else rule for rule in rules or ("all",)]
    return whole(profile_shapes.ProfileEntity, {"id": name, "rules": given, **more})


def profile(*parts: Document, **more: Any) -> Document:
    """An offline profile."""
    return whole(
        profile_shapes.Profile, {"id": "sellers", "label": {"en": "Sellers"}, "entities": list(parts), **more}
    )


def edit(*patches: Document, document: str = "workspace") -> Document:
    return {"id": str(uuid4()), "document": document, "label": "edit", "patches": list(patches)}


def insert(path: list[str], node: Any, before: str | None = None) -> Document:
    return {"op": "insert", "path": path, "node": node, "before": before}


def remove(path: list[str], node: Any, before: str | None = None) -> Document:
    return {"op": "remove", "path": path, "node": node, "before": before}


def put(path: list[str], key: str, value: Any, old: Any = None) -> Document:
    return {"op": "set", "path": path, "key": key, "value": value, "old": old}


def found_by(findings: Sequence[Finding]) -> set[tuple[str, str]]:
    """Return the errors among findings by code and place."""
    return {(finding.code.removeprefix("design-"), "/".join(finding.path)) for finding in errors(findings)}
