"""What the combining policies make of two changes of one field: pure, and the same on the phone.

Each takes the value that both began with, mine and the office's, and gives one value, or UNKNOWN where it can
make none: then somebody has to choose. What comes out is a value of the field, within its limits; nobody can
have emptied a field and be overlooked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from backend.fields.fold import collapsed
from backend.fields.money import Amount
from backend.fields.problems import ValueProblem
from backend.metadata.policies import policy_of
from backend.records.layout import Layout
from backend.records.line_merge import merged_lines
from backend.records.merge import UNKNOWN

TEXTS: Final = frozenset({"text", "multi_line", "phone", "email", "link", "barcode"})


class FieldRules:
    """The rules by which the fields of one entity are merged."""

    def __init__(self, layout: Layout, *, asking: bool = False) -> None:
        """``asking``: whatever the model says, somebody chooses."""
        self._layout, self._asking = layout, asking

    def group(self, field: str) -> str | None:
        """Return the group of a field."""
        return self._layout.fields[field].group

    def policy(self, field: str) -> str:
        """Return the policy that holds for a field."""
        entity = self._layout.entity
        return "ask" if self._asking else policy_of(entity.fields[field], entity.policy)

    def alike(self, field: str, a: Any, b: Any) -> bool:
        """Tell whether two values mean the same, or are texts that differ in white space alone."""
        stored = self._layout.fields[field]
        if stored.type.equal(a, b):
            return True
        if stored.definition.type not in TEXTS or a is None or b is None:
            return False
        return _spaced(a) == _spaced(b)

    def combined(self, field: str, old: Any, new: Any, cur: Any) -> Any:
        """Return what the field's policy makes of two values."""
        stored = self._layout.fields[field]
        policy = self.policy(field)
        combine = _BY_POLICY[policy]
        if stored.definition.type == "text" and policy == "append":
            combine = _appended_on_one_line
        if stored.definition.several and policy == "union":
            combine = _united_parts
        value = combine(old, new, cur)
        if value is UNKNOWN:
            return UNKNOWN
        try:
            return stored.type.parse(stored.type.to_wire(value), stored.definition)
        except ValueProblem:
            return UNKNOWN


def _spaced(text: str) -> list[str]:
    return [collapsed(line) for line in text.split("\n")]


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text is not None else []


def _merged_lines(old: str | None, new: str | None, cur: str | None) -> Any:
    lines = merged_lines(_lines(old), _lines(new), _lines(cur))
    return UNKNOWN if lines is None else "\n".join(lines)


def _appended(old: str | None, new: str | None, cur: str | None, *, between: str = "\n") -> Any:
    mine, theirs = _addition(old, new), _addition(old, cur)
    if mine is not None:
        return mine if cur is None else cur + between + mine
    if theirs is not None:
        return theirs if new is None else new + between + theirs
    return UNKNOWN


def _appended_on_one_line(old: str | None, new: str | None, cur: str | None) -> Any:
    return _appended(old, new, cur, between=" ")


def _addition(old: str | None, text: str | None) -> str | None:
    """Return what was written behind a text; None where that is not all that was done to it."""
    if old is None or text is None:
        return text
    behind = text[len(old) :]
    words = behind.lstrip(" \n\t")
    return words if text.startswith(old) and words and words != behind else None


def _added(old: Any, new: Any, cur: Any) -> Any:
    if new is None or cur is None:
        return UNKNOWN
    if isinstance(new, Amount):
        if len({one.currency for one in (old, new, cur) if one is not None}) > 1:
            return UNKNOWN
        before = 0 if old is None else old.amount
        return Amount(cur.amount + (new.amount - before), cur.currency)
    return cur + (new - (0 if old is None else old))


def _extreme(which: Literal["greatest", "least"]) -> Callable[[Any, Any, Any], Any]:
    def chosen(_old: Any, new: Any, cur: Any) -> Any:
        if new is None or cur is None:
            return UNKNOWN
        a, b = new, cur
        if isinstance(new, Amount):
            if new.currency != cur.currency:
                return UNKNOWN
            a, b = new.amount, cur.amount
        return new if (a > b) == (which == "greatest") else cur

    return chosen


def _united_parts(old: list[Any] | None, new: list[Any] | None, cur: list[Any] | None) -> list[Any]:
    """Return the office's parts without those that I took out, and with those that I put in."""
    before, mine, theirs = old or [], new or [], cur or []
    kept = [part for part in theirs if part in mine or part not in before]
    return kept + [part for part in mine if part not in before and part not in theirs]


def _united(old: str | None, new: str | None, cur: str | None) -> Any:
    """Return the office's lines without those that I took out, and with those that I put in."""
    before, mine = ({collapsed(line) for line in _lines(text)} for text in (old, new))
    united = [line for line in _lines(cur) if collapsed(line) in mine or collapsed(line) not in before]
    known = before | {collapsed(line) for line in _lines(cur)}
    for line in _lines(new):
        key = collapsed(line)
        if key not in known:
            known.add(key)
            united.append(line)
    return "\n".join(united)


_BY_POLICY: Final[Mapping[str, Callable[[Any, Any, Any], Any]]] = {
    "append": _appended,
    "add": _added,
    "greatest": _extreme("greatest"),
    "least": _extreme("least"),
    "union": _united,
    "lines": _merged_lines,
}
