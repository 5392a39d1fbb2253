"""What a long run says of itself: how often each rule, outcome, conflict, trouble and crash point occurred.

A count of none where there has to be one means that the run proved nothing about it: it fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulation.long.lane import RULES, Lane
from tests.simulation.network import BREAKS, CUTS

OFTEN = 400
"""A storage call that was made so often has to have been a client's end. ``test_storage_faults.py`` comes to
each of them."""
STEPS_A_STATEMENT = 400
"""In so many steps one more statement of the server has to have ended a request, before and after it, until
two thirds of all have."""
REFUSALS = (
    "forbidden", "lookup-not-found", "record-not-found", "still-referenced", "value-not-unique",
    "value-required", "value-too-large",
)  # fmt: skip
MUST = (
    *(f"rule: {name}" for name in RULES),
    *(f"came to: {status}" for status in ("applied", "merged", "conflict", "rejected", "blocked")),
    "came to: the same answer again", "waited, and came to: applied", "waited, and came to: rejected",
    *(f"conflict: {kind}" for kind in ("fields", "deleted_edited", "edited_deleted", "unique", "invalid")),
    "conflict: settled by its policy",
    *(f"refused: {code}" for code in REFUSALS), "read at the office, came along",
    *(f"network: {kind}" for kind in (*CUTS, *BREAKS, "kill before", "kill after", "hold")),
    *(f"server crash: {how} {when}" for how in ("die", "kill") for when in ("before", "after")),
    "server crash: busy before", "during a sync: edit", "during a sync: end", "during a sync: office",
    "publication: silent", "publication: soft", "rights: site_keeper taken", "rights: site_keeper given",
    "rights: visitor taken", "rights: visitor given", "rest: idle", "rest: offline",
)  # fmt: skip


@dataclass
class Report:
    """The counts of one lane, or of several together."""

    seeds: list[int] = field(default_factory=list)
    steps: int = 0
    seconds: float = 0
    tally: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    storage: tuple[str, ...] = ()
    failures: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lane: Lane, seed: int, seconds: float, failures: list[str]) -> Report:
        return cls([seed], lane.steps, seconds, lane.tally, lane.passed, lane.storage, failures)

    @classmethod
    def together(cls, parts: Iterable[Report]) -> Report:
        whole = cls()
        for part in parts:
            whole.seeds += part.seeds
            whole.steps += part.steps
            whole.seconds = max(whole.seconds, part.seconds)
            whole.tally += part.tally
            whole.passed += part.passed
            whole.storage = part.storage or whole.storage
            whole.failures += part.failures
        return whole

    def missing(self) -> list[str]:
        """Return what never happened and has to."""
        calls = [site for site in self.storage if self.tally[f"storage call: {site}"] >= OFTEN]
        points, met = self._points(), self._met()
        least = min(self.steps // STEPS_A_STATEMENT, len(points) * 2 // 3)
        return [
            *(name for name in MUST if not self.tally[name]),
            *(f"storage: {site}" for site in calls if not self.tally[f"storage: {site}"]),
            *([f"ends at {least} statements, but at {len(met)}"] if len(met) < least else []),
        ]

    def _points(self) -> list[str]:
        return sorted(point for point in self.passed if not point.startswith(("before ", "after ")))

    def _met(self) -> list[str]:
        return [one for one in self._points() if self.passed[f"before {one}"] and self.passed[f"after {one}"]]

    def lines(self) -> Iterator[str]:
        """Give the report as text."""
        seeds = ", ".join(map(str, self.seeds))
        yield f"{self.steps} steps in {self.seconds:.0f} s, seeds {seeds}"
        yield "a step: one rule that a phone, its user or the office carried out; nothing to do is none"
        names = {*self.tally, *MUST, *(f"storage: {site}" for site in self.storage)}
        yield from (f"{self.tally[name]:9} {name}" for name in sorted(names))
        points = self._points()
        met = self._met()
        yield f"statements of the server: {len(points)}; ended both before and after: {len(met)}"
        yield "      ran    before     after  statement"
        for point in points:
            before, after = self.passed[f"before {point}"], self.passed[f"after {point}"]
            yield f"{self.passed[point]:9} {before:9} {after:9}  {point}"
        yield f"never happened: {self.missing() or 'nothing that has to'}"
        yield from (f"FAILED: {one}" for one in self.failures)

    def write(self, file: Path) -> None:
        """Keep the counts, so that another process can add them up."""
        new = file.with_suffix(".new")
        new.write_text(json.dumps(self.__dict__))
        new.rename(file)

    @classmethod
    def read(cls, file: Path) -> Report:
        found: dict[str, Any] = json.loads(file.read_text())
        counts = {name: Counter(found.pop(name)) for name in ("tally", "passed")}
        storage = tuple(found.pop("storage"))
        return cls(**found, **counts, storage=storage)
