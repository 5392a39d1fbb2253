"""What a generation says of each entity beside the sets: how many records, and how they were masked.

Kept whole in the device's one row, so that a pull without news counts nothing and compares no set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity of a generation."""

    full: int = 0
    trace: int = 0
    withheld: tuple[str, ...] = ()
    """The fields that its rows were sent without."""
    label: str = ""
    """The field by which its traces were named; empty: without a name."""
    columns: str = ""
    """From which columns of retyped fields its rows were read."""

    @property
    def empty(self) -> bool:
        """Whether the device holds nothing of the entity."""
        return not self.full and not self.trace


Ledger = Mapping[str, Entry]
EMPTY = Entry()


def to_json(ledger: Ledger) -> dict[str, Any]:
    """Write a ledger as it is stored; entities of which nothing is held are left out."""
    return {
        entity: [one.full, one.trace, list(one.withheld), one.label, one.columns]
        for entity, one in ledger.items()
        if not one.empty
    }


def from_json(document: Mapping[str, Any]) -> dict[str, Entry]:
    """Read a ledger."""
    return {
        # One written before fields could be retyped says nothing of columns.
        entity: Entry(full, trace, tuple(withheld), label, *columns)
        for entity, (full, trace, withheld, label, *columns) in document.items()
    }
