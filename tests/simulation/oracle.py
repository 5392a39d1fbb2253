"""What the office must hold: plain dictionaries, and the rules of ``docs/sync.md`` applied by brute force.

It is told of each change when the server has taken it, in the order in which the server took them, and says
what must have come of it. It shares no code with the server.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GROUPS = {"street": "address", "town": "address"}
REQUIRED = {"site": "name", "visit": "title"}
NUMBERS = ("size", "hours")
LARGEST = 1000
_NEVER = object()

Act = Mapping[str, Any]
Place = tuple[str, str]


class Refused(Exception):
    """The whole change is refused, with this code."""


@dataclass
class Record:
    """One record, gone ones included."""

    values: dict[str, Any]
    version: int
    owner: str
    alive: bool = True
    changed: dict[str, int] = field(default_factory=dict)
    """Field → the version that last changed it, where that is not 1."""
    writers: dict[int, str | None] = field(default_factory=dict)
    """Version → the device that made it."""
    last: dict[str, Any] = field(default_factory=dict)
    """What it held when it was deleted."""


@dataclass
class Dispute:
    """A conflict; ``id`` is what the server calls it."""

    place: Place
    kind: str
    mine: dict[str, Any]
    by: str
    change: str
    id: str = ""
    open: bool = True


@dataclass(frozen=True)
class Expected:
    """What must come of a change."""

    status: str
    seq: int = 0
    versions: tuple[int, ...] = ()
    code: str | None = None


@dataclass
class Oracle:
    """The office's records, conflicts and head."""

    head: int
    records: dict[Place, Record] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)
    moments: dict[int, dict[Place, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    """Head → what could be read then: version and values."""
    shared: dict[str, dict[Place, int]] = field(default_factory=dict)
    """Epoch that is over → the versions that were the same in it and are now."""

    def __post_init__(self) -> None:
        self._remember()

    def scope(self, head: int, person: str) -> dict[Place, tuple[int, dict[str, Any]]]:
        """Return what a person's device holds at a head that was between two changes."""
        return {
            place: found
            for place, found in self.moments[head].items()
            if place[0] == "site" or found[1]["owner"] == person
        }

    def has(self, place: Place) -> bool:
        """Say whether a record was ever made."""
        return place in self.records

    def apply(self, change: Mapping[str, Any], person: str, device: str | None) -> Expected:
        """Take one change: all of it or nothing."""
        before = copy.deepcopy((self.head, self.records, self.disputes))
        change = self._of_today(change)
        try:
            expected = self._apply(change, person, device)
        except Refused as refusal:
            self.head, self.records, self.disputes = before
            return Expected("rejected", code=str(refusal))
        self._remember()
        return expected

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
            name: {"value": value, "old": _NEVER, "base": act["seen"]}
            for name, value in (act.get("values") or {}).items()
        }
        return [{"kind": "set", **place, "edits": edits}] if edits else []

    def _apply(self, change: Mapping[str, Any], person: str, device: str | None) -> Expected:
        works = [_Work(self, act, person, device, change["id"]) for act in change["acts"]]
        for work in works:
            _check_values(work.act)
        for work in works:
            work.decide()
        for work in works:
            record = work.record if work.touched else None
            if record and record.alive and not record.values.get(REQUIRED[work.place[0]]):
                raise Refused("value-required")
        self._check_references(works)
        for work in works:
            work.settle()
        status = "applied"
        if any(work.opened for work in works):
            status = "conflict"
        elif any(work.foreign for work in works):
            status = "merged"
        seq = self.head if any(work.writes for work in works) else 0
        versions = tuple(work.record.version for work in works if work.record)
        return Expected(status, seq, versions)

    def _check_references(self, works: list[_Work]) -> None:
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

    def _remember(self) -> None:
        self.moments[self.head] = {
            place: (
                record.version,
                {**record.values, **({"owner": record.owner} if place[0] == "visit" else {})},
            )
            for place, record in self.records.items()
            if record.alive
        }


class _Work:
    """One act of a change while it is decided."""

    def __init__(self, oracle: Oracle, act: Act, person: str, device: str | None, change: str) -> None:
        self.oracle, self.act, self.person, self.device, self.change = oracle, act, person, device, change
        self.place: Place = (act["entity"], act["record"])
        self.kind = ""
        self.written: set[str] = set()
        self.opened: list[Dispute] = []
        self.foreign = False
        self.writes = False

    @property
    def record(self) -> Record | None:
        return self.oracle.records.get(self.place)

    @property
    def touched(self) -> bool:
        return bool(self.kind) and self.kind != "delete"

    def decide(self) -> None:
        getattr(self, f"_{self.act['kind']}")()

    def settle(self) -> None:
        """Give numbers: a write makes a version, a conflict opened or closed only moves the stream."""
        if self.kind == "edit" and not self.written:
            self.kind = ""
        record, closing = self.record, self._closing()
        self.writes = bool(self.kind or self.opened or closing)
        if not self.writes or record is None:
            return
        self.oracle.head += 1
        if self.kind and self.kind != "create":
            record.version += 1
        if self.kind:
            record.writers[record.version] = self.device
            if self.kind != "create":
                record.changed.update(dict.fromkeys(self.written, record.version))
        self.oracle.disputes += self.opened
        for dispute in closing:
            dispute.open = False

    def _closing(self) -> list[Dispute]:
        named = self.act.get("conflicts", ())
        return [
            one for one in self.oracle.disputes if one.open and one.place == self.place and one.id in named
        ]

    def _create(self) -> None:
        if self.record is not None:
            raise Refused("record-exists")
        self.oracle.records[self.place] = Record({}, 1, self.person)
        self.kind = "create"
        self._put(self.act["values"])

    def _set(self) -> None:
        record = self._present()
        edits = self.act["edits"]
        if not record.alive:
            self._open("edited_deleted", {name: edit["value"] for name, edit in edits.items()})
            return
        self.kind = "edit"
        self._merge({name: (edit["value"], edit.get("old"), edit["base"]) for name, edit in edits.items()})

    def _delete(self) -> None:
        record, base = self._present(), self.act.get("base", self.act.get("seen", 0))
        if not record.alive:
            return
        if self._unseen(base):
            self._open("deleted_edited", {})
            return
        self.kind = "delete"
        self.written = set(record.values)
        record.alive, record.last, record.values = False, record.values, {}

    def _resolve(self) -> None:
        record, values = self._present(), self.act.get("values") or {}
        if self.act.get("delete"):
            self._delete()
        elif values and record.alive:
            self.kind = "edit"
            seen = self.act["seen"]
            self._merge({name: (value, _NEVER, seen) for name, value in values.items()})
        elif values and self._unseen(self.act["seen"]):
            self._open("edited_deleted", dict(values))
        elif values:
            record.alive = True
            self.kind = "restore"
            self._put(record.last)
            self._put(values)

    def _merge(self, edits: Mapping[str, tuple[Any, Any, int]]) -> None:
        record = self._present()
        base = min(seen for _, _, seen in edits.values())
        own = self._own(base)
        self.foreign = any(version not in own for version in range(base + 1, record.version + 1))
        for unit in _units(record, edits):
            edited = {name for name in unit if name in edits}
            lowest = min(edits[name][2] for name in edited)
            newer = {
                name
                for name in unit
                if self._version(name, own) > (edits[name][2] if name in edits else lowest)
            }
            current = record.values.get
            if not newer:
                self._put({name: edits[name][0] for name in edited})
            elif all(current(name) == edits[name][0] for name in edited):
                continue
            elif newer <= edited and all(current(name) == edits[name][1] for name in newer):
                self._put({name: edits[name][0] for name in edited})
            else:
                self._open("fields", {name: edits[name][0] for name in edited})

    def _version(self, name: str, own: set[int]) -> int:
        record = self._present()
        version = record.changed.get(name, 1)
        # What a device wrote itself it has seen.
        return 0 if version in own else version

    def _unseen(self, base: int) -> bool:
        """Whether another than the device has written since the version that it saw."""
        own = self._own(base)
        return any(version not in own for version in range(base + 1, self._present().version + 1))

    def _own(self, base: int) -> set[int]:
        writers = self._present().writers.items()
        return {v for v, device in writers if self.device and device == self.device and v > base}

    def _put(self, values: Mapping[str, Any]) -> None:
        stored = self._present().values
        for name, value in values.items():
            if stored.get(name) == value:
                continue
            self.written.add(name)
            if value is None:
                stored.pop(name, None)
            else:
                stored[name] = value

    def _open(self, kind: str, mine: dict[str, Any]) -> None:
        self.opened.append(Dispute(self.place, kind, mine, self.person, self.change))

    def _present(self) -> Record:
        if self.record is None:
            raise Refused("record-not-found")
        return self.record


def _units(record: Record, edits: Mapping[str, Any]) -> list[list[str]]:
    units: dict[str, list[str]] = {}
    for name in edits:
        group = GROUPS.get(name)
        units[group or name] = [one for one, of in GROUPS.items() if of == group] if group else [name]
    return list(units.values())


def _check_values(act: Act) -> None:
    given = act.get("values") or {name: edit["value"] for name, edit in act.get("edits", {}).items()}
    for name, value in given.items():
        if name in NUMBERS and value is not None and value > LARGEST:
            raise Refused("value-too-large")
