"""A device that counts what it holds, as the protocol says: the phone of the tests with checks of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from backend.offline import sets
from backend.offline.models import FULL
from backend.records import models as records
from backend.sync.understanding import devices_of
from backend.sync.verify_sums import Sums, bucket_of, mask_of
from tests.backend.sync.office import Organisation, Phone, new_id


def sums_of(phone: Phone, entity: str) -> str:
    """Return the sums of what a phone holds of an entity."""
    sums = Sums()
    for record, (version, values) in phone.records.get(entity, {}).items():
        sums.add(record, version, mask_of(values))
    return sums.text


def verify(phone: Phone, *, run: str | None = None, **fields: Any) -> dict[str, Any]:
    entities = sorted({*phone.counts, *phone.records})
    said = [{"entity": entity, "sums": sums_of(phone, entity)} for entity in entities]
    message = {"run": run or new_id(), "cursor": phone.cursor, "why": "asked", "entities": said, **fields}
    return phone.ask("verify", **message)


def mend(
    phone: Phone, entity: str, buckets: list[int], *, run: str | None = None, **more: Any
) -> dict[str, Any]:
    held = {
        record: (version, mask_of(values))
        for record, (version, values) in phone.records.get(entity, {}).items()
        if bucket_of(record) in buckets
    }
    masks = sorted({mask for _, mask in held.values()})
    message: dict[str, Any] = {
        "run": run or new_id(), "cursor": phone.cursor, "entity": entity, "buckets": buckets,
        "records": list(held), "versions": [version for version, _ in held.values()],
        "masked": [masks.index(mask) for _, mask in held.values()],
        "masks": [mask.split(",") if mask else [] for mask in masks],
    }  # fmt: skip
    return phone.ask("mend", **{**message, **more})


@dataclass
class Check:
    """A check from its beginning to its end."""

    phone: Phone
    run: str = field(default_factory=new_id)
    found: int = 0
    buckets: int = 0
    pages: list[dict[str, Any]] = field(default_factory=list)

    def go(self) -> Check:
        verified = verify(self.phone, run=self.run)
        assert not verified["behind"], verified
        for one in verified["differing"]:
            self.buckets += len(one["buckets"])
            self._mend(one["entity"], one["buckets"])
        return self

    def _mend(self, entity: str, buckets: list[int]) -> None:
        while True:
            page = mend(self.phone, entity, buckets, run=self.run)
            assert page["type"] == "mended", page
            assert not page["behind"]
            self.pages.append(page)
            self.found += page["found"]
            self.phone.take(page)
            self.phone.finish({**page, "standing": None})
            if not page["more"]:
                return


def check(phone: Phone) -> Check:
    return Check(phone).go()


def filled(office: Organisation, phone: Phone, count: int = 40) -> Phone:
    for number in range(count):
        office.place(f"Place {number}", **({"notes": "Deep water"} if number % 3 else {}))
        office.visit(phone.person, f"Visit {number}")
    return phone.sync()


def held(office: Organisation, phone: Phone, entity: str, holding: str = FULL) -> set[str]:
    """Return what the office believes that a device holds."""

    def work(session: Any) -> set[str]:
        rids = list(sets.members(session, phone.id, (entity, holding), phone.generation))
        return set(session.scalars(select(records.record.c.id).where(records.record.c.rid.in_(rids))))

    return office.database.read(work)


def truly(office: Organisation, phone: Phone) -> dict[str, dict[str, Any]]:
    """Return what a phone of the same person holds that begins anew."""
    fresh = phone.person.device().sync()
    return {entity: rows for entity, rows in fresh.records.items() if rows}


def checks(office: Organisation, phone: Phone) -> list[dict[str, Any]]:
    person = phone.person.user.person
    found = office.database.read(lambda session: devices_of(session, person))
    return next(one["checks"] for one in found if one["id"] == phone.id)
