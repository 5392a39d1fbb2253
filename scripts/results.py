"""The results of a test run, one form for both test runners.

A result file in ``var/results`` is ``{"stage", "tests": [{"test", "result",
"features", "invariants", "reason"}]}``. pytest writes it by
:mod:`tests.results`; what vitest writes is turned into it here.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.steps import ROOT, VAR

FULL_RUN = VAR / "results"
PART_RUN = VAR / "results-of-a-part"

BRACKETS = re.compile(r"\[([^\[\]]+)\]")
FEATURE = re.compile(r"[A-Z]+-\d{2}|L\d{2}")
INVARIANT = re.compile(r"inv (\d+)")

NOT_APPLICABLE = "does not apply"


@dataclass(frozen=True)
class Result:
    """One test with its outcome: passed, failed or skipped."""

    test: str
    result: str
    features: tuple[str, ...] = ()
    invariants: tuple[int, ...] = ()
    reason: str = ""

    @property
    def leaves_a_gap(self) -> bool:
        """Say whether the test was skipped although it applies, as for a missing tool."""
        return self.result == "skipped" and not self.reason.startswith(NOT_APPLICABLE)


@dataclass
class Count:
    """How many tests ended how; its text is the closing line of a run."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    gaps: list[Result] = field(default_factory=list)

    def add(self, results: Iterable[Result]) -> "Count":
        for one in results:
            setattr(self, one.result, getattr(self, one.result) + 1)
            if one.leaves_a_gap:
                self.gaps.append(one)
        return self

    @property
    def is_good(self) -> bool:
        return self.passed > 0 and self.failed == 0 and not self.gaps

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read(path: Path) -> list[Result]:
    """Read a result file; a file that is not there has no results."""
    if not path.is_file():
        return []
    return [
        Result(
            entry["test"],
            entry["result"],
            tuple(entry["features"]),
            tuple(entry["invariants"]),
            entry.get("reason", ""),
        )
        for entry in json.loads(path.read_text())["tests"]
    ]


def read_all(folder: Path = FULL_RUN) -> Iterator[Result]:
    for path in sorted(folder.glob("*.json")):
        yield from read(path)


def write(path: Path, stage: str, results: Iterable[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tests = [
        {
            "test": one.test,
            "result": one.result,
            "features": list(one.features),
            "invariants": list(one.invariants),
            "reason": one.reason,
        }
        for one in results
    ]
    # Test names may hold half a character on purpose, which only the escaped form can carry.
    path.write_text(json.dumps({"stage": stage, "tests": tests}, indent=1) + "\n")


def ids_in(name: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Find the feature IDs and invariants that a vitest name carries: ``[APP-05] …``, ``[inv 3] …``."""
    words = [word.strip() for group in BRACKETS.findall(name) for word in group.split(",")]
    features = tuple(word for word in words if FEATURE.fullmatch(word))
    invariants = tuple(int(found[1]) for word in words if (found := INVARIANT.fullmatch(word)))
    return features, invariants


def from_vitest(report: dict[str, Any]) -> Iterator[Result]:
    """Read the report of ``vitest --reporter=json``; a file that could not be loaded is one failed test."""
    outcomes = {"passed": "passed", "failed": "failed"}
    for file in report["testResults"]:
        name = Path(file["name"])
        place = name.relative_to(ROOT).as_posix() if name.is_relative_to(ROOT) else str(name)
        if file["status"] == "failed" and not any(
            one["status"] == "failed" for one in file["assertionResults"]
        ):
            yield Result(place, "failed", reason=file.get("message", ""))
        for one in file["assertionResults"]:
            features, invariants = ids_in(one["fullName"])
            yield Result(
                f"{place} > {one['fullName']}", outcomes.get(one["status"], "skipped"), features, invariants
            )
