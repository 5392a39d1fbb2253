"""The three-way merge of one record, field by field: pure, and the same on the phone.

``tests/vectors/merges.json`` holds the cases that both ends run. A field group is one unit: what anybody
changed in it since the base counts against all of it. A field without a group is a group of its own.

With ``cur`` the office's value and ``v`` its version, for a unit: (1) nothing in it is newer than the
base → apply; (2) every new value is already there → nothing; (3) what is newer has come back to what the
user saw → apply; otherwise a conflict, and the office's values stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

UNKNOWN: Final = object()
"""An old value that cannot be told; it equals nothing."""

Equal = Callable[[str, Any, Any], bool]


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field's new value, the value that the user saw, and the record version that he saw it in."""

    new: Any
    old: Any
    seen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A field's value at the office, and the record version that last changed it."""

    value: Any
    version: int


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of the edits of one record.

    ``apply``: fields to write; ``same``: fields that hold the new value already; ``conflicts``: one entry
    a unit, the fields at odds in it, those that the user did not edit included.
    """

    apply: frozenset[str]
    same: frozenset[str]
    conflicts: tuple[frozenset[str], ...]


def merge(
    edits: Mapping[str, FieldEdit],
    office: Mapping[str, Standing],
    groups: Mapping[str, str | None],
    equal: Equal,
) -> Merge:
    """Merge the edits of a record into what stands at the office.

    :param office: every field that is edited, and the others of their groups
    :param groups: field → group; None or absent: a unit of its own
    :param equal: whether two values of a field mean the same
    """
    apply: set[str] = set()
    same: set[str] = set()
    conflicts: list[frozenset[str]] = []
    for unit in _units(edits, office, groups):
        edited = {field for field in unit if field in edits}
        base = min(edits[field].seen for field in edited)
        newer = {
            field for field in unit if office[field].version > (edits[field].seen if field in edits else base)
        }
        if not newer:
            apply |= edited
        elif all(equal(field, office[field].value, edits[field].new) for field in edited):
            same |= edited
        elif newer <= edited and all(
            edits[field].old is not UNKNOWN and equal(field, office[field].value, edits[field].old)
            for field in newer
        ):
            apply |= edited
        else:
            conflicts.append(frozenset(edited | newer))
    return Merge(frozenset(apply), frozenset(same), tuple(conflicts))


def _units(
    edits: Mapping[str, FieldEdit], office: Mapping[str, Standing], groups: Mapping[str, str | None]
) -> list[list[str]]:
    units: dict[str, list[str]] = {}
    for field in edits:
        group = groups.get(field)
        if group is None:
            units[f"field {field}"] = [field]
        elif f"group {group}" not in units:
            units[f"group {group}"] = [other for other in office if groups.get(other) == group]
    return list(units.values())
