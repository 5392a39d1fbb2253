"""What is read or built once and kept in memory: one version a place, within a number and a weight.

A new version takes the place of the old one, so that whoever writes often leaves nothing behind. No lock,
since native threads come here: single operations of a dictionary are atomic, and building twice does no harm.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Values by place, those that were asked for lately."""

    def __init__(self, *, most: int, heaviest: int) -> None:
        self._most, self._heaviest = most, heaviest
        self._found: dict[K, tuple[Hashable, V, int]] = {}

    def get(self, place: K, version: Hashable) -> V | None:
        """Return what stands at a place if it is of this version."""
        found = self._found.pop(place, None)
        if found is None:
            return None
        # Back at the end, also where it is another version: a writer may not be seen by everyone yet.
        self._found[place] = found
        return found[1] if found[0] == version else None

    def keep(self, place: K, version: Hashable, value: V, weight: int) -> None:
        """Put a version in the place of whatever stood there, and forget what is too much."""
        self._found.pop(place, None)
        self._found[place] = (version, value, weight)
        there = list(self._found.items())
        number, heavy = len(there), sum(one[2] for _, one in there)
        for oldest, one in there[:-1]:
            if number <= self._most and heavy <= self._heaviest:
                break
            self._found.pop(oldest, None)
            number, heavy = number - 1, heavy - one[2]

    def clear(self) -> None:
        """Forget everything."""
        self._found.clear()

    def __len__(self) -> int:
        return len(self._found)

    @property
    def weight(self) -> int:
        """What all of it weighs."""
        return sum(one[2] for one in list(self._found.values()))
