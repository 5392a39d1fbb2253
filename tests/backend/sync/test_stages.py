"""A first copy that comes stage by stage: each is whole in itself, and the last makes it all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.sync.checking import verify
from tests.backend.sync.company import Company
from tests.backend.sync.office import ALL, READ, Organisation, Phone, rule

pytestmark = pytest.mark.feature("L10")

STAGES = rule("visit", "mine", stage=1), rule("place", "all", stage=3)


@pytest.fixture
def staged(office: Organisation) -> Organisation:
    """Visits come first, places last."""
    office.publish(*STAGES)
    return office


def begin(phone: Phone) -> dict[str, Any]:
    """Take the first stage, whole."""
    assert phone.hello()["type"] == "welcome"
    plan = phone.take_plan(further=True)
    phone.pull()
    return plan


@pytest.mark.invariant(21)
def test_a_stage_is_whole_and_names_what_comes_later(staged: Organisation, phone: Phone) -> None:
    place = staged.place("Harbour")
    staged.place("Unseen")
    mine = staged.visit(phone.person, "Mine", place=place)

    plan = begin(phone)

    assert [(part["entity"], part["stage"]) for part in plan["entities"]] == [("visit", 1)]
    assert plan["coming"] == [{"entity": "place", "count": 2}]
    assert phone.coming == ["place"]
    assert phone.counts == {"visit": 1}
    assert phone.holds("visit") == {mine: "Mine"}
    assert phone.stubs == {"place": {place: "Harbour"}}


@pytest.mark.invariant(1)
def test_the_next_stage_brings_the_rest_and_nothing_twice(staged: Organisation, phone: Phone) -> None:
    places = {staged.place(name): name for name in ("Harbour", "Mill")}
    mine = staged.visit(phone.person, "Mine", place=min(places))
    begin(phone)
    told = len(phone.heard)

    plan = phone.take_plan(further=True)
    phone.pull()

    assert [part["entity"] for part in plan["entities"]] == ["place"]
    assert (plan["coming"], phone.coming) == ([], [])
    assert phone.holds("place") == places
    assert phone.holds("visit") == {mine: "Mine"}
    assert phone.counts == {"visit": 1, "place": 2}
    assert phone.stubs == {"place": {}}
    assert [reply["put"] for reply in phone.replies(told) if reply["type"] == "done"] == [[]]
    assert verify(phone)["differing"] == []


def test_who_does_not_ask_for_stages_gets_everything(staged: Organisation, phone: Phone) -> None:
    place = staged.place()
    phone.sync()
    assert phone.holds("place") == {place: "Harbour"}
    assert phone.coming == []


@pytest.mark.invariant(1)
@pytest.mark.invariant(10)
def test_what_changes_between_the_stages_and_while_one_comes_arrives(
    staged: Organisation, phone: Phone
) -> None:
    gone, renamed, stays = (staged.place(name) for name in ("Gone", "Old", "Stays"))
    mine, handed = (staged.visit(phone.person, name, place=renamed) for name in ("Mine", "Handed over"))
    begin(phone)
    staged.rename(renamed, "New")
    staged.rename(mine, "Still mine", entity="visit", title="title")
    other = staged.person("Bo")

    def meanwhile() -> None:
        staged.delete(gone)
        staged.hand_over(handed, other)
        staged.rename(stays, "Stays here")

    came = staged.place("Came")
    phone.take_plan(meanwhile, further=True)
    late = staged.place("Late")
    phone.pull()

    assert phone.holds("place") == {renamed: "New", stays: "Stays here", came: "Came", late: "Late"}
    assert phone.holds("visit") == {mine: "Still mine"}
    assert phone.counts == {"visit": 1, "place": 4}
    assert verify(phone)["differing"] == []


def test_changes_come_with_an_ordinary_pull_between_the_stages(staged: Organisation, phone: Phone) -> None:
    place = staged.place("Harbour")
    mine = staged.visit(phone.person, "Mine", place=place)
    begin(phone)
    staged.rename(mine, "Renamed", entity="visit", title="title")
    staged.rename(place, "Old harbour")

    phone.pull()

    assert phone.holds("visit") == {mine: "Renamed"}
    assert (phone.holds("place"), phone.stubs) == ({}, {"place": {place: "Old harbour"}})
    assert phone.coming == ["place"]
    assert verify(phone)["differing"] == []


@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
def test_rights_that_move_are_seen_to_before_the_next_stage(staged: Organisation, phone: Phone) -> None:
    place = staged.place("Harbour")
    staged.visit(phone.person, "Mine", place=place)
    begin(phone)
    staged.put_role(entities={"place": READ})

    reply = phone.ask("pull", cursor=phone.cursor, page=None, further=True)

    assert reply["type"] == "done"
    assert reply["out"] == [{"entity": "visit", "why": "lost", "records": phone.last_out("lost")}]
    phone.take(reply)
    phone.finish(reply)
    assert phone.coming == ["place"]
    phone.take_plan(further=True)
    phone.pull()
    assert (phone.holds("visit"), phone.holds("place")) == ({}, {place: "Harbour"})
    staged.put_role(entities={"place": ALL, "visit": ALL})
    assert phone.pull().counts == {"visit": 1, "place": 1}


def test_a_plan_of_a_stage_that_the_rights_have_overtaken_is_void(staged: Organisation, phone: Phone) -> None:
    staged.place()
    staged.visit(phone.person)
    begin(phone)
    plan = phone.ask("pull", cursor=phone.cursor, page=None, further=True)
    staged.put_role(entities={"visit": ALL})

    refused = phone.snapshot(plan["plan"], "place")

    assert (refused["problem"]["code"], refused["remedy"]) == ("plan-outdated", "restart")
    phone.pull()
    assert phone.coming == []
    assert phone.counts == {"visit": 1}


def test_a_plan_that_was_lost_is_made_again(staged: Organisation, phone: Phone) -> None:
    place = staged.place()
    staged.visit(phone.person, place=place)
    begin(phone)
    phone.ask("pull", cursor=phone.cursor, page=None, further=True)

    phone.take_plan(further=True)
    phone.pull()

    assert phone.counts == {"visit": 1, "place": 1}
    assert phone.stubs == {"place": {}}


def test_what_an_early_stage_takes_along_with_a_later_one_is_there_from_the_first(company: Company) -> None:
    """A rule may rest on records that are not here yet."""
    of_job = {"id": "task", "rules": [{"kind": "related", "by": [{"path": "job"}]}], "stage": 1}
    company.publish(of_job, rule("job", "mine", stage=2))
    phone = company.person("Ana").device()
    job = company.create("job", {"title": "Roof"}, user=phone.person.user)
    task = company.create("task", {"title": "Tiles", "job": job})
    company.create("task", {"title": "Nobody's"})

    begin(phone)

    assert phone.holds("task") == {task: "Tiles"}
    assert phone.stubs == {"job": {job: "Roof"}}
    phone.take_plan(further=True)
    phone.pull()
    assert (phone.holds("task"), phone.holds("job")) == ({task: "Tiles"}, {job: "Roof"})
