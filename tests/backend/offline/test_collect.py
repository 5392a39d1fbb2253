"""What is collected: deleted records that no device holds any more, and the sets of lost devices."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from backend.database import Database
from backend.offline.collect import Collected, collect
from backend.offline.models import ScopeSet
from backend.records import models as records
from backend.records import stream
from tests.backend.sync.company import ALL, Company, part
from tests.backend.sync.office import Phone


@pytest.fixture
def company(database: Database) -> Company:
    made = Company(database).found()
    made.take_along(part("region", ALL))
    return made


@pytest.fixture
def phone(company: Company) -> Phone:
    return company.person("Ana").device()


def sweep(company: Company) -> Collected:
    return collect(company.database, now=company.now)


def there(company: Company, record: str) -> bool:
    query = select(records.record.c.rid).where(records.record.c.id == record)
    return company.database.read(lambda session: session.execute(query).first()) is not None


def floor(company: Company) -> int:
    return company.database.read(stream.state).floor


def come_back(company: Company, phone: Phone) -> Phone:
    """Sign in again: a session does not last as long as a device is away."""
    phone.person.sign_in_again()
    return phone


@pytest.mark.invariant(36)
@pytest.mark.invariant(22)
def test_a_deleted_record_goes_after_its_time_and_the_floor_rises_over_it(company: Company) -> None:
    kept, gone = company.create("region", {"name": "Kept"}), company.create("region", {"name": "Gone"})
    company.delete(gone, entity="region")
    number = company.stand("region", gone)["seq"]

    company.pass_days(29)
    early = sweep(company)
    company.pass_days(2)
    late = sweep(company)

    assert (early, late) == (Collected(0, 0), Collected(1, 0))
    assert (there(company, kept), there(company, gone)) == (True, False)
    assert floor(company) == number


@pytest.mark.invariant(10)
@pytest.mark.invariant(15)
def test_a_deleted_record_that_a_device_holds_stays_until_the_device_has_heard(
    company: Company, phone: Phone
) -> None:
    region = company.create("region", {"name": "Norrland"})
    phone.sync()
    company.delete(region, entity="region")
    company.pass_days(40)

    held = sweep(company)
    come_back(company, phone).pull()
    told = set(phone.last_out("lost"))
    company.create("region", {"name": "Another"})
    phone.pull()
    phone.pull()
    company.create("region", {"name": "One more"})
    phone.pull()
    heard = sweep(company)

    assert (held.records, told) == (0, {region})
    assert (heard.records, phone.holds("region").get(region)) == (1, None)
    assert not there(company, region)


@pytest.mark.feature("SYN-02")
@pytest.mark.invariant(1)
def test_a_device_that_was_away_for_a_year_begins_again_with_a_plan(company: Company, phone: Phone) -> None:
    gone = company.create("region", {"name": "Gone"})
    phone.sync()
    company.delete(gone, entity="region")
    late = company.create("region", {"name": "Late"})
    company.pass_days(365)

    swept = sweep(company)
    reply = come_back(company, phone).ask("pull", cursor=phone.cursor, page=None)
    phone.cursor = None
    phone.sync()

    assert swept == Collected(1, 1)
    assert (reply["problem"]["code"], reply["remedy"]) == ("bad-cursor", "restart")
    assert set(phone.holds("region")) == {late}
    assert phone.hello()["type"] == "welcome"


@pytest.mark.invariant(10)
def test_a_device_below_the_floor_misses_nothing(company: Company, phone: Phone) -> None:
    phone.sync()
    seen = company.create("region", {"name": "Came and went"})
    company.delete(seen, entity="region")
    late = company.create("region", {"name": "Late"})
    company.pass_days(40)

    assert sweep(company).records == 1
    come_back(company, phone).pull()

    assert set(phone.holds("region")) == {late}


def test_a_record_that_somebody_still_disagrees_about_stays(company: Company) -> None:
    region = company.create("region", {"name": "Norrland"})
    author = company.person("Bo").device()
    author.sync()
    company.delete(region, entity="region")
    edit = {"name": {"value": "Mine", "old": "Norrland", "base": 1}}
    author.push(author.change({"kind": "set", "entity": "region", "record": region, "edits": edit}))
    author.pull()
    company.create("region", {"name": "Another"})
    author.pull()
    company.pass_days(40)

    assert sweep(company).records == 0
    assert there(company, region)


def test_what_people_kept_of_a_collected_record_goes_with_it(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland"})
    company.keep(phone.person, "region", region)
    company.share("region", region, phone.person.user.person, "read")
    company.delete(region, entity="region")
    company.pass_days(40)

    sweep(company)

    for table in (records.kept, records.record_share):
        query = select(table.c.record)
        assert company.database.read(lambda session, query=query: session.scalars(query).all()) == []


@pytest.mark.invariant(2)
def test_what_was_written_to_a_collected_record_stays_in_its_history(company: Company) -> None:
    region = company.create("region", {"name": "Norrland"})
    company.edit("region", region, {"name": "Norrbotten"})
    company.delete(region, entity="region")
    company.pass_days(40)

    assert sweep(company).records == 1

    query = (
        select(records.history.c.kind, records.history.c.old)
        .where(records.history.c.entity == "region", records.history.c.id == region)
        .order_by(records.history.c.seq)
    )
    rows = company.database.read(lambda session: session.execute(query).all())
    assert [kind for kind, _ in rows] == ["create", "edit", "delete"]
    assert [old.get("name") for _, old in rows] == [None, "Norrland", "Norrbotten"]


@pytest.mark.invariant(36)
def test_what_an_emptied_phone_had_held_is_waited_for_for_ninety_days(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland"})
    phone.sync()
    company.delete(region, entity="region")
    emptied = phone.person.device()
    emptied.sync()

    company.pass_days(89)
    waited = sweep(company)
    company.pass_days(2)
    come_back(company, emptied).hello()
    gone = sweep(company)

    assert (waited, gone) == (Collected(0, 0), Collected(1, 1))
    assert not there(company, region)


@pytest.mark.invariant(36)
def test_the_sets_of_a_device_that_was_not_seen_for_long_are_dropped(company: Company, phone: Phone) -> None:
    company.create("region", {"name": "Norrland"})
    phone.sync()
    company.pass_days(91)

    assert [sweep(company), sweep(company)] == [Collected(0, 1), Collected(0, 0)]
    assert company.database.read(lambda session: session.scalars(select(ScopeSet.device)).all()) == []


@pytest.mark.invariant(10)
def test_a_cursor_of_before_is_no_cursor_of_the_plan_that_comes_after(company: Company, phone: Phone) -> None:
    company.create("region", {"name": "Norrland"})
    phone.sync()
    of_before = phone.cursor
    company.pass_days(91)
    sweep(company)

    # A plan is made and never gets through: the phone has what it had.
    back = come_back(company, phone)
    assert back.ask("pull", cursor=None, page=None)["type"] == "plan"
    reply = back.ask("pull", cursor=of_before, page=None)

    assert (reply["problem"]["code"], reply["remedy"]) == ("bad-cursor", "restart")


def test_an_administrator_collects_by_the_command_line(app: Flask, database: Database) -> None:
    company = Company(database, now=dt.datetime.now(dt.UTC) - dt.timedelta(days=5)).found()
    region = company.create("region", {"name": "Norrland"})
    company.delete(region, entity="region")

    early = app.test_cli_runner().invoke(args=["satchel", "jobs", "collect"])
    late = app.test_cli_runner().invoke(args=["satchel", "jobs", "collect", "--days", "3"])

    assert (early.output, late.output) == ("0 records, 0 devices\n", "1 records, 0 devices\n")
    assert not there(company, region)
