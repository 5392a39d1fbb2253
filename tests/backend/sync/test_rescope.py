"""What moves a scope without any record of it being written: rights, circle, wishes, and the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from backend.sync import limits
from tests.backend.sync.company import (
    ALL,
    MINE,
    MODEL,
    QUIET,
    Company,
    custom,
    entity,
    field,
    lookup,
    news,
    part,
    scope_key,
)
from tests.backend.sync.office import Person, Phone

MY_TEAMS = {"kind": "my_teams"}
MY_UNIT = {"kind": "my_unit"}


@dataclass
class Cast:
    """Ana, whose phone it is, and everyone and everything around her."""

    company: Company
    ana: Person
    bo: Person
    phone: Phone
    team: str
    north: str
    south: str

    def settle(self, *parts: Any) -> None:
        """Publish what is taken along, and bring the phone up to it."""
        self.company.take_along(*parts)
        self.phone.sync()


@pytest.fixture
def cast(company: Company) -> Cast:
    ana, bo = company.person("Ana"), company.person("Bo")
    north, south = company.unit("North"), company.unit("South")
    for person, unit in ((ana, north), (bo, south)):
        company.edit("person", person.user.person, {"unit": unit})
    return Cast(company, ana, bo, ana.device(), company.team("Diggers", south), north, south)


@pytest.mark.feature("DAT-02")
@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(15)
def test_joining_and_leaving_a_team_brings_and_takes_its_records(cast: Cast) -> None:
    job = cast.company.job(owner=cast.team)
    cast.settle(part("job", MY_TEAMS))
    assert cast.phone.holds("job") == {}

    cast.company.join(cast.ana, cast.team)
    came = news(cast.phone)
    cast.company.join(cast.ana)
    went = news(cast.phone)

    assert came["put"] == {job}
    assert (went["left"], went["lost"]) == ({job}, set())


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(15)
def test_a_smaller_depth_takes_the_records_that_it_no_longer_reaches(cast: Cast) -> None:
    his, hers = cast.company.job(owner=cast.bo.user.person), cast.company.job(owner=cast.ana.user.person)
    cast.settle(part("job", ALL))

    cast.company.rights(job={"read": "own"})
    went = news(cast.phone)

    assert went["lost"] == {his}
    assert set(cast.phone.holds("job")) == {hers}
    assert cast.phone.stubs.get("job", {}) == {}


@pytest.mark.feature("DAT-02")
def test_a_report_who_is_gained_brings_his_records(cast: Cast) -> None:
    job = cast.company.job(owner=cast.bo.user.person)
    cast.settle(part("job", custom({"op": "eq-useroruserhierarchy", "path": "owner"})))

    cast.company.edit("person", cast.bo.user.person, {"manager": cast.ana.user.person})
    came = news(cast.phone)
    cast.company.edit("person", cast.bo.user.person, {"manager": None})
    went = news(cast.phone)

    assert (came["put"], went["left"]) == ({job}, {job})


def test_managers_in_a_circle_end_in_no_circle(cast: Cast) -> None:
    job = cast.company.job(owner=cast.bo.user.person)
    cast.settle(part("job", custom({"op": "eq-useroruserhierarchy", "path": "owner"})))
    ana, bo = cast.ana.user.person, cast.bo.user.person

    cast.company.edit("person", bo, {"manager": ana})
    cast.company.edit("person", ana, {"manager": bo})

    assert news(cast.phone)["put"] == {job}


@pytest.mark.feature("DAT-02")
@pytest.mark.feature("SEC-02")
def test_moving_to_another_unit_exchanges_its_records(cast: Cast) -> None:
    his, hers = cast.company.job(owner=cast.bo.user.person), cast.company.job(owner=cast.ana.user.person)
    cast.settle(part("job", MY_UNIT))
    assert set(cast.phone.holds("job")) == {hers}

    cast.company.edit("person", cast.ana.user.person, {"unit": cast.south})
    came = news(cast.phone)

    assert came["put"] == {his}
    assert set(cast.phone.holds("job")) == {hers, his}


@pytest.mark.feature("SEC-02")
def test_a_unit_that_moves_below_mine_brings_its_records(cast: Cast) -> None:
    job = cast.company.job(owner=cast.bo.user.person)
    cast.company.rights(job={"read": "unit_and_below"})
    cast.settle(part("job", ALL))
    assert cast.phone.holds("job") == {}

    cast.company.edit("business_unit", cast.south, {"parent": cast.north})

    assert news(cast.phone)["put"] == {job}


@pytest.mark.feature("DAT-02")
def test_the_language_decides_where_a_rule_asks_for_it(cast: Cast) -> None:
    swedish = cast.company.create("region", {"name": "Norrland", "code": "sv"})
    cast.settle(part("region", custom({"op": "eq-userlanguage", "path": "code"})))
    assert cast.phone.holds("region") == {}

    cast.company.settle(cast.ana, language="sv")

    assert news(cast.phone)["put"] == {swedish}


@pytest.mark.feature("DAT-13")
def test_the_zone_decides_what_today_is(cast: Cast) -> None:
    cast.company.now = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)
    today, tomorrow = cast.company.job(due="2026-11-22"), cast.company.job(due="2026-11-23")
    cast.settle(part("job", custom({"op": "today", "path": "due"})))
    assert set(cast.phone.holds("job")) == {today}

    cast.company.settle(cast.ana, zone="Asia/Tokyo")
    moved = news(cast.phone)

    assert (moved["put"], moved["left"]) == ({tomorrow}, {today})


@pytest.mark.feature("DAT-13")
@pytest.mark.invariant(24)
def test_the_day_ends_at_the_users_midnight(cast: Cast) -> None:
    cast.company.settle(cast.ana, zone="Europe/Stockholm")
    job = cast.company.job(due="2026-11-22")
    cast.settle(part("job", custom({"op": "today", "path": "due"})))
    assert set(cast.phone.holds("job")) == {job}

    cast.company.now = dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC)
    before = news(cast.phone)
    cast.company.now = dt.datetime(2026, 11, 22, 23, 1, tzinfo=dt.UTC)
    after = news(cast.phone)

    assert before == QUIET
    assert after["left"] == {job}


def test_the_day_means_nothing_to_who_has_no_filter_with_a_date(cast: Cast) -> None:
    cast.company.job()
    cast.settle(part("job", ALL))
    cursor = cast.phone.cursor

    cast.company.pass_days(1)

    assert news(cast.phone) == QUIET
    assert cast.phone.cursor == cursor


@pytest.mark.feature("DAT-11")
def test_a_personal_filter_brings_its_records_while_it_is_on(cast: Cast) -> None:
    region = cast.company.create("region", {"name": "Norrland", "code": "N"})
    other = cast.company.create("region", {"name": "Skåne", "code": "S"})
    cast.settle()

    made = cast.company.filter(cast.ana, "region", {"op": "eq", "path": "code", "value": "N"})
    on = news(cast.phone)
    cast.company.refilter(cast.ana, made, "region", {"op": "eq", "path": "code", "value": "S"})
    edited = news(cast.phone)
    cast.company.switch(cast.ana, made, active=False)
    off = news(cast.phone)

    assert on["put"] == {region}
    assert (edited["put"], edited["left"]) == ({other}, {region})
    assert off["left"] == {other}
    assert [one["active"] for one in off["standing"]["filters"]] == [False]


@pytest.mark.feature("DAT-02")
@pytest.mark.feature("DAT-04")
def test_a_profile_counts_from_the_pull_after_it_is_given(cast: Cast) -> None:
    region = cast.company.create("region", {"name": "Norrland"})
    cast.settle()

    cast.company.give_profile("regions", cast.ana, part("region", ALL))
    given = news(cast.phone)
    cast.company.give_profile("regions", cast.ana, part("region", ALL), part("customer", ALL))
    again = news(cast.phone)
    cast.company.give_profile("regions", None)
    taken = news(cast.phone)

    assert given["put"] == {region}
    assert again["put"] == set()
    assert taken["left"] == {region}


@pytest.mark.feature("DAT-13")
@pytest.mark.parametrize("how", ["pin", "follow"])
def test_what_is_kept_comes_and_stays_until_it_is_let_go(cast: Cast, how: str) -> None:
    job = cast.company.job("Dig")
    cast.settle()

    cast.company.keep(cast.ana, "job", job, how=how)
    came = news(cast.phone)
    cast.company.keep(cast.ana, "job", job, how=how, on=False)
    went = news(cast.phone)

    assert came["put"] == {job}
    assert came["standing"]["kept"] == [{"entity": "job", "record": job, "how": how}]
    assert went["left"] == {job}
    assert cast.phone.stubs["job"] == {job: "Dig"}


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(15)
def test_a_share_brings_a_record_and_its_end_takes_every_trace(cast: Cast) -> None:
    job = cast.company.job(owner=cast.bo.user.person)
    cast.company.rights(job={"read": "own", "edit": "own"})
    cast.settle(part("job", ALL))

    cast.company.share("job", job, cast.ana.user.person, "read", "edit")
    came = news(cast.phone)
    shared = cast.phone.records["job"][job][1]["shared"]
    cast.company.share("job", job, cast.ana.user.person)
    went = news(cast.phone)

    assert (came["put"], shared) == ({job}, ["read", "edit"])
    assert (went["lost"], went["left"]) == ({job}, set())


@pytest.mark.feature("SEC-05")
def test_what_is_shared_with_a_team_says_anew_what_may_be_done_when_i_leave_it(cast: Cast) -> None:
    job = cast.company.job(owner=cast.ana.user.person)
    cast.company.join(cast.ana, cast.team)
    cast.company.share("job", job, cast.team, "read", "delete")
    cast.settle(part("job", MINE))
    assert cast.phone.records["job"][job][1]["shared"] == ["read", "delete"]

    cast.company.join(cast.ana)
    moved = news(cast.phone)

    assert moved["put"] == {job}
    assert "shared" not in cast.phone.records["job"][job][1]


def test_a_cursor_below_the_floor_still_learns_what_came_and_went(cast: Cast) -> None:
    kept, gone = (
        cast.company.create("region", {"name": "Kept"}),
        cast.company.create("region", {"name": "Gone"}),
    )
    cast.settle(part("region", ALL))
    cast.company.delete(gone, entity="region")
    late = cast.company.create("region", {"name": "Late"})
    cast.company.raise_floor(keep=[gone])

    moved = news(cast.phone)

    assert (moved["put"], moved["lost"]) == ({late}, {gone})
    assert set(cast.phone.holds("region")) == {kept, late}


@pytest.mark.feature("MET-05")
@pytest.mark.invariant(25)
def test_a_publication_about_something_else_moves_nothing_and_sends_nothing_again(cast: Cast) -> None:
    cast.company.job(owner=cast.ana.user.person)
    parts = [part("job", MINE), part("region", custom({"op": "eq", "path": "code", "value": "N"}))]
    cast.settle(*parts)
    before = scope_key(cast.ana, cast.phone)
    cursor, generation = cast.phone.cursor, cast.phone.generation

    wider = entity(
        "job", "title", lookup("customer"), field("due", "date"), field("cost"), field("added"), owned=True
    )
    cast.company.take_along(*parts, model=[*MODEL[:2], wider, MODEL[3], entity("tool", "name")])

    assert scope_key(cast.ana, cast.phone) == before
    assert news(cast.phone) == QUIET
    assert (cast.phone.cursor, cast.phone.generation) == (cursor, generation)


@pytest.mark.feature("SYN-02")
@pytest.mark.invariant(1)
@pytest.mark.invariant(29)
def test_a_long_rescope_resumes_at_every_page_whatever_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_BYTES", limits.ENVELOPE_BYTES + 200)
    monkeypatch.setattr("backend.sync.rescope.PAGE_ROWS", 2)
    monkeypatch.setattr("backend.sync.rescope.SLICE_ROWS", 3)
    hers = {cast.company.job(f"Hers {number}", owner=cast.ana.user.person) for number in range(5)}
    his = {cast.company.job(f"His {number}", owner=cast.team) for number in range(5)}
    cast.settle(part("job", MINE))
    cast.company.take_along(part("job", custom({"op": "eq-userteams", "path": "owner"})))
    cast.company.join(cast.ana, cast.team)

    pages, mark = [], None
    while not pages or pages[-1]["type"] == "page":
        cut = cast.phone.ask("pull", cursor=cast.phone.cursor, page=mark)
        assert cut["type"] in ("page", "done")
        pages.append(cast.phone.ask("pull", cursor=cast.phone.cursor, page=mark))
        mark = pages[-1].get("next")
    for page in pages:
        cast.phone.take(page)
    cast.phone.finish(pages[-1])

    assert len(pages) > 3
    assert set(cast.phone.holds("job")) == his
    assert set(cast.phone.stubs["job"]) == hers
    assert cast.phone.counts["job"] == len(his)
