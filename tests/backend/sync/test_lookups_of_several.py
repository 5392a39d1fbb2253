"""Lookups of several on their way: the labels they bring, what waits for them, what they are refused for."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.sync.models import RefusedChange
from tests.backend.sync.company import ALL, MODEL, Company, custom, field, news, part
from tests.backend.sync.office import Person, Phone, new_id

CUSTOMERS = field("customers", "lookup", target="customer", several=True)
LISTING = [{**one, "fields": [*one["fields"], CUSTOMERS]} if one["id"] == "job" else one for one in MODEL]


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(company: Company, ana: Person) -> Phone:
    company.take_along(part("job", ALL), model=LISTING)
    return ana.device()


def customers(company: Company, *names: str) -> list[str]:
    return sorted(company.create("customer", {"name": name}) for name in names)


@pytest.mark.feature("DAT-10", "DSG-16")
def test_the_first_copy_brings_the_labels_of_everything_in_a_list(company: Company, phone: Phone) -> None:
    both = customers(company, "North", "South")
    company.create("customer", {"name": "Nobody's"})
    company.job(customers=both)

    phone.sync()

    assert phone.holds("customer") == {}
    assert set(phone.stubs["customer"]) == set(both)
    assert sorted(phone.stubs["customer"].values()) == ["North", "South"]
    assert b"Nobody" not in b"".join(phone.heard)


@pytest.mark.feature("DAT-10", "DSG-16")
def test_a_record_brings_the_labels_of_its_list_that_are_not_there_yet(
    company: Company, phone: Phone
) -> None:
    north, south = (customers(company, name)[0] for name in ("North", "South"))
    phone.sync()

    job = company.job(customer=north, customers=[north])
    first = news(phone)
    company.edit("job", job, {"customers": sorted([north, south])})
    second = news(phone)

    assert (first["put"], first["stubs"]) == ({job}, {north: "North"})
    assert (second["put"], second["stubs"]) == ({job}, {south: "South"})


@pytest.mark.feature("DSG-16")
def test_the_labels_of_a_list_follow_their_records_until_those_are_lost(
    company: Company, phone: Phone
) -> None:
    north, south = (customers(company, name)[0] for name in ("North", "South"))
    job = company.job(customers=sorted([north, south]))
    phone.sync()

    company.edit("customer", south, {"name": "Far south"})
    renamed = news(phone)
    company.edit("job", job, {"customers": [north]})
    company.write({"kind": "delete", "entity": "customer", "record": south, "base": 1_000_000})
    let_go = news(phone)

    assert renamed["stubs"] == {south: "Far south"}
    assert (let_go["put"], let_go["lost"]) == ({job}, {south})
    assert phone.stubs["customer"] == {north: "North"}


@pytest.mark.feature("DSG-16")
def test_what_of_a_list_may_not_be_read_brings_no_label(company: Company, phone: Phone) -> None:
    company.rights(customer={"read": "none"})
    company.job(customers=customers(company, "North"))

    phone.sync()

    assert phone.stubs.get("customer", {}) == {}
    assert b"North" not in b"".join(phone.heard)


@pytest.mark.feature("DSG-16", "DAT-03")
def test_an_offline_rule_takes_along_what_lists_a_record(company: Company, phone: Phone) -> None:
    north, south = (customers(company, name)[0] for name in ("North", "South"))
    wanted, other = company.job(customers=[north, south]), company.job(customers=[south])
    rule = custom({"op": "in", "path": "customers", "value": [north]})
    company.take_along(part("job", rule), model=LISTING)
    phone.sync()
    before = set(phone.holds("job"))

    company.edit("job", wanted, {"customers": [south]})
    company.edit("job", other, {"customers": sorted([north, south])})
    phone.sync()

    assert (before, set(phone.holds("job"))) == ({wanted}, {other})


def nameless(customer: str) -> dict[str, Any]:
    """A customer that the office refuses: it is too long."""
    return {"kind": "create", "entity": "customer", "record": customer, "values": {"name": "x" * 300}}


def listing(*ids: str) -> dict[str, Any]:
    values = {"title": "Dig", "customers": list(ids)}
    return {"kind": "create", "entity": "job", "record": new_id(), "values": values}


@pytest.mark.feature("DSG-16", "SYN-17")
def test_a_list_that_names_what_a_refused_change_was_to_make_waits_for_it(
    company: Company, phone: Phone
) -> None:
    phone.sync()
    there, missing = customers(company, "North")[0], new_id()
    refused = phone.change(nameless(missing))
    pointing = phone.change(listing(there, missing))
    alone = phone.change(listing(there))

    reply = phone.push(refused, pointing, alone)

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "blocked", "applied"]
    assert reply["outcomes"][1]["blockedBy"] == refused["id"]


@pytest.mark.feature("DSG-16")
def test_changes_of_one_request_may_list_what_the_ones_before_make(company: Company, phone: Phone) -> None:
    phone.sync()
    made = new_id()
    first = {"kind": "create", "entity": "customer", "record": made, "values": {"name": "New"}}

    reply = phone.push(phone.change(first), phone.change(listing(made)), phone.change(listing(made)))

    assert [one["status"] for one in reply["outcomes"]] == ["applied"] * 3


@pytest.mark.feature("DSG-16", "SYN-14")
@pytest.mark.parametrize("there", [True, False])
def test_a_list_refused_for_want_of_a_right_is_noted_as_such(
    company: Company, phone: Phone, there: bool
) -> None:
    hidden = customers(company, "North")[0] if there else new_id()
    company.rights(customer={"read": "none"})
    phone.sync()

    reply = phone.push(phone.change(listing(hidden)))

    noted = company.database.read(lambda session: session.scalars(select(RefusedChange.for_rights)).all())
    assert reply["outcomes"][0]["problem"]["code"] == "lookup-not-found"
    assert noted == [there]
