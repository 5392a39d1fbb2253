"""Who has to wait for whom, by brute force: what a device's changes need, and what of that was refused.

Told of each change when the server has taken it, as the oracle is; it shares no code with the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Change = Mapping[str, Any]
Place = tuple[str, str]

REFUSED = ("rejected", "blocked")


@dataclass
class Line:
    """The refused and waiting changes of one device."""

    refused: dict[int, Change] = field(default_factory=dict)
    waiting: dict[int, Change] = field(default_factory=dict)

    def blocks(self, change: Change, exists: Callable[[Place], bool]) -> bool:
        """Say whether a change has to wait."""
        made = set(_made(change))
        needed = {place for place in [*_acted(change), *_pointed(change)] if place not in made}
        others = {**self.refused, **self.waiting}
        for number, other in others.items():
            if number != change["number"] and any(
                place in needed and not exists(place) for place in _made(other)
            ):
                return True
        return any(
            _meet(earlier, change, place)
            for number, earlier in self.waiting.items()
            for place in needed & {*_acted(earlier)}
            if number < change["number"]
        )

    def note(self, change: Change, status: str) -> None:
        """Note what became of a change."""
        self.refused.pop(change["number"], None)
        self.waiting.pop(change["number"], None)
        if status == "rejected":
            self.refused[change["number"]] = change
        if status == "blocked":
            self.waiting[change["number"]] = change

    def withdraw(self, ids: list[str]) -> bool:
        """Forget changes that their author deals with himself; say whether there were any."""
        gone = [
            (line, number)
            for line in (self.refused, self.waiting)
            for number, one in line.items()
            if one["id"] in ids
        ]
        for line, number in gone:
            del line[number]
        return bool(gone)


def _made(change: Change) -> Iterator[Place]:
    return ((act["entity"], act["record"]) for act in change["acts"] if act["kind"] == "create")


def _acted(change: Change) -> Iterator[Place]:
    return ((act["entity"], act["record"]) for act in change["acts"])


def _pointed(change: Change) -> Iterator[Place]:
    for act in change["acts"]:
        values = {**(act.get("values") or {})}
        values |= {name: edit["value"] for name, edit in (act.get("edits") or {}).items()}
        if act["entity"] == "visit" and values.get("site"):
            yield "site", values["site"]


def _meet(one: Change, other: Change, place: Place) -> bool:
    """Say whether two changes do to a record what must keep its order."""
    kinds = [
        {act["kind"] for act in change["acts"] if (act["entity"], act["record"]) == place}
        for change in (one, other)
    ]
    if any(found <= {"keep", "share"} for found in kinds):
        return False
    if any(found - {"set", "keep", "share"} for found in kinds):
        return True
    fields = [
        {
            name
            for act in change["acts"]
            if (act["entity"], act["record"]) == place
            for name in act.get("edits") or {}
        }
        for change in (one, other)
    ]
    return bool(fields[0] & fields[1])
