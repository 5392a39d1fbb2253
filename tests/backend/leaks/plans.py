"""The estate on paper: its entities, what of them is hidden, and what people may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.accounts.rights import whole_rights, with_operations

ALL = with_operations(["read", "create", "edit", "delete", "assign", "share"])
GRADES = ("zq_gold", "zq_silver")


def field(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": {"en": name.title()}, **more}


def entity(name: str, title: str, *fields: Mapping[str, Any], owned: bool = False) -> dict[str, Any]:
    return {
        "id": name, "label": {"en": name.title()}, "plural": {"en": f"{name}s"}, "icon": "box",
        "title": title, "ownership": "person" if owned else "organisation",
        "fields": [field(title, maxLength=200), *fields],
    }  # fmt: skip


HIDDEN = {
    "zq_credit": field("zq_credit", unique=True),
    "zq_terms": field("zq_terms", "multi_line"),
    "zq_limit": field("zq_limit", "integer"),
    "zq_rate": field("zq_rate", "decimal", scale=4),
    "zq_owed": field("zq_owed", "money"),
    "zq_born": field("zq_born", "date"),
    "zq_called": field("zq_called", "date_time"),
    "zq_mail": field("zq_mail", "email"),
    "zq_page": field("zq_page", "link"),
    "zq_door": field("zq_door", group="address"),
    "zq_kept_in": field("zq_kept_in", "lookup", target="zq_vault"),
    "zq_stored": field("zq_stored", "lookup", target="zq_vault", several=True),
    "zq_scan": field("zq_scan", "image"),
    "zq_grade": field(
        "zq_grade", "choice", choices=[{"id": one, "label": {"en": f"{one} label"}} for one in GRADES]
    ),
}
"""Fields of a customer that Mallory may not even know of."""
MODEL = [
    entity("zq_vault", "code", field("zq_content", "multi_line")),
    entity(
        "customer",
        "name",
        field("town"),
        field("account", unique=True),
        field("street", group="address"),
        field("front", "image"),
        *HIDDEN.values(),
    ),
    entity(
        "job",
        "title",
        field("customer", "lookup", target="customer"),
        field("due", "date"),
        field("zq_cost", "money"),
        field("sketch", "image"),
        owned=True,
    ),
    entity(
        "task",
        "name",
        field("job", "lookup", target="job"),
        field("jobs", "lookup", target="job", several=True),
        field("note", "multi_line"),
    ),
]
OPEN = {"customer": "name", "job": "title", "task": "name"}
FIELD_WORK = {
    "id": "field_work", "label": {"en": "Field work"}, "workspaces": ["work"],
    "privileges": ["use_app", "go_offline"],
    "entities": {
        "customer": {**ALL, "hidden": sorted(HIDDEN)},
        "job": whole_rights(read="team", create="own", edit="team", delete="team", assign="team",
                            share="team", hidden=["zq_cost"]),
        "task": ALL,
    },
}  # fmt: skip
WHOLE = {
    "id": "whole", "label": {"en": "zq whole label"}, "workspaces": ["work", "hush"],
    "privileges": ["use_app", "go_offline"],
    "entities": dict.fromkeys(
        ("zq_vault", "customer", "job", "task", "person", "team", "business_unit"), ALL
    ),
}  # fmt: skip
CREDIT_OF = {"op": "eq", "path": "zq_credit"}
