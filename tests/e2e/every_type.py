"""A workspace whose one entity has a field of every type."""

from __future__ import annotations

from typing import Any

from tests.e2e.desk import Desk, insertion

Document = dict[str, Any]


def field(name: str, kind: str, **more: Any) -> Document:
    return {"id": name, "type": kind, "label": {"en": name.capitalize()}, **more}


def choices(*names: str) -> list[Document]:
    return [{"id": name, "label": {"en": name.capitalize()}} for name in names]


FIELDS = (
    field("name", "text", required=True, maxLength=80),
    field("story", "multi_line"),
    field("count", "integer"),
    field("serial", "big_integer"),
    field("weight", "decimal", scale=3),
    field("price", "money", currency="EUR"),
    field("sound", "yes_no"),
    field("found", "date"),
    field("checked", "date_time"),
    field("state", "choice", choices=choices("good", "worn")),
    field("marks", "choice", several=True, choices=choices("red", "blue", "green")),
    field("seller", "lookup", target="customer"),
    field("buyers", "lookup", target="customer", several=True),
    field("call", "phone"),
    field("mail", "email"),
    field("site", "link"),
    field("code", "barcode"),
    field("photo", "image"),
    field("papers", "file", several=True),
    field("signed", "signature"),
    field("place", "position"),
    field("number", "auto_number", prefix="S-", digits=5),
)
SPECIMEN = {
    "id": "specimen",
    "label": {"en": "Specimen"},
    "plural": {"en": "Specimens"},
    "title": "name",
    "fields": list(FIELDS),
}
RICH = {"page": "customers", "display": "account", "full": True}
"""How several buyers are chosen: from a list page, by their accounts, on a page of its own."""


def placed(*, in_form: bool) -> list[Document]:
    fields = [{"id": one["id"], "field": one["id"]} for one in FIELDS]
    if not in_form:
        return [{**one, "page": "customer"} if one["id"] in ("seller", "buyers") else one for one in fields]
    return [{**one, "lookup": RICH} if one["id"] == "buyers" else one for one in fields]


def gathered(name: str, kind: str, **more: Any) -> Document:
    return {"id": name, "type": kind, "entity": "specimen", **more}


def rows(entity: str, title: str, detail: str, **more: Any) -> Document:
    return {"id": "rows", "type": "list", "entity": entity, "title": title, "detail": detail, **more}


PAGES = (
    {
        "id": "specimens",
        "kind": "list",
        "entity": "specimen",
        "title": {"en": "Specimens"},
        "blocks": [rows("specimen", "name", "specimen", subtitle=["number", "buyers"])],
        "actions": ["new_specimen"],
    },
    {
        "id": "specimen",
        "kind": "detail",
        "entity": "specimen",
        "title": {"en": "Specimen"},
        "hidden": True,
        "blocks": [{"id": "facts", "type": "fields", "fields": placed(in_form=False)}],
        "actions": ["edit_specimen"],
    },
    {
        "id": "figures",
        "kind": "list",
        "entity": "specimen",
        "title": {"en": "Figures"},
        "blocks": [
            gathered("sum", "chart", style="number", measure={"of": "sum", "field": "price"}),
            gathered("states", "chart", style="bars", measure={"of": "sum", "field": "price"}, by="state"),
            gathered("months", "chart", style="trend", measure={"of": "count"}, by="found", period="month"),
            gathered("days", "calendar", date="found", title="name"),
            gathered("report", "report", columns=[{"id": "total", "field": "price", "total": "sum"}]),
            gathered("several", "list", title="name", subtitle=["buyers"]),
            gathered("others", "list", title="name", subtitle=["seller"]),
        ],
    },
    {
        "id": "customers",
        "kind": "list",
        "entity": "customer",
        "title": {"en": "Customers"},
        "hidden": True,
        "blocks": [rows("customer", "name", "customer", subtitle=["city"], search=["account"])],
    },
    {
        "id": "customer",
        "kind": "detail",
        "entity": "customer",
        "title": {"en": "Customer"},
        "hidden": True,
        "blocks": [{"id": "facts", "type": "fields", "fields": [{"id": "account", "field": "account"}]}],
    },
)
ACTIONS = tuple(
    {
        "id": f"{kind}_specimen",
        "kind": {"new": "create"}.get(kind, kind),
        "entity": "specimen",
        "label": {"en": f"{kind.capitalize()} specimen"},
        "fields": placed(in_form=True),
        "next": "specimen",
    }
    for kind in ("new", "edit")
)


def publish(desk: Desk) -> None:
    """Make the workspace and publish it to all who sell."""
    new = {"id": "collection", "title": {"en": "Collection"}, "icon": "package", "accent": "teal"}
    desk.call("POST", "/designs", new)
    edits = [
        insertion("model", ["entities"], SPECIMEN),
        *(insertion("workspace", ["pages"], page) for page in PAGES),
        *(insertion("workspace", ["actions"], action) for action in ACTIONS),
    ]
    revision = desk.call("GET", "/designs/collection")["revision"]
    design = desk.call("PATCH", "/designs/collection", {"revision": revision, "edits": edits})
    roles = desk.call("GET", "/designs/sales_orders")["roles"]
    note = {"en": "What we collect"}
    publication = {"revision": design["revision"], "note": note, "roles": roles}
    desk.call("POST", "/designs/collection/publish", publication)
