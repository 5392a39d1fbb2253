"""What the office must hold: plain dictionaries, and the rules of ``docs/sync.md`` applied by brute force.

It is told of each change when the server has taken it, in the order in which the server took them, and says
what must have come of it. It shares no code with the server.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.simulation.deciding import Work, check_values
from tests.simulation.remembered import (
    EDITORS,
    NEVER,
    POLICIES,
    UNIQUE,
    Dispute,
    Expected,
    Place,
    Record,
    Refused,
    Standing,
)  # fmt: skip

__all__ = ["POLICIES", "Dispute", "Expected", "Oracle", "Standing"]


@dataclass
class Oracle:
    """The office's records, conflicts and head."""

    head: int
    records: dict[Place, Record] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)
    moments: dict[int, dict[Place, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    """Head → what could be read then: version and values."""
    standings: list[Standing] = field(default_factory=lambda: [Standing()])
    shared: dict[str, dict[Place, int]] = field(default_factory=dict)
    """Epoch that is over → the versions that were the same in it and are now."""

    _last: dict[Place, tuple[int, dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._remember()

    def scope(
        self, head: int, person: str, standing: Standing | None = None
    ) -> dict[Place, tuple[int, dict[str, Any]]]:
        """Return what a person's device holds at a head that was between two changes, as he stands now."""
        standing = standing or self.standings[-1]
        visits = standing.has(person, "visitor")
        return {
            place: found
            for place, found in self.moments[head].items()
            if (standing.takes(found[1]) if place[0] == "site" else visits and found[1]["owner"] == person)
        }

    def may_read(self, person: str, place: Place) -> bool:
        """Say whether a person may read a record, deleted ones included."""
        if place[0] == "site":
            return True
        return self.records[place].owner == person and self.standings[-1].has(person, "visitor")

    def may_edit(self, person: str, place: Place) -> bool:
        """Say whether a person may edit a record that he may read."""
        return self.standings[-1].has(person, EDITORS[place[0]])

    def stand(self, **other: Any) -> None:
        """From now on people stand otherwise."""
        self.standings.append(replace(self.standings[-1], **other))

    def has(self, place: Place) -> bool:
        """Say whether a record was ever made."""
        return place in self.records

    def apply(self, change: Mapping[str, Any], person: str, device: str | None) -> Expected:
        """Take one change: all of it or nothing."""
        change = self._of_today(change)
        places = [(act["entity"], act["record"]) for act in change["acts"]]
        before = {place: copy.deepcopy(self.records.get(place)) for place in places}
        at = self.head, list(self.disputes), [one for one in self.disputes if one.open]
        try:
            expected = self._apply(change, person, device)
        except Refused as refusal:
            self.head, self.disputes, were_open = at
            for one in were_open:
                one.open = True
            for place, record in before.items():
                self._put_back(place, record)
            return Expected("rejected", code=str(refusal))
        self._remember(places)
        return expected

    def _put_back(self, place: Place, record: Record | None) -> None:
        if record is None:
            self.records.pop(place, None)
        else:
            self.records[place] = record

    def touch(self, records: int) -> None:
        """So many records have new numbers, and nothing of them has changed."""
        self.head += records
        self._remember([])

    def begin_epoch(self, past: str) -> None:
        """Go on from here in another epoch."""
        self.shared[past] = {place: record.version for place, record in self.records.items()}

    def _of_today(self, change: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a change of an epoch that is over as if its user had seen nothing that was lost."""
        shared = self.shared.get(change.get("epoch") or "")
        if shared is None:
            return change
        acts = []
        for act in change["acts"]:
            known = shared.get((act["entity"], act["record"]), 0)
            lowered = {key: min(act[key], known) for key in ("base", "seen") if key in act}
            edits = {
                name: {**edit, "base": min(edit["base"], known)}
                for name, edit in act.get("edits", {}).items()
            }
            acts += self._choice({**act, **lowered, **({"edits": edits} if edits else {})})
        return {**change, "acts": acts}

    def _choice(self, act: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a resolution whose conflict is lost as the edit or deletion that it is then."""
        place = {"entity": act["entity"], "record": act["record"]}
        known = {one.id for one in self.disputes if one.place == (act["entity"], act["record"])}
        if act["kind"] != "resolve" or known.issuperset(act["conflicts"]):
            return [act]
        if act.get("delete"):
            return [{"kind": "delete", **place, "base": act["seen"]}]
        edits = {
            name: {"value": value, "old": NEVER, "base": act["seen"]}
            for name, value in (act.get("values") or {}).items()
        }
        return [{"kind": "set", **place, "edits": edits}] if edits else []

    def _apply(self, change: Mapping[str, Any], person: str, device: str | None) -> Expected:
        works = [Work(self, act, person, device, change["id"]) for act in change["acts"]]
        for work in works:
            work.check_role()
        for work in works:
            check_values(work.act)
        for work in works:
            work.check_right()
        for work in works:
            work.decide()
        self._leave_taken(works, device)
        for work in works:
            work.check_required()
        self._check_references(works)
        self._check_unique(works)
        for work in works:
            work.settle()
        status = "applied"
        if any(not one.settled for work in works for one in work.opened):
            status = "conflict"
        elif any(work.foreign for work in works):
            status = "merged"
        seq = self.head if any(work.writes for work in works) else 0
        versions = tuple(work.record.version for work in works if work.record)
        return Expected(status, seq, versions)

    def _holder(self, place: Place, value: Any) -> bool:
        return any(
            other != place and other[0] == place[0] and record.alive and record.values.get(UNIQUE) == value
            for other, record in self.records.items()
        )

    def _leave_taken(self, works: list[Work], device: str | None) -> None:
        for work in works if device else []:
            wanted = work.record.values.get(UNIQUE) if work.record and UNIQUE in work.written else None
            chosen = work.kind in ("edit", "restore") and wanted is not None
            if chosen and self._holder(work.place, wanted):
                work.leave(UNIQUE)

    def _check_unique(self, works: list[Work]) -> None:
        for work in works:
            wanted = work.record.values.get(UNIQUE) if work.record and UNIQUE in work.written else None
            if wanted is not None and work.kind != "delete" and self._holder(work.place, wanted):
                raise Refused("value-not-unique")

    def _check_references(self, works: list[Work]) -> None:
        for work in works:
            site = work.record.values.get("site") if work.record and work.record.alive else None
            if "site" in work.written and site is not None:
                target = self.records.get(("site", site))
                if target is None or not target.alive:
                    raise Refused("lookup-not-found")
        for work in works:
            if work.kind == "delete" and work.place[0] == "site":
                pointing = [
                    place
                    for place, record in self.records.items()
                    if record.alive and record.values.get("site") == work.place[1]
                ]
                if pointing:
                    raise Refused("still-referenced")

    def _remember(self, places: Iterable[Place] | None = None) -> None:
        """Note what can be read now; only these records have moved since it was noted last."""
        now = dict(self._last)
        for place in self.records if places is None else places:
            record = self.records.get(place)
            if record is None or not record.alive:
                now.pop(place, None)
                continue
            owner = {"owner": record.owner} if place[0] == "visit" else {}
            now[place] = record.version, {**record.values, **owner}
        self._last = self.moments[self.head] = now
