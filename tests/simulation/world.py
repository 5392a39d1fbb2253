"""One day of a simulation: the office, the phones, and records that are called by number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.checks import check_office, check_phone, converge
from tests.simulation.office import Office
from tests.simulation.phone import Ended, Phone

TITLES = {"site": "name", "visit": "title"}


@dataclass
class World:
    """Everything that takes part."""

    office: Office
    phones: list[Phone]
    tally: Counter[str]
    _made: int = field(default=0)

    def __post_init__(self) -> None:
        for number in range(4):
            self.office_creates("site", {"name": f"Site {number}"})

    def new_id(self) -> str:
        """Return a UUIDv7; the same ones each day, so that a run can be repeated."""
        self._made += 1
        return f"0192b000-0000-7000-8000-{self._made:012x}"

    def office_creates(self, entity: str, values: dict[str, Any]) -> str:
        record = self.new_id()
        self.office.write_as_expected(
            {"kind": "create", "entity": entity, "record": record, "values": values}
        )
        return record

    def office_edits(self, entity: str, record: str, values: dict[str, Any]) -> str:
        base = self.office.oracle.records[entity, record].version
        edits = {name: {"value": value, "old": None, "base": base} for name, value in values.items()}
        act = {"kind": "set", "entity": entity, "record": record, "edits": edits}
        self.tally["rule: office edit"] += 1
        return self.office.write_as_expected(act).status

    def office_deletes(self, entity: str, record: str) -> str:
        base = self.office.oracle.records[entity, record].version
        act = {"kind": "delete", "entity": entity, "record": record, "base": base}
        return self.office.write_as_expected(act).status

    def another(self, phone: Phone) -> Phone:
        """Return a client on an empty disk in the same browser profile."""
        return Phone(f"{phone.name} again", self.office, phone.seat, phone.script, self.tally).enter()

    def living(self, entity: str) -> list[str]:
        """Return the records that stand at the office, in the order made."""
        return sorted(
            record
            for (kind, record), one in self.office.oracle.records.items()
            if kind == entity and one.alive
        )

    def check(self) -> None:
        """What must hold at any moment."""
        check_office(self.office, [phone.network for phone in self.phones])
        for phone in self.phones:
            try:
                if not phone.ended:
                    check_phone(phone)
            except Ended:
                self.tally["ended while looked at"] += 1

    def converge(self, *, anew: bool = True) -> None:
        converge(self.office, self.phones, anew=anew)
        for pushed in self.office.pushed.values():
            self.tally[f"outcome: {pushed.outcome['status']}"] += 1
            if pushed.times > 1:
                self.tally["a change was sent again"] += 1
        for one in self.office.oracle.disputes:
            self.tally["conflict: settled by its policy" if one.settled else f"conflict: {one.kind}"] += 1

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
