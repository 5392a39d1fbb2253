"""One page in the making: records to put, records to take out, and the bytes they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from backend.sync.limits import ENVELOPE_BYTES, PAGE_BYTES, PAGE_ROWS

Row = tuple[str, int, Mapping[str, Any]]
"""A record as it comes down: id, version, values."""

_ID_BYTES = 40


class Parcel:
    """Takes what fits. It always takes a first record, however large: a page must get on."""

    def __init__(self, *, reserved: int = ENVELOPE_BYTES) -> None:
        self._puts: dict[str, list[Row]] = {}
        self._outs: dict[tuple[str, str], list[str]] = {}
        self._bytes = reserved
        self._records = 0

    def put(self, entity: str, row: Row) -> bool:
        """Add a record; False: the page is full, and it belongs on the next."""
        if not self._fits(len(orjson.dumps(row)) + 1):
            return False
        self._puts.setdefault(entity, []).append(row)
        return True

    def out(self, entity: str, why: str, record: str) -> bool:
        """Add a record that leaves; False: the page is full."""
        if not self._fits(_ID_BYTES):
            return False
        self._outs.setdefault((entity, why), []).append(record)
        return True

    def contents(self, order: tuple[str, ...]) -> dict[str, Any]:
        """Return ``put`` and ``out`` as they travel, parents before children by ``order``."""
        ranks = {entity: rank for rank, entity in enumerate(order)}
        puts = sorted(self._puts.items(), key=lambda item: ranks.get(item[0], len(ranks)))
        return {
            "put": [{"entity": entity, "rows": rows} for entity, rows in puts],
            "out": [
                {"entity": entity, "why": why, "records": records}
                for (entity, why), records in self._outs.items()
            ],
        }

    def _fits(self, size: int) -> bool:
        if self._records and (self._bytes + size > PAGE_BYTES or self._records >= PAGE_ROWS):
            return False
        self._bytes += size
        self._records += 1
        return True
