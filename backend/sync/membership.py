"""What one pull does to the set of an entity, record by record.

``before`` is what the device has shown to hold; ``now`` is what it will hold when the pull is done, as far
as the pages went. Whatever a page of this pull has named stays *named*, because its reply may have been
lost and the page may be asked for again: a repeated page must say at least as much as the first.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyroaring import BitMap


class Membership:
    """The set of one entity while pages are made. Records are told by their ``rid``."""

    def __init__(self, before: BitMap, base: BitMap | None, signs: Mapping[int, int]) -> None:
        self.before = before
        self._base = before if base is None else base
        self._signs = dict(signs)
        self.changed: dict[int, int] = {}

    def may_know(self, rid: int) -> bool:
        """Say whether any page that was sent may have put the record on the device."""
        return rid in self.before or rid in self._base or rid in self._signs

    def unmoved(self, rid: int) -> bool:
        """Say whether the device holds the record from before and this pull has not named it."""
        return rid in self.before and rid in self._base and rid not in self._signs

    def enter(self, rid: int) -> None:
        """The record is put on the device."""
        self._move(rid, +1 if rid not in self._base else 0)

    def leave(self, rid: int) -> None:
        """The record leaves the device."""
        self._move(rid, -1 if rid in self._base else 0)

    def _move(self, rid: int, sign: int) -> None:
        known = self._signs.get(rid)
        if known == sign or (known is None and sign == 0):
            return
        self._signs[rid] = self.changed[rid] = sign

    @property
    def count(self) -> int:
        """How many records the device holds when the pages so far are all."""
        return len(self._base) + sum(self._signs.values())
