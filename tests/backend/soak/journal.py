"""What one device has made and sent, and what it was answered: kept as a phone keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Change = dict[str, Any]
Outcome = dict[str, Any]


@dataclass
class Journal:
    """The changes of a device, by number from 1, and the outcomes that came for them."""

    made: list[Change] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        """Note a change; its body is never touched again."""
        assert change["number"] == len(self.made) + 1
        self.made.append(change)

    def waiting(self, most: int) -> list[Change]:
        """Return the oldest changes that have no answer."""
        return [change for change in self.made if change["number"] not in self.outcomes][:most]

    def note(self, outcomes: Sequence[Outcome]) -> None:
        """Take answers; one that is there already must be the same."""
        for outcome in outcomes:
            known = self.outcomes.setdefault(outcome["number"], outcome)
            assert known == outcome, f"[inv 5] answered {known} and then {outcome}"

    @property
    def answered(self) -> list[tuple[Change, Outcome]]:
        return [(change, self.outcomes[change["number"]]) for change in self.made]

    @property
    def acknowledged(self) -> Mapping[str, Change]:
        """The changes that the office has taken, by their ids."""
        return {change["id"]: change for change, outcome in self.answered if outcome["status"] != "rejected"}
