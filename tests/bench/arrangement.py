"""Who may see what in the benchmarks: documents of roles, rules of the offline profile, memberships.

The people of the benchmarks work under rights by team or unit, with a hidden field, and take along what
meets a condition that looks through two lookups.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts.teams import set_teams
from backend.accounts.user import OFFICE
from backend.metadata.documents import whole
from backend.protocol.metadata import Role
from backend.records.staff import touch
from tests.bench.reference import HIDDEN, ORDER, REGION, REGIONS

OPERATIONS = ("read", "create", "edit", "delete")
IN_FIRST_REGION = {"op": "eq", "path": "customer.region.name", "value": REGIONS[0]}


def role(role_id: str, *, depth: str = "all") -> dict[str, Any]:
    """Return a role that reaches orders so far, without their hidden field, and reads what they point at."""
    document = {
        "id": role_id,
        "label": {"en": role_id},
        "entities": {
            "sales_order": {**dict.fromkeys(OPERATIONS, depth), "hidden": [HIDDEN]},
            "customer": {"read": "all"},
            "region": {"read": "all"},
        },
        "privileges": ["use_app", "go_offline"],
    }
    return whole(Role, document)


def takes_along(entity: str, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what the profile takes along of an entity: all of it, or what meets a condition."""
    rule = {"kind": "custom", "condition": condition} if condition else {"kind": "all"}
    return {"id": entity, "rules": [rule], "files": "none", "stage": 2}


def profile(*, filtered: bool = True) -> list[dict[str, Any]]:
    """Return the profile's part about the reference entities."""
    return [
        takes_along("region"),
        takes_along("customer"),
        takes_along("sales_order", IN_FIRST_REGION if filtered else None),
    ]


def move_to_team(session: Session, person: str, team: str, now: dt.datetime) -> None:
    """Let a person be in this team and no other."""
    set_teams(session, OFFICE, person, [team], touch=touch, now=now)


WORKSPACE: dict[str, Any] = {
    "id": "orders",
    "title": {"en": "Orders"},
    "description": {},
    "icon": "clipboard-list",
    "accent": "blue",
    "pages": [
        {
            "id": "order_list",
            "kind": "list",
            "entity": ORDER["id"],
            "title": {"en": "Orders"},
            "blocks": [
                {
                    "id": "rows",
                    "type": "list",
                    "entity": ORDER["id"],
                    "title": "name",
                    "subtitle": ["salesperson"],
                    "figure": "amount_total",
                    "search": ["name", "note"],
                    "sort": {"field": "name"},
                    "detail": "order",
                }
            ],
        },
        {
            "id": "order",
            "kind": "detail",
            "entity": ORDER["id"],
            "title": {"en": "Order"},
            "blocks": [
                {"id": "note", "type": "fields", "fields": [{"id": "note", "field": "note"}]},
            ],
            "actions": ["edit_order"],
            "hidden": True,
        },
        {
            "id": "region_list",
            "kind": "list",
            "entity": REGION["id"],
            "title": {"en": "Regions"},
            "blocks": [{"id": "rows", "type": "list", "entity": REGION["id"], "title": "name"}],
        },
    ],
    "actions": [
        {
            "id": "edit_order",
            "kind": "edit",
            "entity": ORDER["id"],
            "label": {"en": "Edit"},
            "fields": [{"id": "note", "field": "note"}],
            "icon": "pencil",
        }
    ],
}
# A large copy waits for its user's word; this one has given it.
DOWNLOAD_NOW = "if (origin !== 'null') localStorage.setItem('satchel.copy', `now ${Date.now()}`)"
LIST_PATH = "/app/w/orders/p/order_list"
DETAIL_PATH = "/app/w/orders/p/order/{}"
