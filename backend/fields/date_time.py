"""A moment, in UTC, to the millisecond."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.date import day_of
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem

_SHAPE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,3}))?Z"
)


def moment_of(wire: Any) -> datetime | None:
    """Read "2026-11-21T18:08:23.798Z"; None when it is not a moment written so."""
    found = _SHAPE.fullmatch(wire) if isinstance(wire, str) else None
    day = day_of(found[1]) if found else None
    if found is None or day is None:
        return None
    milliseconds = int((found[5] or "").ljust(3, "0"))
    return datetime(
        day.year, day.month, day.day, int(found[2]), int(found[3]), int(found[4]), milliseconds * 1000, UTC
    )


class DateTime(FieldType[datetime]):
    """A moment. Zones are the viewer's; the wire knows only ``Z``."""

    id = "date_time"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.INSTANT),)

    def parse(self, wire: Any, field: Field) -> datetime | None:
        if wire is None or wire == "":
            return None
        value = moment_of(wire)
        if value is None:
            raise ValueProblem("value-not-a-time")
        minimum, maximum = moment_of(field.minimum), moment_of(field.maximum)
        if minimum and value < minimum:
            raise ValueProblem("value-too-small", minimum=field.minimum)
        if maximum and value > maximum:
            raise ValueProblem("value-too-large", maximum=field.maximum)
        return value

    def to_wire(self, value: datetime | None) -> str | None:
        if value is None:
            return None
        moment = value.astimezone(UTC).replace(tzinfo=None)
        return moment.isoformat(timespec="milliseconds") + "Z"

    def search_text(self, value: datetime | None, field: Field) -> str:
        return (self.to_wire(value) or "")[:10]

    def sort_key(self, value: datetime | None, field: Field) -> Any:
        return (value is not None, value or datetime.min.replace(tzinfo=UTC))
