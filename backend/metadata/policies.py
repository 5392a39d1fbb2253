"""Which policy decides when two people have changed a field: its own, or else its entity's. Pure.

A field group conflicts as one, so nothing in it is ever combined: of a group somebody chooses, or one side
wins. So it is with a unique field, since a value made of two may be another record's. What a policy does
is :mod:`backend.records.policies`; the phone has both, in files of the same names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from backend.protocol.model import PLAIN_POLICIES

_NUMBERS: Final = ("add", "greatest", "least")
_DAYS: Final = ("greatest", "least")
COMBINING: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("append",),
    "multi_line": ("lines", "append", "union"),
    "integer": _NUMBERS,
    "big_integer": _NUMBERS,
    "decimal": _NUMBERS,
    "money": _NUMBERS,
    "date": _DAYS,
    "date_time": _DAYS,
}
"""Field type → the policies that make one value of two."""
COMBINING_SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {"choice": ("union",), "lookup": ("union",)}
"""The same for fields that hold several values."""
MERGED: Final[Mapping[str, str]] = {"multi_line": "lines"}
"""Field type → what ``merge`` of an entity means for it; of other types it asks."""


def policies_of(field: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the policies that a field may have."""
    if field.get("group") or field.get("unique"):
        return PLAIN_POLICIES
    if field.get("several"):
        return (*PLAIN_POLICIES, *COMBINING_SEVERAL.get(field["type"], ()))
    return (*PLAIN_POLICIES, *COMBINING.get(field["type"], ()))


def policy_of(field: Mapping[str, Any], of_entity: str | None) -> str:
    """Return the policy that holds for a field; one that it cannot have counts as ``ask``."""
    own = field.get("policy") or of_entity or "ask"
    if own == "merge":
        own = MERGED.get(field["type"], "ask")
    return own if own in policies_of(field) else "ask"
