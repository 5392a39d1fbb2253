"""The operators of filters: which field types each takes, and what it is compared with.

Two-valued: where a value is missing every comparison is false, except ``ne`` and ``not-in``, which are
true. Text is compared by its equal key, and searched by its search key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from backend.expressions.context import Context

Operand = Literal["value", "values", "text", "days", "none"]

TEXTS: Final = frozenset({"text", "multi_line", "phone", "email", "link", "auto_number"})
KEYED: Final = TEXTS - {"multi_line"}
DATED: Final = frozenset({"date", "date_time"})
ORDERED: Final = KEYED | DATED | {"integer", "decimal", "money"}
EQUATABLE: Final = ORDERED | {"yes_no", "choice", "lookup"}
ANY: Final = EQUATABLE | {"multi_line", "image"}


@dataclass(frozen=True)
class Operator:
    """One operator of a leaf."""

    types: frozenset[str]
    operand: Operand


OPERATORS: Final[Mapping[str, Operator]] = {
    "eq": Operator(EQUATABLE, "value"),
    "ne": Operator(EQUATABLE, "value"),
    "gt": Operator(ORDERED, "value"),
    "ge": Operator(ORDERED, "value"),
    "lt": Operator(ORDERED, "value"),
    "le": Operator(ORDERED, "value"),
    "in": Operator(EQUATABLE, "values"),
    "not-in": Operator(EQUATABLE, "values"),
    "null": Operator(ANY, "none"),
    "not-null": Operator(ANY, "none"),
    "like": Operator(TEXTS, "text"),
    "begins-with": Operator(TEXTS, "text"),
    "eq-userid": Operator(frozenset({"lookup"}), "none"),
    "ne-userid": Operator(frozenset({"lookup"}), "none"),
    "today": Operator(DATED, "none"),
    "this-week": Operator(DATED, "none"),
    "this-month": Operator(DATED, "none"),
    "last-x-days": Operator(DATED, "days"),
}

GROUPS: Final = ("and", "or", "not")


def days(op: str, value: int | None, context: Context) -> tuple[dt.date, dt.date]:
    """Return the first day of a relative period, and the first day after it.

    A week begins on Monday. The last x days end with today: of 1 it is today alone.
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
        case _:
            raise ValueError(f"{op} is no relative period")
