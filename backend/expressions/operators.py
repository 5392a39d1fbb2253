"""The operators of a filter's leaves: which field types each takes, and what it is compared with.

Two-valued: where a value is missing a comparison is false. A negative operator is the exact opposite of
its positive one, and so true there. Text is compared by its equal key, and searched by its search key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from backend.expressions.context import Context

Operand = Literal["value", "values", "text", "days", "none"]
Part = Literal["person", "teams", "reports", "report_teams", "unit", "language", "today", "now", "zone"]
"""A part of the context that a tree's meaning may hang on, named as in :class:`Context`."""

TEXTS: Final = frozenset({"text", "multi_line", "phone", "email", "link", "barcode", "auto_number"})
KEYED: Final = TEXTS - {"multi_line"}
DATED: Final = frozenset({"date", "date_time"})
ORDERED: Final = KEYED | DATED | {"integer", "big_integer", "decimal", "money"}
EQUATABLE: Final = ORDERED | {"yes_no", "choice", "lookup"}
ANY: Final = EQUATABLE | {"multi_line", "image", "file", "signature", "position"}
LOOKUP: Final = frozenset({"lookup"})
OF_SEVERAL: Final = frozenset({"in", "not-in", "null", "not-null"})
"""The operators of fields that hold several values: one of them among those that are asked for, or none."""

PEOPLE: Final = frozenset({"person", "owner"})
PEOPLE_AND_TEAMS: Final = PEOPLE | {"team"}
UNITS: Final = frozenset({"business_unit"})


@dataclass(frozen=True)
class Operator:
    """One operator of a leaf.

    ``targets``: what a lookup must lead to, ``owner`` being the reserved path; none for any entity.
    ``parts``: what it takes from the context.
    """

    types: frozenset[str]
    operand: Operand
    targets: frozenset[str] = frozenset()
    parts: frozenset[Part] = frozenset()


def _user(*parts: Part, targets: frozenset[str]) -> Operator:
    return Operator(LOOKUP, "none", targets, frozenset(parts))


_VALUE = Operator(EQUATABLE, "value")
_VALUES = Operator(EQUATABLE, "values")
_BOUND = Operator(ORDERED, "value")
_SEARCH = Operator(TEXTS, "text")
_PERIOD = Operator(DATED, "none", parts=frozenset({"today", "zone"}))
_DAYS = Operator(DATED, "days", parts=frozenset({"today", "zone"}))
_ME = _user("person", targets=PEOPLE)
_MY_UNIT = _user("unit", targets=UNITS)

OPERATORS: Final[Mapping[str, Operator]] = {
    "eq": _VALUE,
    "ne": _VALUE,
    "gt": _BOUND,
    "ge": _BOUND,
    "lt": _BOUND,
    "le": _BOUND,
    "in": _VALUES,
    "not-in": _VALUES,
    "null": Operator(ANY, "none"),
    "not-null": Operator(ANY, "none"),
    "like": _SEARCH,
    "not-like": _SEARCH,
    "begins-with": _SEARCH,
    "not-begin-with": _SEARCH,
    "ends-with": _SEARCH,
    "not-end-with": _SEARCH,
    "eq-userid": _ME,
    "ne-userid": _ME,
    "eq-userteams": _user("teams", targets=PEOPLE_AND_TEAMS),
    "eq-useroruserteams": _user("person", "teams", targets=PEOPLE_AND_TEAMS),
    "eq-useroruserhierarchy": _user("person", "reports", targets=PEOPLE),
    "eq-useroruserhierarchyandteams": _user(
        "person", "reports", "teams", "report_teams", targets=PEOPLE_AND_TEAMS
    ),
    "eq-businessid": _MY_UNIT,
    "ne-businessid": _MY_UNIT,
    "eq-userlanguage": Operator(frozenset({"text", "choice"}), "none", parts=frozenset({"language"})),
    "today": _PERIOD,
    "this-week": _PERIOD,
    "this-month": _PERIOD,
    "last-x-days": _DAYS,
    "next-x-days": _DAYS,
    "older-than-x-days": _DAYS,
}

GROUPS: Final = ("and", "or", "not")

POSITIVE: Final[Mapping[str, str]] = {
    "ne": "eq",
    "not-in": "in",
    "not-like": "like",
    "not-begin-with": "begins-with",
    "not-end-with": "ends-with",
    "ne-userid": "eq-userid",
    "ne-businessid": "eq-businessid",
    "null": "not-null",
}
"""Negative operator → the one that it is the exact opposite of."""


def members(op: str, context: Context) -> frozenset[str]:
    """Return the ids among which a user-relative operator looks; empty if there are none."""
    match op:
        case "eq-userid":
            return frozenset({context.person})
        case "eq-userteams":
            return context.teams
        case "eq-useroruserteams":
            return context.me_and_teams
        case "eq-useroruserhierarchy":
            return context.hierarchy
        case "eq-useroruserhierarchyandteams":
            return context.hierarchy_and_teams
        case "eq-businessid":
            return frozenset() if context.unit is None else frozenset({context.unit})
        case _:
            raise ValueError(f"{op} asks for nobody")


def days(op: str, value: int | None, context: Context) -> tuple[dt.date | None, dt.date]:
    """Return the first day of a relative period (None: it never began), and the first day after it.

    A week begins on Monday. The last x days end with today, the next x begin with it: of 1 it is today
    alone. Older than x days is every day before the one that lies x days back.
    """
    today, one = context.today, dt.timedelta(days=1)
    match op:
        case "today":
            return today, today + one
        case "this-week":
            monday = today - one * today.weekday()
            return monday, monday + one * 7
        case "this-month":
            first = today.replace(day=1)
            return first, (first + one * 31).replace(day=1)
        case "last-x-days" if value is not None:
            return today - one * (value - 1), today + one
        case "next-x-days" if value is not None:
            return today, today + one * value
        case "older-than-x-days" if value is not None:
            return None, today - one * value
        case _:
            raise ValueError(f"{op} is no relative period")
