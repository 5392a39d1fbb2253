"""What the combining policies make of two values, for the oracle: on lists and numbers, by brute force.

It stands on what the simulations write: a text's lines keep their order, hardly any stands twice, and what is
appended stands on lines of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

COMBINING = frozenset({"lines", "append", "union", "add", "greatest", "least"})
KEEP_ONE = frozenset({"greatest", "least"})
"""Policies by which one of the two values is left out."""


def combined(policy: str, old: Any, mine: Any, theirs: Any) -> Any:
    """Return what a policy makes of two values; None where it can make nothing."""
    return _MAKE[policy](old, mine, theirs)


def _lines(old: Any, mine: Any, theirs: Any) -> Any:
    base = _split(old)
    hunks = sorted({*_hunks(base, _split(mine)), *_hunks(base, _split(theirs))})
    for (start, end, _), (after, later, _) in pairwise(hunks):
        apart = end < after or (end == after and start < end and after < later)
        if not apart:
            return None
    for start, end, lines in reversed(hunks):
        base[start:end] = lines
    return "\n".join(base)


def _hunks(base: list[str], text: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return which lines of a text were replaced by which: what is left by the longest run common to both."""
    run = [[0] * (len(text) + 1) for _ in range(len(base) + 1)]
    for at in reversed(range(len(base))):
        for place in reversed(range(len(text))):
            alike = run[at + 1][place + 1] + 1 if base[at] == text[place] else 0
            run[at][place] = max(alike, run[at + 1][place], run[at][place + 1])
    kept, at, place = [], 0, 0
    while at < len(base) and place < len(text):
        if base[at] == text[place]:
            kept.append((at, place))
            at, place = at + 1, place + 1
        elif run[at + 1][place] >= run[at][place + 1]:
            at += 1
        else:
            place += 1
    found, start, there = [], 0, 0
    for at, place in [*kept, (len(base), len(text))]:
        if (start, there) != (at, place):
            found.append((start, at, tuple(text[there:place])))
        start, there = at + 1, place + 1
    return found


def _append(old: Any, mine: Any, theirs: Any) -> Any:
    base = _split(old)
    added = [
        _split(text)[len(base) :] if _split(text)[: len(base)] == base else [] for text in (mine, theirs)
    ]
    if mine is not None and (added[0] or old is None):
        return "\n".join([*_split(theirs), *added[0]])
    if theirs is not None and (added[1] or old is None):
        return "\n".join([*_split(mine), *added[1]])
    return None


def _union(old: Any, mine: Any, theirs: Any) -> Any:
    base, wanted, there = (_split(text) for text in (old, mine, theirs))
    kept = [line for line in there if line in wanted or line not in base]
    return "\n".join([*kept, *(line for line in wanted if line not in base and line not in there)])


def _add(old: Any, mine: Any, theirs: Any) -> Any:
    return None if mine is None or theirs is None else theirs + mine - (old or 0)


def _greatest(old: Any, mine: Any, theirs: Any) -> Any:
    return None if mine is None or theirs is None else max(mine, theirs)


def _least(old: Any, mine: Any, theirs: Any) -> Any:
    return None if mine is None or theirs is None else min(mine, theirs)


def _split(text: str | None) -> list[str]:
    return text.split("\n") if text else []


_MAKE: dict[str, Callable[[Any, Any, Any], Any]] = {
    "lines": _lines, "append": _append, "union": _union, "add": _add, "greatest": _greatest, "least": _least,
}  # fmt: skip
