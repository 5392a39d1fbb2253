"""What becomes of one act of a change, by the rules of ``docs/sync.md`` and by brute force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.simulation.policies import COMBINING, KEEP_ONE, combined
from tests.simulation.remembered import (
    GROUPS,
    LARGEST,
    NEVER,
    NUMBERS,
    POLICIES,
    REQUIRED,
    Act,
    Dispute,
    Place,
    Record,
    Refused,
)  # fmt: skip

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle


class Work:
    """One act of a change while it is decided."""

    def __init__(self, oracle: Oracle, act: Act, person: str, device: str | None, change: str) -> None:
        self.oracle, self.act, self.person, self.device, self.change = oracle, act, person, device, change
        self.place: Place = (act["entity"], act["record"])
        self.kind = ""
        self.written: set[str] = set()
        self.opened: list[Dispute] = []
        self.before: dict[str, Any] = {}
        self.foreign = False
        self.writes = False

    @property
    def record(self) -> Record | None:
        return self.oracle.records.get(self.place)

    @property
    def touched(self) -> bool:
        return bool(self.kind) and self.kind != "delete"

    def check_role(self) -> None:
        """Refuse what no role lets the person do, before anything is looked at."""
        entity, kind = self.place[0], self.act["kind"]
        visits = self.oracle.standings[-1].has(self.person, "visitor")
        blind = entity == "visit" and not visits
        if blind or (kind == "create" and not self.oracle.may_edit(self.person, self.place)):
            raise Refused("forbidden")

    def check_right(self) -> None:
        """Refuse what he may not do to a record that he may read."""
        if self.act["kind"] != "create" and self.record and not self.oracle.may_edit(self.person, self.place):
            raise Refused("forbidden")

    def check_required(self) -> None:
        """Refuse what lacks what it must have; where it came of a merge, somebody is to choose."""
        record = self.record if self.touched else None
        if record is None or not record.alive or record.values.get(REQUIRED[self.place[0]]):
            return
        if not self.foreign:
            raise Refused("value-required")
        edits = {name: edit["value"] for name, edit in self.act.get("edits", {}).items()}
        edits |= self.act.get("values") or {}
        mine = {name: edits.get(name, record.values.get(name)) for name in self.written}
        record.values = dict(self.before)
        self.written, self.foreign, self.kind = set(), False, ""
        self._open("invalid", mine)

    def leave(self, name: str) -> None:
        """Take back a field that another record has taken, and keep what was wanted."""
        record = self._present()
        self._open("unique", {name: record.values[name]})
        record.values.pop(name)
        if name in self.before:
            record.values[name] = self.before[name]
        self.written.discard(name)

    def decide(self) -> None:
        self.before = dict(self.record.values) if self.record else {}
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
        self._merge(
            {name: (edit["value"], edit.get("old", NEVER), edit["base"]) for name, edit in edits.items()}
        )

    def _delete(self) -> None:
        record, base = self._present(), self.act.get("base", self.act.get("seen", 0))
        if not record.alive:
            return
        own = self._own(base)
        # What the device itself wrote over is of no account any more.
        if any(version > base and version not in own for version in {1, *record.changed.values()}):
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
            self._merge({name: (value, NEVER, seen) for name, value in values.items()}, chosen=True)
        elif values and self._unseen(self.act["seen"]):
            self._open("edited_deleted", dict(values))
        elif values:
            record.alive = True
            self.kind = "restore"
            self._put(record.last)
            self._put(values)

    def _merge(self, edits: Mapping[str, tuple[Any, Any, int]], *, chosen: bool = False) -> None:
        record = self._present()
        base = min(seen for _, _, seen in edits.values())
        own = self._own(base)
        self.foreign = any(version not in own for version in range(base + 1, record.version + 1))
        for unit in _units(record, edits):
            self._merge_unit(unit, edits, own, chosen=chosen)

    def _merge_unit(
        self, unit: list[str], edits: Mapping[str, tuple[Any, Any, int]], own: set[int], *, chosen: bool
    ) -> None:
        current = self._present().values.get
        edited = {name for name in unit if name in edits}
        lowest = min(edits[name][2] for name in edited)
        policy = "ask" if chosen else POLICIES.get(min(edited), "ask")
        wanted = {name: edits[name][0] for name in edited}

        def is_newer(name: str) -> bool:
            _, old, seen = edits.get(name, (None, NEVER, lowest))
            version = self._present().changed.get(name, 1)
            if version <= seen or version not in own:
                return version > seen
            # What was made of his own value and another's he has not seen.
            return policy in COMBINING and old is not NEVER and current(name) != old

        newer = {name for name in unit if is_newer(name)}
        adds = policy == "add" and all(edits[name][1] is not NEVER for name in edited)
        if not newer:
            self._put(wanted)
        elif not adds and all(current(name) == edits[name][0] for name in edited):
            return
        elif newer <= edited and (
            policy == "device" or all(current(name) == edits[name][1] for name in newer)
        ):
            self._put(wanted)
        elif policy == "office":
            self._overrule(edited, wanted)
        elif policy in COMBINING:
            self._combine(min(edited), policy, edits)
        else:
            self._open("fields", wanted)

    def _combine(self, name: str, policy: str, edits: Mapping[str, tuple[Any, Any, int]]) -> None:
        value, old, _ = edits[name]
        current = self._present().values.get(name)
        made = NEVER if old is NEVER else combined(policy, old, value, current)
        if made is NEVER or made is None:
            self._open("fields", {name: value})
        elif made == "":
            self._put({name: None})  # of a list that both took lines out of nothing is left
        elif made != current:
            self._put({name: made})
        elif made != value and policy in KEEP_ONE:
            self._overrule({name}, {name: value})

    def _overrule(self, names: set[str], wanted: dict[str, Any]) -> None:
        for name in sorted(names):
            self._open("fields", {name: wanted[name]})
            self.opened[-1].settled, self.opened[-1].open = True, False

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


def check_values(act: Act) -> None:
    given = act.get("values") or {name: edit["value"] for name, edit in act.get("edits", {}).items()}
    for name, value in given.items():
        if name in NUMBERS and value is not None and value > LARGEST:
            raise Refused("value-too-large")
