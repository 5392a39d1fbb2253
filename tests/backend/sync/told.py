"""The conflicts that a phone has, as pages of pulls tell of them and take them away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.backend.sync.office import Person


class Conflicts(dict[str, dict[str, Any]]):
    """By their ids. What others disagree on comes with its record, or with all; otherwise it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._told: set[str] = set()

    def take(self, page: Mapping[str, Any], person: Person) -> None:
        records = {row[0] for put in page["put"] for row in put["rows"]}
        records.update(record for out in page["out"] for record in out["records"])
        self._forget_others({id_ for id_, one in self.items() if one["record"] in records}, person)
        lost = {record for out in page["out"] if out["why"] == "lost" for record in out["records"]}
        for id_ in [id_ for id_, one in self.items() if one["record"] in lost]:
            del self[id_]
        for conflict in page["conflicts"]:
            self[conflict["id"]] = conflict
            self._told.add(conflict["id"])

    def end(self, done: Mapping[str, Any], person: Person) -> None:
        """Close a pull. A reply that mends says nothing of all conflicts."""
        if done.get("allConflicts"):
            self._forget_others(self.keys() - self._told, person)
        self._told = set()

    def _forget_others(self, ids: set[str], person: Person) -> None:
        me = person.user.person if ids else ""
        for id_ in ids:
            if self[id_]["mineBy"] != me:
                del self[id_]
