"""One page in the making: records to put or to take out, labels, conflicts, and the bytes they take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from backend.records.rows import WireRow as Row
from backend.sync.limits import ENVELOPE_BYTES, PAGE_BYTES, PAGE_ROWS

__all__ = ["Parcel", "Row", "Stub", "as_lines", "as_list"]

_ID_BYTES = 40


class Stub(NamedTuple):
    """A record of which the device gets the label only."""

    entity: str
    rid: int
    id: str
    label: str


class Parcel:
    """Takes what fits. It always takes a first record, however large: a page must get on."""

    def __init__(self, *, reserved: int = ENVELOPE_BYTES) -> None:
        self._masks: dict[str, list[str]] = {}
        self._puts: dict[str, list[Row]] = {}
        self._stubs: dict[str, dict[str, str]] = {}
        self._outs: dict[tuple[str, str], list[str]] = {}
        self._conflicts: dict[str, dict[str, Any]] = {}
        self._bytes = reserved
        self._rows = 0
        self._empty = True

    def mask(self, entity: str, fields: list[str]) -> None:
        """Say which fields rows of an entity have from here on. There are few; they always fit."""
        self._masks[entity] = fields
        self._bytes += len(orjson.dumps(fields)) + _ID_BYTES

    def put(self, entity: str, row: Row, stubs: Iterable[Stub] = ()) -> bool:
        """Add a record with the labels that it needs; False: the page is full, all of it is for the next."""
        new = [stub for stub in stubs if stub.id not in self._stubs.get(stub.entity, ())] if stubs else []
        size = len(row.text) + 1 + sum(map(_size, new))
        if self._rows >= PAGE_ROWS or not self._fits(size):
            return False
        self._rows += 1
        self._puts.setdefault(entity, []).append(row)
        self._keep(new)
        return True

    def stub(self, stub: Stub) -> bool:
        """Add a label; False: the page is full."""
        if not self._fits(_size(stub)):
            return False
        self._keep([stub])
        return True

    def out(self, entity: str, why: str, record: str, stub: Stub | None = None) -> bool:
        """Add a record that leaves, with its label where that is news; False: the page is full."""
        if not self._fits(_ID_BYTES + (_size(stub) if stub else 0)):
            return False
        self._outs.setdefault((entity, why), []).append(record)
        if stub is not None:
            self._keep([stub])
        return True

    def conflict(self, row: dict[str, Any]) -> bool:
        """Add a conflict as it stands; False: the page is full. Told before, it needs no more room."""
        if row["id"] not in self._conflicts:
            if not self._fits(len(orjson.dumps(row)) + 1):
                return False
            self._conflicts[row["id"]] = row
        return True

    def has_room(self, size: int) -> bool:
        """Take room for what travels beside the records; False: the page is full, it is for the next."""
        return self._fits(size)

    def contents(self, order: tuple[str, ...]) -> dict[str, Any]:
        """Return everything as it travels, parents before children by ``order``."""
        ranks = {entity: rank for rank, entity in enumerate(order)}

        def rank(item: tuple[str, Any]) -> int:
            return ranks.get(item[0], len(ranks))

        return {
            "masks": [{"entity": entity, "fields": fields} for entity, fields in self._masks.items()],
            "put": [
                {"entity": entity, "rows": as_list(rows)}
                for entity, rows in sorted(self._puts.items(), key=rank)
            ],
            "stubs": [
                {"entity": entity, "labels": labels}
                for entity, labels in sorted(self._stubs.items(), key=rank)
            ],
            "out": [
                {"entity": entity, "why": why, "records": records}
                for (entity, why), records in self._outs.items()
            ],
            "conflicts": list(self._conflicts.values()),
        }

    def _keep(self, stubs: Iterable[Stub]) -> None:
        for stub in stubs:
            self._stubs.setdefault(stub.entity, {})[stub.id] = stub.label

    def _fits(self, size: int) -> bool:
        if not self._empty and self._bytes + size > PAGE_BYTES:
            return False
        self._bytes += size
        self._empty = False
        return True


def as_list(rows: Iterable[Row]) -> orjson.Fragment:
    """Return rows as they travel: their text, which is not parsed again."""
    return orjson.Fragment(b"[" + b",".join([row.text for row in rows]) + b"]")


def as_lines(rows: Iterable[Row]) -> orjson.Fragment:
    """Return the same with a line for each, so that a device can keep them without parsing them either."""
    lines = b",\n".join([row.text for row in rows])
    return orjson.Fragment(b"[\n" + lines + b"\n]" if lines else b"[]")


def _size(stub: Stub) -> int:
    return _ID_BYTES + 4 + len(orjson.dumps(stub.label))
