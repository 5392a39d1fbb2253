"""What a device is told of where its user stands, and when."""

from __future__ import annotations

import pytest

from backend.protocol.standing import Standing
from tests.backend.sync.company import ALL, NORTHERN, Company, custom, news, part
from tests.backend.sync.office import Person, Phone


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


@pytest.mark.feature("SEC-02")
def test_the_first_pull_tells_rights_reach_and_circle(company: Company, phone: Phone) -> None:
    north = company.unit("North")
    bo = company.person("Bo").user.person
    team = company.team("Diggers", north)
    company.edit("person", phone.person.user.person, {"unit": north})
    company.edit("person", bo, {"unit": north})
    company.join(phone.person, team)
    company.rights(job={"read": "all", "edit": "unit", "delete": "own", "readOnly": ["cost"]})

    phone.sync()

    told = phone.standing
    me = phone.person.user.person
    assert Standing().validate(told) == {}
    assert told["rights"]["job"] == {
        "read": "all", "create": "none", "edit": "unit", "delete": "own", "assign": "none", "share": "none"
    }  # fmt: skip
    assert told["readOnly"] == {"job": ["cost"]}
    assert told["reach"] == {
        "own": [me], "team": [], "unit": sorted([me, bo, team]), "unit_and_below": []
    }  # fmt: skip
    assert told["circle"]["teams"] == [team]
    assert (told["circle"]["unit"], told["circle"]["zone"]) == (north, "UTC")


def test_it_is_told_again_only_when_it_has_moved(company: Company, phone: Phone) -> None:
    company.take_along(part("job", ALL))
    phone.sync()
    company.job()
    quiet = news(phone)["standing"]

    company.rights(job={"read": "all", "edit": "own"})
    moved = news(phone)["standing"]

    assert quiet is None
    assert moved["rights"]["job"]["edit"] == "own"
    assert news(phone)["standing"] is None


@pytest.mark.feature("SEC-02")
def test_a_right_to_edit_that_moves_alone_is_told_although_no_record_moves(
    company: Company, phone: Phone
) -> None:
    company.take_along(part("job", ALL))
    company.job()
    phone.sync()
    generation = phone.generation

    company.rights(job={"read": "all"})
    told = news(phone)

    assert told["standing"]["rights"]["job"]["edit"] == "none"
    assert (told["put"], phone.generation) == (set(), generation)


def test_somebody_who_joins_my_unit_is_within_reach(company: Company, phone: Phone) -> None:
    north = company.unit("North")
    bo = company.person("Bo").user.person
    company.edit("person", phone.person.user.person, {"unit": north})
    company.rights(job={"read": "all", "edit": "unit_and_below"})
    phone.sync()

    company.edit("person", bo, {"unit": north})

    assert bo in news(phone)["standing"]["reach"]["unit_and_below"]


@pytest.mark.invariant(14)
def test_what_is_kept_and_may_no_longer_be_read_is_not_named(company: Company, phone: Phone) -> None:
    job = company.job(owner=company.person("Bo").user.person)
    company.keep(phone.person, "job", job)
    phone.sync()
    assert [one["record"] for one in phone.standing["kept"]] == [job]

    company.rights(job={"read": "own"})
    told = news(phone)

    assert told["standing"]["kept"] == []
    assert told["lost"] == {job}


@pytest.mark.feature("DAT-11")
def test_filters_are_told_with_their_names_switched_off_ones_too(company: Company, phone: Phone) -> None:
    phone.sync()

    made = company.filter(phone.person, "job", NORTHERN)
    on = news(phone)["standing"]["filters"]
    company.switch(phone.person, made, active=False)
    off = news(phone)["standing"]["filters"]

    assert on == [
        {
            "id": made, "entity": "job", "label": {"en": "Mine"}, "condition": NORTHERN, "active": True,
            "system": False,
        }
    ]  # fmt: skip
    assert [one["active"] for one in off] == [False]


def test_custom_rules_are_the_offices_and_not_told(company: Company, phone: Phone) -> None:
    company.take_along(part("job", custom(NORTHERN)))

    phone.sync()

    assert phone.standing["filters"] == []
