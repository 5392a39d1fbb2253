"""Tests of the meaning of filters in Python, and of what decides it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.expressions.context import Context
from backend.expressions.evaluate import compile_condition, holds
from backend.expressions.operators import OPERATORS
from backend.fields.definition import Field
from tests.backend.expressions.vectors import CASES, ENTITY, MEMORY, context_for


@pytest.mark.invariant(24)
@pytest.mark.feature("DAT-03")
@pytest.mark.feature("BL-13", "L27")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_filter_means_in_python_what_it_means_everywhere(case: dict[str, Any]) -> None:
    meets = compile_condition(case["filter"], MEMORY.reader(ENTITY), context_for(case))

    found = [id_ for id_, record in MEMORY.records[ENTITY].items() if meets(record)]

    assert found == case["holds"]


@pytest.mark.feature("DAT-03")
def test_every_operator_has_a_case_that_holds_for_some_record_and_one_that_does_not_for_another() -> None:
    def operators(tree: dict[str, Any]) -> set[str]:
        return {tree["op"]}.union(*(operators(part) for part in tree.get("of", ())))

    count = len(MEMORY.ids(ENTITY))
    shown = set().union(*(operators(case["filter"]) for case in CASES if 0 < len(case["holds"]) < count))

    assert shown >= OPERATORS.keys()


def test_one_record_is_asked_by_whoever_walks_its_paths() -> None:
    def follow(path: str) -> tuple[Field, Any]:
        return Field(id=path, type="text"), {"title": "Håkan"}.get(path)

    context = Context("me", dt.date(2026, 11, 18))

    assert holds({"op": "like", "path": "title", "value": "hakan"}, follow, context)
    assert not holds({"op": "like", "path": "other", "value": "hakan"}, follow, context)


@pytest.mark.parametrize(
    ("zone", "now", "today", "midnight"),
    [
        ("Europe/Stockholm", "2026-03-28T23:30:00+00:00", "2026-03-29", "2026-03-28T23:00:00+00:00"),
        ("America/Santiago", "2026-09-06T12:00:00+00:00", "2026-09-06", "2026-09-06T04:00:00+00:00"),
        ("America/Havana", "2026-11-01T12:00:00+00:00", "2026-11-01", "2026-11-01T04:00:00+00:00"),
        ("Africa/Cairo", "2026-04-24T12:00:00+00:00", "2026-04-24", "2026-04-23T22:00:00+00:00"),
        ("America/Nuuk", "2026-10-25T12:00:00+00:00", "2026-10-25", "2026-10-25T02:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-11-17T10:00:00+00:00", "2026-11-18", "2026-11-17T10:00:00+00:00"),
    ],
)
def test_a_day_begins_when_the_persons_calendar_first_shows_it(
    zone: str, now: str, today: str, midnight: str
) -> None:
    context = Context.at("me", dt.datetime.fromisoformat(now), ZoneInfo(zone))

    begins = context.midnight(context.today)

    assert (context.today.isoformat(), begins.isoformat()) == (today, midnight)
    assert context.day(begins) == context.today
    assert context.day(begins - dt.timedelta(milliseconds=1)) == context.today - dt.timedelta(days=1)


def test_a_moment_beyond_the_calendar_in_the_zone_has_no_day() -> None:
    east = Context("me", dt.date(2026, 11, 18), dt.timezone(dt.timedelta(hours=14)))

    assert east.day(dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)) is None
