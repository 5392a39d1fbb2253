"""The ``features`` command: each feature ID with its tests and their results in the last full run.

The IDs, in words, come from ``docs/features.md``; tests name the IDs that they
show, and invariants likewise. ``--json`` prints ``{"features": {id: [{"test",
"result"}]}, "invariants": {number: […]}}``.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scripts import results
from scripts.results import Result
from scripts.steps import ROOT

DOCUMENT = ROOT / "docs" / "features.md"
ROW = re.compile(
    r"^\| *(?P<id>[A-Z]+-\d{2}|L\d{2}|\d{1,2}) *"
    r"\| *(?P<words>[^|]*?) *\|(?: *(?P<status>works|not yet) *\|)?$"
)


@dataclass(frozen=True)
class Row:
    """A feature or, where the ID is a number, an invariant, as the document tells it."""

    id: str
    words: str
    status: str

    @property
    def is_invariant(self) -> bool:
        return self.id.isdigit()


def rows(text: str) -> list[Row]:
    """Read the rows of the tables in the document."""
    found = (ROW.match(line) for line in text.splitlines())
    return [Row(row["id"], row["words"], row["status"] or "") for row in found if row]


def main(arguments: list[str]) -> int:
    listed = rows(DOCUMENT.read_text())
    run = list(results.read_all())
    features = by_id((one.features, one) for one in run)
    invariants = by_id(([str(number) for number in one.invariants], one) for one in run)
    if "--json" in arguments:
        print(
            json.dumps(
                {
                    "features": {row.id: tests(features, row) for row in listed if not row.is_invariant},
                    "invariants": {row.id: tests(invariants, row) for row in listed if row.is_invariant},
                },
                indent=1,
            )
        )
        return 0
    if not run:
        print("there is no full test run yet: python3 dev.py test\n")
    print_rows([row for row in listed if not row.is_invariant], features)
    print("\ninvariants\n")
    print_rows([row for row in listed if row.is_invariant], invariants)
    return 0


def by_id(named: Iterable[tuple[Sequence[str], Result]]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for ids, result in named:
        for one in ids:
            found.setdefault(one, []).append(result)
    return found


def tests(found: dict[str, list[Result]], row: Row) -> list[dict[str, str]]:
    return [{"test": one.test, "result": one.result} for one in found.get(row.id, [])]


def print_rows(listed: Sequence[Row], found: dict[str, list[Result]]) -> None:
    for row in listed:
        mine = found.get(row.id, [])
        status = f" ({row.status})" if row.status else ""
        print(f"{row.id:<7} {row.words}{status}{'' if mine else ': no test'}")
        for one in mine:
            print(f"        {one.result:<8} {one.test}")
    shown = sum(1 for row in listed if found.get(row.id))
    print(f"\n{shown} of {len(listed)} have a test")
