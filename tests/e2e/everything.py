"""A design that has one of everything: field types, blocks, a form with lines, rules, views.

Some of it is wrong on purpose, so that its problems can be looked at.
"""

from __future__ import annotations

from typing import Any

from tests.e2e.desk import Desk, insertion
from tests.e2e.every_type import ACTIONS, SPECIMEN, rows

Document = dict[str, Any]

WORN = {"op": "eq", "path": "state", "value": "worn"}
VALIDITY = {
    "id": "weighed",
    "condition": {"op": "ge", "path": "weight", "value": "0"},
    "message": {"en": "Weigh it again."},
}
PART = {
    "id": "piece",
    "label": {"en": "Piece"},
    "plural": {"en": "Pieces"},
    "title": "name",
    "fields": [
        {"id": "name", "type": "text", "label": {"en": "Name"}},
        {"id": "specimen", "type": "lookup", "target": "specimen", "label": {"en": "Specimen"}},
    ],
}


def shown(*names: str) -> list[Document]:
    return [{"id": name, "field": name} for name in names]


def gathered(name: str, kind: str, **more: Any) -> Document:
    return {"id": name, "type": kind, "entity": "specimen", "label": {"en": f"By {name}"}, **more}


VIEWS = [{"id": "worn", "label": {"en": "Worn"}, "condition": WORN}]
LIST_PAGE = {
    "id": "specimens",
    "kind": "list",
    "entity": "specimen",
    "title": {"en": "Specimens", "sv": "Exemplar"},
    "blocks": [
        rows(
            "specimen",
            "name",
            "specimen",
            label={"en": "All of them"},
            sort={"field": "count"},
            views=VIEWS,
            swipe=["wear"],
        ),
        gathered("bars", "chart", style="bars", measure={"of": "sum", "field": "price"}, by="state"),
        gathered("days", "calendar", date="found", title="name"),
        gathered("sums", "report", groups=["state"], columns=[{"id": "t", "field": "price", "total": "sum"}]),
    ],
    "actions": ["new_specimen"],
}
DETAIL_PAGE = {
    "id": "specimen",
    "kind": "detail",
    "entity": "specimen",
    "title": {"en": "Specimen"},
    "hidden": True,
    "blocks": [
        {
            "id": "outer",
            "type": "group",
            "label": {"en": "Together"},
            "blocks": [
                {"id": "facts", "type": "fields", "label": {"en": "Facts"}, "fields": shown("name", "state")}
            ],
        },
        {"id": "of_seller", "type": "part", "page": "customer", "through": "seller"},
        {"id": "to_all", "type": "link", "page": "specimens"},
        {"id": "since", "type": "timer", "since": "checked"},
    ],
    "actions": ["edit_specimen", "wear"],
}
CUSTOMER_PAGE = {
    "id": "customer",
    "kind": "detail",
    "entity": "customer",
    "title": {"en": "Customer"},
    "hidden": True,
    "blocks": [{"id": "facts", "type": "fields", "fields": shown("account")}],
}
STEP = {
    "id": "wear",
    "kind": "step",
    "entity": "specimen",
    "label": {"en": "Mark as worn"},
    "when": {"field": "state", "oneOf": ["good"]},
    "settings": [{"id": "state", "field": "state", "to": "value", "value": "worn"}],
}
LOST = {
    "id": "lost",
    "kind": "delete",
    "entity": "specimen",
    "label": {"en": "Throw away"},
    "confirm": {"en": "Is it gone?"},
}
LINES = {"id": "pieces", "entity": "piece", "parent": "specimen", "fields": shown("name")}


def lay_out(desk: Desk, workspace: str = "everything") -> None:
    """Make the design; nobody sees it before it is published."""
    new = {"id": workspace, "title": {"en": "Everything"}, "icon": "package", "accent": "teal"}
    desk.call("POST", "/designs", new)
    create, edit = ({**action, "lines": [LINES]} for action in ACTIONS)
    for action in (create, edit):
        action["fields"] = shown(*(one["field"] for one in action["fields"]))
    edits = [
        insertion("model", ["entities"], {**SPECIMEN, "validities": [VALIDITY]}),
        insertion("model", ["entities"], PART),
        *(insertion("workspace", ["pages"], page) for page in (CUSTOMER_PAGE, LIST_PAGE, DETAIL_PAGE)),
        *(insertion("workspace", ["actions"], action) for action in (create, edit, STEP, LOST)),
    ]
    revision = desk.call("GET", f"/designs/{workspace}")["revision"]
    desk.call("PATCH", f"/designs/{workspace}", {"revision": revision, "edits": edits})


def publish(desk: Desk, workspace: str = "everything") -> None:
    """Publish the design as it is to all employees."""
    revision = desk.call("GET", f"/designs/{workspace}")["revision"]
    note = {"en": "Everything is here."}
    publication = {"revision": revision, "note": note, "roles": ["employee"]}
    desk.call("POST", f"/designs/{workspace}/publish", publication)
