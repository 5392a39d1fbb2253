"""Column types: what goes in comes out, the same on both databases; what would not is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from backend.database import Database
from backend.database.instants import format_instant, parse_instant
from backend.database.types import Blob, JsonDocument, ScaledDecimal, UtcInstant, Uuid

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("instant", UtcInstant),
    Column("uuid", Uuid),
    Column("document", JsonDocument),
    Column("amount", ScaledDecimal(4)),
    Column("whole", ScaledDecimal(0)),
    Column("blob", Blob),
)

STOCKHOLM_SUMMER = dt.timezone(dt.timedelta(hours=2))


@pytest.fixture(autouse=True)
def sample_table(database: Database) -> None:
    database.write(lambda session: SAMPLE.create(session.connection()))


def stored(database: Database, name: str, value: Any) -> Any:
    database.write(lambda session: session.execute(insert(SAMPLE).values({"id": 1, name: value})))
    return database.read(lambda session: session.scalar(select(SAMPLE.c[name])))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("instant", None, None),
        (
            "instant",
            dt.datetime(2026, 6, 1, 0, 30, 0, 798_999, tzinfo=STOCKHOLM_SUMMER),
            dt.datetime(2026, 5, 31, 22, 30, 0, 798_000, tzinfo=dt.UTC),
        ),
        ("instant", dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(1, 1, 1, tzinfo=dt.UTC)),
        ("uuid", "0192F0C1-7B7B-7CC3-98C4-DC0C0C07398F", "0192f0c1-7b7b-7cc3-98c4-dc0c0c07398f"),
        ("document", {"å": [1, 2.5, None, True, "x"], "n": {}}, {"å": [1, 2.5, None, True, "x"], "n": {}}),
        ("document", [], []),
        ("document", "123", "123"),
        ("document", 9_007_199_254_740_991, 9_007_199_254_740_991),
        ("document", None, None),
        ("amount", Decimal("12.5"), Decimal("12.5000")),
        ("amount", Decimal("-99999999999999.9999"), Decimal("-99999999999999.9999")),
        ("amount", 3, Decimal("3.0000")),
        ("whole", Decimal("1E+3"), Decimal("1000")),
        ("blob", b"\x00\xff", b"\x00\xff"),
        ("blob", b"", b""),
    ],
)
def test_a_value_comes_back_as_it_went_in(database: Database, name: str, value: Any, expected: Any) -> None:
    found = stored(database, name, value)

    assert found == expected
    assert type(found) is type(expected)
    if not isinstance(expected, dict):
        assert str(found) == str(expected)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("instant", dt.datetime(2026, 1, 1)),  # noqa: DTZ001
        ("uuid", "not-a-uuid"),
        ("amount", 1.5),
        ("amount", True),
        ("amount", Decimal("0.00001")),
        ("amount", Decimal("1e14")),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("Infinity")),
    ],
)
def test_a_value_that_would_change_is_refused(database: Database, name: str, value: Any) -> None:
    with pytest.raises((StatementError, ValueError, TypeError)):
        stored(database, name, value)


def test_comparing_sorting_and_summing_happen_in_the_database(database: Database) -> None:
    instants = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (3, 1, 2)]
    rows = [
        {"id": number, "instant": instant, "amount": Decimal(number) / 4}
        for number, instant in enumerate(instants, 1)
    ]
    database.write(lambda session: session.execute(insert(SAMPLE), rows))

    later = database.read(
        lambda session: session.scalars(
            select(SAMPLE.c.id).where(SAMPLE.c.instant > instants[1]).order_by(SAMPLE.c.instant)
        ).all()
    )
    total = database.read(lambda session: session.scalar(select(func.sum(SAMPLE.c.amount))))
    small = database.read(
        lambda session: session.scalars(select(SAMPLE.c.id).where(SAMPLE.c.amount <= Decimal("0.5"))).all()
    )

    assert later == [3, 1]
    assert total == Decimal("1.5")
    assert sorted(small) == [1, 2]


@pytest.mark.parametrize("scale", [-1, 11])
def test_a_scale_outside_0_to_10_is_refused(scale: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        ScaledDecimal(scale)


def test_an_instant_is_written_to_the_millisecond_and_read_back() -> None:
    text = format_instant(
        dt.datetime(2026, 11, 21, 19, 8, 23, 798_999, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    )

    assert text == "2026-11-21T18:08:23.798Z"
    assert parse_instant(text) == dt.datetime(2026, 11, 21, 18, 8, 23, 798_000, tzinfo=dt.UTC)
    assert parse_instant("2026-11-21T19:08:23.798+01:00") == parse_instant(text)


@pytest.mark.parametrize("text", ["2026-11-21T18:08:23", "2026-11-21", "yesterday", ""])
def test_text_that_is_not_an_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text)


def test_an_instant_that_leaves_the_calendar_in_utc_is_refused_like_any_other() -> None:
    with pytest.raises(ValueError, match="beyond the calendar"):
        parse_instant("9999-12-31T23:59:59.999-23:59")
