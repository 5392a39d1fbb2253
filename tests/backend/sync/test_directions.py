"""What only comes down is not taken up: refused with its reason, and still the office's to change."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from tests.backend.sync.company import ALL, Company, part
from tests.backend.sync.office import Person, Phone, new_id

pytestmark = pytest.mark.feature("OUT-07")


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def edit(record: str, entity: str = "region", **values: Any) -> dict[str, Any]:
    edits = {name: {"value": value, "old": None, "base": 1} for name, value in values.items()}
    return {"kind": "set", "entity": entity, "record": record, "edits": edits}


def create(record: str, entity: str = "region", **values: Any) -> dict[str, Any]:
    return {"kind": "create", "entity": entity, "record": record, "values": values}


def pushed(phone: Phone, *acts: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """Push each act as a change of its own; give the status, the reason and the field of each answer."""
    outcomes = phone.push(*(phone.change(act) for act in acts))["outcomes"]
    problems = [one["problem"] or {} for one in outcomes]
    return [
        (one["status"], problem.get("code"), problem.get("field"))
        for one, problem in zip(outcomes, problems, strict=True)
    ]


REFUSED = ("rejected", "down-only", None)
TAKEN = ("applied", None, None)


def test_nothing_that_a_phone_does_to_what_only_comes_down_is_taken(company: Company, phone: Phone) -> None:
    company.take_along(part("region", ALL, direction="down"), part("job", ALL, direction="down"))
    region, colleague = company.create("region", {"name": "North"}), company.person("Bo").user.person
    job = company.create("job", {"title": "Dig"})
    phone.sync()

    answers = pushed(
        phone,
        create(new_id(), name="South"),
        edit(region, name="Norr"),
        {"kind": "delete", "entity": "region", "record": region, "base": 1},
        {"kind": "restore", "entity": "region", "record": region},
        {"kind": "assign", "entity": "job", "record": job, "owner": colleague, "base": 1},
        {"kind": "share", "entity": "job", "record": job, "with": colleague, "may": ["read"]},
        {"kind": "keep", "entity": "region", "record": region, "how": "pin", "on": True},
        create(new_id(), "customer", name="Alder"),
    )

    assert answers == [REFUSED] * 6 + [TAKEN] * 2
    assert phone.pull().holds("region") == {region: "North"}


def test_the_reason_names_the_record_and_is_the_same_for_one_that_there_is_not(
    company: Company, phone: Phone
) -> None:
    company.take_along(part("region", ALL, direction="down"))
    region, nowhere = company.create("region", {"name": "North"}), new_id()
    phone.sync()

    there, missing = phone.push(phone.change(edit(region, name="A")), phone.change(edit(nowhere, name="B")))[
        "outcomes"
    ]

    assert there["problem"]["arguments"] == {"entity": "region", "record": region}
    assert missing["problem"]["arguments"] == {"entity": "region", "record": nowhere}
    assert there["problem"]["code"] == missing["problem"]["code"] == "down-only"


@pytest.mark.invariant(33)
def test_what_was_made_while_both_ways_were_open_is_refused_after_they_are_not_and_stops_nothing_else(
    company: Company, phone: Phone
) -> None:
    company.take_along(part("region", ALL), part("customer", ALL))
    region = company.create("region", {"name": "North"})
    phone.sync()
    waiting = [
        phone.change(edit(region, name="Norr")),
        phone.change(create(new_id(), "customer", name="Alder")),
    ]
    company.take_along(part("region", ALL, direction="down"), part("customer", ALL))

    reply = phone.push(*waiting)
    again = phone.push(*waiting)

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "applied"]
    assert reply["outcomes"][0]["problem"]["code"] == "down-only"
    assert again == reply
    assert phone.pull().holds("region") == {region: "North"}


def test_what_was_refused_is_taken_when_it_is_sent_anew_after_both_ways_were_opened(
    company: Company, phone: Phone
) -> None:
    company.take_along(part("region", ALL, direction="down"))
    region = company.create("region", {"name": "North"})
    phone.sync()
    refused = pushed(phone, edit(region, name="Norr"))
    company.take_along(part("region", ALL))

    taken = pushed(phone, edit(region, name="Norr"))

    assert (refused, taken) == ([REFUSED], [TAKEN])


def test_two_ways_in_any_of_several_profiles_win(company: Company, ana: Person, phone: Phone) -> None:
    company.take_along(part("region", ALL, direction="down"))
    region = company.create("region", {"name": "North"})
    phone.sync()
    company.give_profile("regions", ana, part("region", ALL, direction="two_way"))

    with_both = pushed(phone, edit(region, name="Norr"))
    company.give_profile("regions", None)
    with_one = pushed(phone, edit(region, name="Nord"))

    assert (with_both, with_one) == ([TAKEN], [REFUSED])


def test_of_what_no_profile_takes_along_rights_alone_decide(company: Company, phone: Phone) -> None:
    company.take_along(part("region", ALL, direction="none"))
    region = company.create("region", {"name": "North"})
    phone.sync()

    assert pushed(phone, edit(region, name="Norr")) == [TAKEN]


def test_a_field_that_only_comes_down_or_does_not_go_along_is_not_taken_up(
    company: Company, phone: Phone
) -> None:
    carried = [{"id": "name"}, {"id": "region", "direction": "down"}]
    company.take_along(part("customer", ALL, fields=carried), part("region", ALL))
    region = company.create("region", {"name": "North"})
    customer = company.create("customer", {"name": "Alder"})
    phone.sync()

    answers = pushed(
        phone,
        edit(customer, "customer", name="Birch"),
        edit(customer, "customer", name="Cedar", region=region),
        edit(customer, "customer", credit="10"),
        edit(customer, "customer", nothing="10"),
        create(new_id(), "customer", name="Dogwood", region=region, credit="5"),
    )

    assert answers == [
        TAKEN,
        ("rejected", "field-down-only", "region"),
        ("rejected", "field-down-only", "credit"),
        ("rejected", "unknown-field", "nothing"),
        TAKEN,
    ]
    assert phone.pull().records["customer"][customer][1]["name"] == "Birch"


@pytest.mark.feature("SEC-03")
def test_a_hidden_field_is_answered_like_one_that_there_is_not(company: Company, phone: Phone) -> None:
    hidden = {"read": "all", "edit": "all", "hidden": ["credit"]}
    company.rights(customer=hidden)
    carried = [{"id": "name"}, {"id": "credit", "direction": "down"}]
    company.take_along(part("customer", ALL, fields=carried))
    customer = company.create("customer", {"name": "Alder", "credit": "10"})
    phone.sync()

    answers = pushed(phone, edit(customer, "customer", credit="11"), edit(customer, "customer", nothing="11"))

    assert [answer[:2] for answer in answers] == [("rejected", "unknown-field")] * 2


def test_what_the_same_person_does_online_has_no_direction(
    company: Company, ana: Person, phone: Phone
) -> None:
    company.take_along(part("region", ALL, direction="down"))
    region = company.create("region", {"name": "North"})
    phone.sync()

    company.write(edit(region, name="Norr"), user=ana.user)

    assert pushed(phone, edit(region, name="Nord")) == [REFUSED]
    assert phone.pull().holds("region") == {region: "Norr"}


def test_what_the_direction_asks_of_the_database_does_not_grow_with_the_changes(
    company: Company, phone: Phone
) -> None:
    company.take_along(part("region", ALL))
    phone.sync()
    engine, asked = company.database.writer_engine, []

    def heard(*given: Any) -> None:
        asked.append("wish_version" in given[2] or "profile_assignment" in given[2])

    def statements(changes: int) -> int:
        asked.clear()
        answers = pushed(phone, *(create(new_id(), name=f"Region {number}") for number in range(changes)))
        assert answers == [TAKEN] * changes
        return sum(asked)

    statements(1)  # what is remembered from here on is read by the first
    event.listen(engine, "before_cursor_execute", heard)
    try:
        of_one, of_twenty = statements(1), statements(20)
    finally:
        event.remove(engine, "before_cursor_execute", heard)

    assert 0 < of_one == of_twenty
