"""The way down: a phone that follows the protocol holds exactly what its user may hold."""

from __future__ import annotations

import itertools

import pytest

from backend.sync import limits
from tests.backend.sync.office import READ, Organisation, Phone, rule, take_role


@pytest.mark.invariant(1)
@pytest.mark.feature("SYN-07")
def test_a_new_phone_gets_everything_in_its_scope(office: Organisation, phone: Phone) -> None:
    places = {office.place(f"Place {number}"): f"Place {number}" for number in range(3)}
    mine = office.visit(phone.person, "Mine")
    office.visit(office.person("Bo"), "His")

    phone.sync()

    assert phone.holds("place") == places
    assert phone.holds("visit") == {mine: "Mine"}
    assert phone.counts["place"] == 3
    assert phone.counts["visit"] == 1


@pytest.mark.feature("SYN-07")
def test_a_pull_brings_only_what_changed(office: Organisation, phone: Phone) -> None:
    kept, renamed, deleted = (office.place(name) for name in ("Kept", "Old", "Deleted"))
    phone.sync()
    office.rename(renamed, "New")
    office.delete(deleted)

    reply = phone.ask("pull", cursor=phone.cursor, page=None)

    assert reply["put"] == [{"entity": "place", "rows": [[renamed, 2, {"name": "New"}]]}]
    assert reply["out"] == [{"entity": "place", "why": "lost", "records": [deleted]}]
    phone.take(reply)
    assert phone.holds("place") == {kept: "Kept", renamed: "New"}


@pytest.mark.feature("SYN-07")
@pytest.mark.invariant(27)
def test_a_pull_without_news_changes_nothing_and_keeps_the_generation(
    office: Organisation, phone: Phone
) -> None:
    office.place()
    phone.sync().pull()
    before = phone.generation

    reply = phone.ask("pull", cursor=phone.cursor, page=None)

    assert (reply["put"], reply["out"]) == ([], [])
    assert reply["generation"] == before


@pytest.mark.invariant(27)
@pytest.mark.invariant(15)
def test_a_pull_whose_reply_was_lost_says_at_least_as_much_again(office: Organisation, phone: Phone) -> None:
    gone, stays = office.place("Gone"), office.place("Stays")
    phone.sync()
    office.delete(gone)
    came = office.place("Came")
    phone.ask("pull", cursor=phone.cursor, page=None)

    phone.pull()

    assert phone.holds("place") == {stays: "Stays", came: "Came"}
    assert phone.counts["place"] == 2


@pytest.mark.invariant(12)
def test_a_cursor_that_was_replaced_by_a_later_one_is_no_longer_served(
    office: Organisation, phone: Phone
) -> None:
    phone.sync()
    old = phone.cursor
    for name in ("One", "Two"):
        office.place(name)
        phone.pull()

    reply = phone.ask("pull", cursor=old, page=None)

    assert (reply["type"], reply["remedy"]) == ("refusal", "restart")
    assert reply["problem"]["code"] == "bad-cursor"


@pytest.mark.invariant(10)
@pytest.mark.invariant(12)
def test_long_news_come_in_pages_and_changes_between_them_are_not_skipped(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 3)
    phone.sync()
    places = [office.place(f"Place {number}") for number in range(8)]
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    phone.take(page)
    office.rename(places[0], "Renamed meanwhile")
    office.delete(places[1])
    late = office.place("Late")

    pages = 1
    while page["type"] == "page":
        page = phone.ask("pull", cursor=phone.cursor, page=page["next"])
        phone.take(page)
        pages += 1
    phone.finish(page)

    assert pages > 3
    expected = {record: f"Place {number}" for number, record in enumerate(places)}
    expected |= {places[0]: "Renamed meanwhile", late: "Late"}
    del expected[places[1]]
    assert phone.holds("place") == expected
    assert phone.counts["place"] == len(expected)


@pytest.mark.invariant(15)
def test_a_page_asked_for_again_still_takes_out_what_the_lost_reply_took_out(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_BYTES", limits.ENVELOPE_BYTES + 100)
    places = [office.place(f"Place {number}") for number in range(5)]
    phone.sync()
    for place in places[:4]:
        office.delete(place)
    first = phone.ask("pull", cursor=phone.cursor, page=None)
    phone.take(first)
    lost = phone.ask("pull", cursor=phone.cursor, page=first["next"])

    again = phone.ask("pull", cursor=phone.cursor, page=first["next"])

    assert [again["out"], again["put"]] == [lost["out"], lost["put"]]
    phone.take(again)
    assert set(phone.holds("place")) == {places[4]}


@pytest.mark.invariant(15)
@pytest.mark.invariant(9)
def test_a_record_that_leaves_the_wish_is_left_and_a_deleted_one_is_lost(
    office: Organisation, phone: Phone
) -> None:
    left, lost = office.visit(phone.person, "Left"), office.visit(phone.person, "Lost")
    phone.sync()
    office.publish(rule("visit", "mine"), rule("place", "all"))
    office.delete(lost, entity="visit")
    other = office.person("Bo")
    office.hand_over(left, other)

    reply = phone.ask("pull", cursor=phone.cursor, page=None)

    outs = {out["why"]: out["records"] for out in reply["out"]}
    assert outs == {"left": [left], "lost": [lost]}
    phone.take(reply)
    assert phone.holds("visit") == {}


@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
def test_a_lost_right_takes_every_record_away_in_one_pull(office: Organisation, phone: Phone) -> None:
    places = {office.place(f"Place {number}") for number in range(4)}
    office.visit(phone.person)
    phone.sync()
    office.put_role(entities={"visit": READ})
    secret = office.place("Written after the right was lost")
    phone.heard.clear()

    phone.pull()

    assert phone.holds("place") == {}
    assert len(phone.holds("visit")) == 1
    assert set(phone.last_out("lost")) == places
    heard = b"".join(phone.heard)
    assert secret.encode() not in heard
    assert b"Written after" not in heard


@pytest.mark.invariant(1)
def test_a_right_that_comes_back_brings_its_records_back(office: Organisation, phone: Phone) -> None:
    place = office.place("Harbour")
    phone.sync()
    office.put_role(entities={"visit": READ})
    phone.pull()
    office.put_role()

    phone.pull()

    assert phone.holds("place") == {place: "Harbour"}
    assert phone.counts["place"] == 1


@pytest.mark.invariant(1)
def test_a_rule_of_the_profile_that_changes_sends_the_difference_only(
    office: Organisation, phone: Phone
) -> None:
    mine = office.visit(phone.person, "Mine")
    his = office.visit(office.person("Bo"), "His")
    phone.sync()
    office.publish(rule("visit", "all"))

    reply = phone.ask("pull", cursor=phone.cursor, page=None)

    assert [row[0] for put in reply["put"] for row in put["rows"]] == [his]
    phone.take(reply)
    assert phone.holds("visit") == {mine: "Mine", his: "His"}


@pytest.mark.invariant(15)
def test_a_rescope_resumes_by_its_mark_and_meets_what_moved_meanwhile(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 2)
    other = office.person("Bo")
    his = [office.visit(other, f"His {number}") for number in range(7)]
    mine = office.visit(phone.person, "Mine")
    phone.sync()
    office.publish(rule("visit", "all"))
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    phone.take(page)
    office.delete(his[0], entity="visit")
    office.delete(his[6], entity="visit")

    while page["type"] == "page":
        phone.ask("pull", cursor=phone.cursor, page=page["next"])
        page = phone.ask("pull", cursor=phone.cursor, page=page["next"])
        phone.take(page)
    phone.finish(page)

    expected = {record: f"His {number}" for number, record in enumerate(his) if number not in (0, 6)}
    assert phone.holds("visit") == {**expected, mine: "Mine"}
    assert phone.counts["visit"] == len(expected) + 1


def test_a_right_that_moves_between_pages_begins_a_new_copy(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 2)
    phone.sync()
    for number in range(5):
        office.place(f"Place {number}")
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    office.put_role(entities={"visit": READ})

    reply = phone.ask("pull", cursor=phone.cursor, page=page["next"])

    assert (reply["problem"]["code"], reply["remedy"]) == ("page-outdated", "restart")
    phone.pull()
    assert phone.holds("place") == {}


@pytest.mark.invariant(34)
def test_pages_stay_within_what_a_socket_carries(office: Organisation, phone: Phone) -> None:
    phone.sync()
    for number in range(12):
        office.place(f"Place {number}", notes="x" * 60_000)
    phone.heard.clear()

    phone.pull()

    assert len(phone.holds("place")) == 12
    assert len(phone.heard) > 3
    assert max(map(len, phone.heard)) <= limits.PAGE_BYTES


@pytest.mark.invariant(10)
def test_pages_of_a_plan_hold_the_planned_records_and_the_pull_after_them_the_rest(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.plan.PAGE_ROWS", 4)
    places = {office.place(f"Place {number}"): f"Place {number}" for number in range(11)}
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)
    first, *_, last = places
    office.rename(last, "Renamed")
    office.delete(first)
    late = office.place("Late")

    [part] = [part for part in plan["entities"] if part["entity"] == "place"]
    bounds = ["", *part["ends"], ""]
    for after, until in itertools.pairwise(bounds):
        page = phone.snapshot(plan["plan"], "place", after, until)
        assert late not in {row[0] for row in page["rows"]}
        assert len(page["rows"]) <= 4
        phone._put("place", page["rows"])
    phone.cursor = plan["cursor"]
    phone.pull()

    assert len(part["ends"]) == 2
    del places[first]
    assert phone.holds("place") == {**places, last: "Renamed", late: "Late"}


@pytest.mark.invariant(14)
def test_a_plan_is_void_once_the_rights_have_moved(office: Organisation, phone: Phone) -> None:
    office.place("Secret")
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)
    office.put_role(entities={"visit": READ})

    reply = phone.snapshot(plan["plan"], "place")

    assert (reply["problem"]["code"], reply["remedy"]) == ("plan-outdated", "restart")
    phone.sync()
    assert phone.holds("place") == {}


@pytest.mark.invariant(14)
def test_marks_are_good_for_one_device_and_cannot_be_made_up(office: Organisation, phone: Phone) -> None:
    phone.sync()
    other = phone.person.device()
    other.hello()
    assert phone.cursor is not None
    plan = phone.take_plan()
    forged = [phone.cursor[:-4] + "AAAA", "not a cursor", "", plan["plan"], "é"]

    replies = [other.ask("pull", cursor=phone.cursor, page=None)]
    replies += [phone.ask("pull", cursor=text, page=None) for text in forged]
    replies += [phone.ask("pull", cursor=phone.cursor, page=phone.cursor)]
    replies += [phone.snapshot(phone.cursor, "place"), phone.snapshot(plan["plan"], "place", "x")]

    assert {reply["problem"]["code"] for reply in replies} == {"bad-cursor"}
    assert {reply["remedy"] for reply in replies} == {"restart"}


def test_another_persons_device_is_as_unknown_as_none(office: Organisation, phone: Phone) -> None:
    phone.sync()
    other = office.person("Bo").device()
    other.id = phone.id

    replies = [
        other.ask("pull", cursor=phone.cursor, page=None),
        other.hello(),
        other.push(other.change({"kind": "restore", "entity": "place", "record": other.id})),
    ]

    assert {reply["problem"]["code"] for reply in replies} == {"unknown-device"}


@pytest.mark.invariant(14)
def test_losing_every_role_empties_the_phone(office: Organisation, phone: Phone) -> None:
    office.place()
    office.visit(phone.person)
    phone.sync()
    take_role(office, phone.person)

    phone.pull()

    assert (phone.holds("place"), phone.holds("visit")) == ({}, {})


def test_a_cursor_below_the_floor_compares_whole_sets(office: Organisation, phone: Phone) -> None:
    place = office.place("Kept")
    phone.sync()
    office.rename(place, "Renamed")
    late = office.place("Late")
    office.raise_floor()

    phone.pull()

    assert phone.holds("place") == {place: "Renamed", late: "Late"}


@pytest.mark.invariant(1)
def test_a_record_that_left_on_one_page_and_came_back_before_the_next_is_sent_again(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 2)
    other = office.person("Bo")
    visit = office.visit(phone.person, "Monday")
    phone.sync()
    office.hand_over(visit, other)
    for number in range(3):
        office.place(f"Place {number}")
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    phone.take(page)
    assert phone.holds("visit") == {}
    office.hand_over(visit, phone.person)

    while page["type"] == "page":
        page = phone.ask("pull", cursor=phone.cursor, page=page["next"])
        phone.take(page)

    assert phone.holds("visit") == {visit: "Monday"}


@pytest.mark.invariant(1)
def test_a_record_that_was_away_while_its_page_of_the_plan_was_read_comes_with_the_pull(
    office: Organisation, phone: Phone
) -> None:
    other = office.person("Bo")
    visit = office.visit(phone.person, "Monday")
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)
    office.hand_over(visit, other)
    assert phone.snapshot(plan["plan"], "visit")["rows"] == []
    office.hand_over(visit, phone.person)

    phone.cursor = plan["cursor"]

    assert phone.pull().holds("visit") == {visit: "Monday"}
