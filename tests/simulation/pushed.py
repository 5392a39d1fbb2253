"""What went up to the office: changes with every answer to them, and their acts by who made them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Pushed:
    """A change as it went up, and every answer to it."""

    change: dict[str, Any]
    outcome: dict[str, Any]
    person: str
    times: int = 1


@dataclass
class Had:
    """The acts of changes that were pushed, by person and record; those that came since are added."""

    pushed: dict[tuple[str, int], Pushed] = field(default_factory=dict)
    acts: defaultdict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=lambda: defaultdict(dict))
    _count: int = 0

    def add(self) -> None:
        for one in itertools.islice(self.pushed.values(), self._count, None):
            for act in one.change["acts"]:
                self.acts[one.person].setdefault(act["record"], []).append(act)
        self._count = len(self.pushed)
