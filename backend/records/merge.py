"""The three-way merge of one record, field by field: pure, and the same on the phone.

``tests/vectors/merges.json`` holds the cases that both ends run. A field group is one unit: what anybody
changed in it since the base counts against all of it. A field without a group is a group of its own.

With ``cur`` the office's value and ``v`` its version, for a unit: (1) nothing in it is newer than the
base → apply; (2) every new value is already there → nothing, unless differences are added: then each has
counted for himself; (3) what is newer has come back to what the user saw → apply; (4) its policy settles it;
otherwise a conflict, and the office's values stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from backend.protocol.model import COMBINING_POLICIES

UNKNOWN: Final = object()
"""A value that cannot be told; it equals nothing."""

KEEPS_ONE: Final = ("greatest", "least")
"""Combining policies by which one of the two values is left out altogether."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field's new value, the value that the user saw, and the record version that he saw it in."""

    new: Any
    old: Any
    seen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A field's value at the office, and the record version that last changed it.

    ``own``: the device wrote that version itself, so it has seen it, although its answer had not come.
    """

    value: Any
    version: int
    own: bool = False


class Rules(Protocol):
    """What the merge asks of the fields of an entity."""

    def group(self, field: str, /) -> str | None:
        """Return the group of a field; None: a unit of its own."""

    def policy(self, field: str, /) -> str:
        """Return what becomes of two changes of a field; fields of one group have the same."""

    def alike(self, field: str, a: Any, b: Any, /) -> bool:
        """Tell whether two values of a field are no reason for a conflict."""

    def combined(self, field: str, old: Any, new: Any, cur: Any, /) -> Any:
        """Return what a combining policy makes of two values; UNKNOWN where it can make nothing."""


@dataclass(slots=True)
class Merge:
    """What becomes of the edits of one record; each edited field has one fate.

    ``apply``: its new value is written; ``made``: the value that its policy made of both is written;
    ``same``: it holds what the user wanted already; ``overruled``: by its policy the office's value stays;
    ``conflicts``: one entry a unit, the fields at odds in it, those that the user did not edit included.
    """

    apply: set[str] = field(default_factory=set)
    made: dict[str, Any] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    overruled: set[str] = field(default_factory=set)
    conflicts: list[frozenset[str]] = field(default_factory=list)


def merge(edits: Mapping[str, FieldEdit], office: Mapping[str, Standing], rules: Rules) -> Merge:
    """Merge the edits of a record into what stands at the office.

    :param office: every field that is edited, and the others of their groups
    """
    merged = Merge()
    for unit in _units(edits, office, rules):
        _merge_unit(unit, edits, office, rules, merged)
    return merged


def _merge_unit(
    unit: Iterable[str],
    edits: Mapping[str, FieldEdit],
    office: Mapping[str, Standing],
    rules: Rules,
    merged: Merge,
) -> None:
    edited = {name for name in unit if name in edits}
    base = min(edits[name].seen for name in edited)
    policy = rules.policy(min(edited))

    def back(name: str) -> bool:
        """Tell whether a field holds what the user saw."""
        return edits[name].old is not UNKNOWN and rules.alike(name, office[name].value, edits[name].old)

    def there(name: str) -> bool:
        """Tell whether a field holds what the user wants; of differences each is wanted for itself."""
        adds = policy == "add" and edits[name].old is not UNKNOWN
        return not adds and rules.alike(name, office[name].value, edits[name].new)

    def is_newer(name: str) -> bool:
        standing, edit = office[name], edits.get(name)
        if standing.version <= (base if edit is None else edit.seen):
            return False
        if not standing.own:
            return True
        # His own change before this one may have been combined with others': that he has not seen.
        return (
            policy in COMBINING_POLICIES and edit is not None and edit.old is not UNKNOWN and not back(name)
        )

    newer = {name for name in unit if is_newer(name)}
    if not newer:
        merged.apply |= edited
    elif all(map(there, edited)):
        merged.same |= edited
    elif newer <= edited and (policy == "device" or all(map(back, newer))):
        merged.apply |= edited
    elif policy == "office":
        merged.overruled |= edited
    elif policy not in COMBINING_POLICIES or not _combine(min(edited), policy, edits, office, rules, merged):
        merged.conflicts.append(frozenset(edited | newer))


def _combine(
    name: str,
    policy: str,
    edits: Mapping[str, FieldEdit],
    office: Mapping[str, Standing],
    rules: Rules,
    merged: Merge,
) -> bool:
    """Settle a field by a combining policy; say whether it can be."""
    edit, current = edits[name], office[name].value
    if edit.old is UNKNOWN:
        return False
    value = rules.combined(name, edit.old, edit.new, current)
    if value is UNKNOWN:
        return False
    if value == edit.new:
        merged.apply.add(name)
    elif value != current:
        merged.made[name] = value
    elif policy in KEEPS_ONE:
        merged.overruled.add(name)
    else:
        merged.same.add(name)
    return True


def _units(edits: Mapping[str, FieldEdit], office: Mapping[str, Standing], rules: Rules) -> list[list[str]]:
    units: dict[str, list[str]] = {}
    for name in edits:
        group = rules.group(name)
        if group is None:
            units[f"field {name}"] = [name]
        elif f"group {group}" not in units:
            units[f"group {group}"] = [other for other in office if rules.group(other) == group]
    return list(units.values())
