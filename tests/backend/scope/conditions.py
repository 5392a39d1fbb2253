"""The conditions of the days: each as the product takes it, and said once more in plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.backend.scope.truth import Member, Record, Truth

Tree = Mapping[str, Any]


@dataclass(frozen=True)
class Condition:
    """A condition as the product takes it, and what it means, said once more in Python."""

    entity: str
    tree: Tree
    holds: Callable[[Truth, Member, Record], bool]
    through: tuple[str, ...] = ()
    """The entities that it looks into on the way: whoever asks must be able to read them."""


def _due(record: Record) -> dt.date | None:
    text = record.values.get("due")
    return dt.date.fromisoformat(text) if text else None


def _within(truth: Truth, person: Member, record: Record, first: int, end: int) -> bool:
    day, today = _due(record), truth.today(person)
    return day is not None and first <= (day - today).days < end


CONDITIONS: dict[str, Condition] = {
    "open": Condition(
        "job",
        {"op": "eq", "path": "status", "value": "open"},
        lambda _, __, r: r.values.get("status") == "open",
    ),
    "not done": Condition(
        "job",
        {"op": "ne", "path": "status", "value": "done"},
        lambda _, __, r: r.values.get("status") != "done",
    ),
    "of the north": Condition(
        "job",
        {"op": "eq", "path": "customer.region.code", "value": "N"},
        lambda t, _, r: t.walk(r, "job", "customer.region.code") == "N",
        ("customer", "region"),
    ),
    "due soon": Condition(
        "job",
        {"op": "next-x-days", "path": "due", "value": 3},
        lambda t, p, r: _within(t, p, r, 0, 3),
    ),
    "due lately": Condition(
        "job",
        {"op": "last-x-days", "path": "due", "value": 2},
        lambda t, p, r: _within(t, p, r, -1, 1),
    ),
    "long due": Condition(
        "job",
        {"op": "older-than-x-days", "path": "due", "value": 2},
        lambda t, p, r: _within(t, p, r, -100_000, -2),
    ),
    "of my teams": Condition(
        "job", {"op": "eq-userteams", "path": "owner"}, lambda _, p, r: r.owner in p.teams
    ),
    "below me": Condition(
        "job",
        {"op": "eq-useroruserhierarchy", "path": "owner"},
        lambda t, p, r: r.owner in t.reports(p) | {p.id},
    ),
    "of people of my unit": Condition(
        "job",
        {"op": "eq-businessid", "path": "owner.unit"},
        lambda t, p, r: p.unit is not None and r.owner in t.people and t.people[r.owner].unit == p.unit,
    ),
    "customers of the north": Condition(
        "customer",
        {"op": "eq", "path": "region.code", "value": "N"},
        lambda t, _, r: t.walk(r, "customer", "region.code") == "N",
        ("region",),
    ),
    "northern regions": Condition(
        "region", {"op": "eq", "path": "code", "value": "N"}, lambda _, __, r: r.values.get("code") == "N"
    ),
    "urgent": Condition(
        "task", {"op": "eq", "path": "urgent", "value": True}, lambda _, __, r: r.values.get("urgent") is True
    ),
}
