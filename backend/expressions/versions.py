"""The versions of the language of filters and rules, and which operators each of them brought.

A client says which version it understands, so that it can be told what it lacks. A version that has been
released is never edited: what is new, in filters or in rules, goes into the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from backend.expressions.findings import Tree, parts_of

BROUGHT: Final[Mapping[int, frozenset[str]]] = {
    1: frozenset(
        {
            *("and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in", "not-in", "null", "not-null"),
            *("like", "not-like", "begins-with", "not-begin-with", "ends-with", "not-end-with"),
            *("eq-userid", "ne-userid", "eq-userteams", "eq-useroruserteams", "eq-useroruserhierarchy"),
            *("eq-useroruserhierarchyandteams", "eq-businessid", "ne-businessid", "eq-userlanguage"),
            *("today", "this-week", "this-month", "last-x-days", "next-x-days", "older-than-x-days"),
            *("related", "missing", "value", "field", "user", "current-day", "current-moment", "if"),
            *("add", "subtract", "multiply", "divide", "negate", "absolute", "round"),
            *("first-of", "least", "greatest", "concat", "lower", "upper", "trim", "length", "left", "right"),
            *("year", "month", "day", "weekday", "day-of", "add-days", "add-months", "days-between"),
            *("sum", "count", "least-of", "greatest-of", "average-of"),
        }
    ),
}
"""Version → the operators of filters and rules that came with it."""

OLDEST: Final = 1
"""What a client understands that does not say."""


def newest() -> int:
    """Return the version that this server writes and reads."""
    return max(BROUGHT)


def lacking(trees: Iterable[Tree], understood: int) -> tuple[str, ...]:
    """Return the operators of filters and rules that a client of a version does not understand, in order."""
    known = frozenset[str]().union(*(names for version, names in BROUGHT.items() if version <= understood))
    return tuple(sorted({op for tree in trees for op in _operators(tree)} - known))


def _operators(tree: Any) -> Iterator[str]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield str(node.get("op"))
        waiting.extend(parts_of(node))
