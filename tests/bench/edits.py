"""Edits of the reference orders as a device sends them: one field each, with what its user saw before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tests.bench.device import Device

MADE_AT = "2026-11-22T08:00:00.000Z"


def edits(
    device: Device, field: str, value: Any, seen: Iterable[tuple[str, Any, int]]
) -> list[dict[str, Any]]:
    """Return a change for each order that the device's user saw.

    :param seen: record id, the field's value there, and the version that was on show
    """
    return [
        {
            "number": device.next_change + at,
            "id": str(uuid.uuid4()),
            "metadataVersion": device.metadata_version,
            "madeAt": MADE_AT,
            "acts": [
                {
                    "kind": "set",
                    "entity": "sales_order",
                    "record": record,
                    "edits": {field: {"value": value, "old": old, "base": version}},
                }
            ],
        }
        for at, (record, old, version) in enumerate(seen)
    ]
