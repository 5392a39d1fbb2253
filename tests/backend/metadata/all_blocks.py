"""Orders with a block of every type on the page of one, each without a defect."""

from __future__ import annotations

import copy
from typing import Any

from backend.metadata.documents import whole
from backend.protocol.blocks import BLOCKS
from backend.protocol.workspaces import Workspace as WorkspaceShape
from tests.backend.metadata.builders import CUSTOMER, ORDER, Document, entity, field, model, workspace

MORE = [
    field("seller", "lookup", target="person"),
    field("lines", "integer"),
    field("begun", "date_time"),
    field("margin", "money", currency="EUR"),
    field("secret", "date"),
    field("rival", "lookup", target="customer"),
    field("friends", "lookup", target="customer", several=True),
    field("grade", "choice", choices=[{"id": "a", "label": {"en": "A"}}]),
]
LINE = entity("line", field("name"), field("order", "lookup", target="order"), field("amount", "decimal"))
MODEL = model(CUSTOMER, entity("order", *ORDER["fields"], *MORE), LINE)


def gathered(name: str, kind: str, **more: Any) -> Document:
    return {"id": name, "type": kind, "entity": "order", **more}


def grouped(name: str, *blocks: Document, **more: Any) -> Document:
    return {"id": name, "type": "group", "blocks": list(blocks), **more}


SOUND: dict[str, Document] = {
    "list": gathered("mine", "list", title="number", search=["number"], searchBy="number", section="status"),
    "fields": {"id": "figures", "type": "fields", "fields": [{"id": "a", "field": "total"}]},
    "link": {"id": "to_list", "type": "link", "page": "customer_list", "countFrom": "lines"},
    "group": grouped(
        "outer", grouped("inner", {"id": "f", "type": "fields", "fields": [{"id": "b", "field": "placed"}]})
    ),
    "part": {"id": "of_customer", "type": "part", "page": "customer", "through": "customer"},
    "chart": gathered(
        "bars", "chart", style="bars", measure={"of": "sum", "field": "total"}, by="customer.city"
    ),
    "calendar": gathered("days", "calendar", date="placed", title="number"),
    "report": gathered(
        "sums", "report", groups=["status"], columns=[{"id": "t", "field": "total", "total": "sum"}]
    ),
    "timer": {"id": "since", "type": "timer", "since": "begun", "until": "placed"},
}
"""Type of a block → one that can stand on the detail page of an order."""

assert SOUND.keys() == BLOCKS.keys()


def built(*blocks: Document, on: str = "order", **more: Any) -> Document:
    """Orders and customers, with these blocks on one of the pages."""
    orders, customers = workspace(), workspace("x", "customer")
    pages = [*orders["pages"], *customers["pages"]]
    page = next(one for one in pages if one["id"] == on)
    page["blocks"] = [*page["blocks"], *copy.deepcopy(blocks)]
    together = {"pages": pages, "actions": [*orders["actions"], *customers["actions"]]}
    return whole(WorkspaceShape, {**orders, **together, **more})


def page_of(name: str, *blocks: Document, kind: str = "detail", of: str = "order", **more: Any) -> Document:
    title = {"en": name.replace("_", " ").title()}
    return {"id": name, "kind": kind, "entity": of, "title": title, "blocks": list(blocks), **more}


def with_pages(*pages: Document) -> Document:
    """Orders and customers, with more pages."""
    made = built()
    return whole(WorkspaceShape, {**made, "pages": [*made["pages"], *copy.deepcopy(list(pages))]})
