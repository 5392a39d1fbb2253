"""What a device knows of records that it does not hold: labels of references, and of what has left."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from backend.accounts.rights import whole_rights
from tests.backend.sync.company import (
    ALL,
    ALL_OPERATIONS,
    MINE,
    MODEL,
    QUIET,
    TITLES,
    Company,
    custom,
    entity,
    field,
    lookup,
    news,
    part,
)
from tests.backend.sync.office import Person, Phone

NORTH = custom({"op": "eq", "path": "code", "value": "N"})


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def carried(*names: str) -> dict[str, Any]:
    return {"fields": [{"id": name} for name in names]}


@pytest.mark.feature("DAT-10")
@pytest.mark.invariant(21)
def test_the_first_copy_brings_the_labels_of_what_its_records_refer_to(
    company: Company, phone: Phone
) -> None:
    customer = company.create("customer", {"name": "Mine"})
    company.create("customer", {"name": "Nobody's"})
    company.job(customer=customer)
    company.take_along(part("job", ALL))

    phone.sync()

    assert phone.holds("customer") == {}
    assert phone.stubs == {"customer": {customer: "Mine"}}
    assert phone.counts.get("customer", 0) == 0
    assert b"Nobody" not in b"".join(phone.heard)


@pytest.mark.feature("DAT-10")
@pytest.mark.invariant(21)
def test_a_record_that_comes_brings_the_labels_that_it_needs_once(company: Company, phone: Phone) -> None:
    customer = company.create("customer", {"name": "Mine"})
    company.take_along(part("job", ALL))
    phone.sync()

    company.job(customer=customer)
    first = news(phone)
    company.job(customer=customer)
    second = news(phone)

    assert first["stubs"] == {customer: "Mine"}
    assert second["stubs"] == {}
    assert len(second["put"]) == 1


@pytest.mark.feature("BEY-09")
@pytest.mark.invariant(21)
def test_the_first_record_of_a_kind_that_is_pinned_brings_its_labels_too(
    company: Company, ana: Person, phone: Phone
) -> None:
    customer = company.create("customer", {"name": "Mine"})
    job = company.job(customer=customer)
    absent = [part(name, ALL, direction="none") for name in ("customer", "job")]
    company.take_along(part("region", ALL), *absent)
    phone.sync()

    company.keep(ana, "job", job)
    pinned = news(phone)

    assert (pinned["put"], pinned["stubs"]) == ({job}, {customer: "Mine"})


@pytest.mark.invariant(1)
def test_a_label_follows_its_record_until_that_is_lost(company: Company, phone: Phone) -> None:
    customer = company.create("customer", {"name": "Old"})
    job = company.job(customer=customer)
    company.take_along(part("job", ALL))
    phone.sync()

    company.edit("customer", customer, {"name": "New"})
    renamed = news(phone)
    company.write(
        {"kind": "delete", "entity": "job", "record": job, "base": 1_000_000},
        {"kind": "delete", "entity": "customer", "record": customer, "base": 1_000_000},
    )
    lost = news(phone)

    assert renamed["stubs"] == {customer: "New"}
    assert lost["lost"] == {job, customer}
    assert phone.stubs["customer"] == {}


@pytest.mark.invariant(1)
def test_a_record_known_by_its_label_comes_in_full_when_it_is_wanted_and_goes_back(
    company: Company, phone: Phone
) -> None:
    region = company.create("region", {"name": "Norrland", "code": "S"})
    company.create("customer", {"name": "Mine", "region": region})
    company.take_along(part("customer", ALL), part("region", NORTH))
    phone.sync()
    assert phone.stubs["region"] == {region: "Norrland"}

    company.edit("region", region, {"code": "N"})
    came = news(phone)
    company.edit("region", region, {"code": "S", "name": "Renamed as it left"})
    went = news(phone)

    assert (came["put"], came["stubs"]) == ({region}, {})
    assert went["left"] == {region}
    assert (phone.holds("region"), phone.stubs["region"]) == ({}, {region: "Renamed as it left"})


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(21)
def test_a_reference_to_what_may_not_be_read_brings_nothing_until_it_may(
    company: Company, phone: Phone
) -> None:
    job = company.job("Secret", owner=company.person("Bo").user.person)
    task = company.create("task", {"title": "Shovel", "job": job})
    company.rights(job={"read": "own"})
    company.take_along(part("task", ALL))
    phone.sync()
    assert (phone.stubs, set(phone.holds("task"))) == ({}, {task})
    assert b"Secret" not in b"".join(phone.heard)

    company.share("job", job, phone.person.user.person, "read")
    may = news(phone)
    company.share("job", job, phone.person.user.person)
    may_not = news(phone)

    assert may["stubs"] == {job: "Secret"}
    assert may_not["lost"] == {job}
    assert phone.stubs["job"] == {}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(21)
def test_rights_that_grow_bring_the_labels_that_were_missing(company: Company, phone: Phone) -> None:
    job = company.job("Dig", owner=company.person("Bo").user.person)
    company.create("task", {"title": "Shovel", "job": job})
    company.rights(job={"read": "own"})
    company.take_along(part("task", ALL))
    phone.sync()

    company.rights()

    assert news(phone)["stubs"] == {job: "Dig"}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(15)
def test_labels_go_with_the_right_to_read_them(company: Company, phone: Phone) -> None:
    customer = company.create("customer", {"name": "Mine"})
    company.job(customer=customer)
    company.take_along(part("job", ALL))
    phone.sync()

    company.put_role(entities={"job": ALL_OPERATIONS})
    went = news(phone)

    assert went["lost"] == {customer}
    assert phone.stubs["customer"] == {}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
def test_a_name_that_is_hidden_is_taken_off_every_label(company: Company, phone: Phone) -> None:
    customer = company.create("customer", {"name": "Mine"})
    company.job(customer=customer)
    company.take_along(part("job", ALL))
    phone.sync()

    company.rights(customer={"read": "all", "hidden": ["name"]})
    hidden = news(phone)
    company.edit("customer", customer, {"name": "Still secret"})
    later = news(phone)
    company.rights()
    back = news(phone)

    assert hidden["stubs"] == {customer: ""}
    assert later["stubs"] == {customer: ""}
    assert back["stubs"] == {customer: "Still secret"}


@pytest.mark.feature("MET-05")
def test_another_field_that_names_records_renames_the_labels(company: Company, phone: Phone) -> None:
    customer = company.create("customer", {"name": "Mine", "credit": "AAA"})
    company.job(customer=customer)
    company.take_along(part("job", ALL))
    phone.sync()

    by_credit = {**entity("customer", "name", lookup("region"), field("credit")), "title": "credit"}
    company.take_along(part("job", ALL), model=[MODEL[0], by_credit, *MODEL[2:]])

    assert news(phone)["stubs"] == {customer: "AAA"}
    assert news(phone) == QUIET


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
def test_a_field_that_is_hidden_is_masked_without_sending_a_row_and_comes_back_with_rows(
    company: Company, phone: Phone
) -> None:
    job = company.job("Dig", cost="Secret cost")
    company.take_along(part("job", ALL))
    phone.sync()
    assert phone.records["job"][job][1]["cost"] == "Secret cost"

    company.put_role(entities=rights_of_job(hidden=["cost"]))
    masked = news(phone)
    assert masked["masks"] == {"job": ["title", "customer", "due"]}
    assert masked["put"] == set()
    assert "cost" not in phone.records["job"][job][1]
    phone.heard.clear()
    company.edit("job", job, {"cost": "Another secret"})
    phone.pull()
    assert b"Another secret" not in b"".join(phone.heard)

    company.put_role(entities=rights_of_job())
    back = news(phone)

    assert back["put"] == {job}
    assert phone.records["job"][job][1]["cost"] == "Another secret"
    assert news(phone) == QUIET


@pytest.mark.feature("DAT-03")
@pytest.mark.feature("DAT-09")
def test_a_profile_that_carries_few_fields_brings_those_and_the_name(company: Company, phone: Phone) -> None:
    job = company.job("Dig", due="2026-11-22", cost="12")
    company.take_along(part("job", ALL, **carried("due")))
    phone.sync()
    assert phone.records["job"][job][1].keys() == {"title", "due", "owner"}

    company.take_along(part("job", ALL, **carried("cost")))
    moved = news(phone)

    assert moved["masks"] == {"job": ["title", "cost"]}
    assert moved["put"] == {job}
    assert phone.records["job"][job][1].keys() == {"title", "cost", "owner"}


@pytest.mark.invariant(21)
def test_a_lookup_that_does_not_come_along_brings_no_label(company: Company, phone: Phone) -> None:
    company.job(customer=company.create("customer", {"name": "Unseen"}))
    company.take_along(part("job", ALL, **carried("due")))

    phone.sync()

    assert phone.stubs == {}
    assert b"Unseen" not in b"".join(phone.heard)


@pytest.mark.invariant(14)
def test_rows_of_the_first_copy_are_masked(company: Company, phone: Phone) -> None:
    company.job("Dig", cost="Secret cost")
    company.put_role(entities=rights_of_job(hidden=["cost"]))
    company.take_along(part("job", ALL))

    phone.sync()

    assert len(phone.holds("job")) == 1
    assert b"Secret cost" not in b"".join(phone.heard)


@pytest.mark.invariant(14)
def test_a_plan_is_void_when_a_field_is_hidden_meanwhile(company: Company, phone: Phone) -> None:
    company.job("Dig", cost="Secret cost")
    company.take_along(part("job", ALL))
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)
    company.put_role(entities=rights_of_job(hidden=["cost"]))

    reply = phone.snapshot(plan["plan"], "job")

    assert (reply["problem"]["code"], reply["remedy"]) == ("plan-outdated", "restart")
    assert b"Secret cost" not in b"".join(phone.heard)


@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
def test_nothing_tells_that_there_is_a_record_which_may_not_be_read(company: Company, phone: Phone) -> None:
    bo = company.person("Bo").user.person
    company.rights(job={"read": "own", "edit": "own", "create": "own"})
    company.take_along(part("job", ALL), part("task", ALL))
    phone.sync()
    phone.heard.clear()
    secret = company.job("Marked secret", owner=bo, cost="Secret cost")
    company.create("task", {"title": "Plain"})
    company.edit("job", secret, {"title": "Marked secret again"})
    company.delete(secret, entity="job")

    phone.pull()
    phone.push(phone.change({"kind": "keep", "entity": "job", "record": secret, "how": "pin", "on": True}))

    heard = b"".join(phone.heard[:-1])
    assert b"ecret" not in heard
    assert secret.encode() not in heard
    assert b"ecret" not in phone.heard[-1]
    assert phone.counts["job"] == 0


@pytest.mark.invariant(29)
@pytest.mark.feature("SYN-02")
def test_a_pull_that_is_cut_at_any_byte_is_no_reply_and_the_next_one_says_all_of_it(
    company: Company, phone: Phone
) -> None:
    region = company.create("region", {"name": "Norrland", "code": "S"})
    company.create("customer", {"name": "Mine", "region": region})
    company.take_along(part("customer", ALL), part("region", NORTH), part("job", MINE))
    phone.sync()
    gone = company.create("customer", {"name": "Gone soon"})
    news(phone)
    company.delete(gone, entity="customer")
    company.create("customer", {"name": "Other", "region": company.create("region", {"name": "Skåne"})})
    phone.ask("pull", cursor=phone.cursor, page=None)
    whole = phone.heard[-1]

    for cut in range(len(whole)):
        with pytest.raises(orjson.JSONDecodeError):
            orjson.loads(whole[:cut])
    phone.ask("pull", cursor=phone.cursor, page=None)

    assert len(whole) < 8192
    same = [orjson.loads(frame) for frame in (whole, phone.heard[-1])]
    for reply in same:
        # The same generation under a number of its own, and so under another cursor.
        del reply["cursor"], reply["generation"]
    assert same[0] == same[1]


@pytest.mark.invariant(27)
@pytest.mark.invariant(29)
def test_a_reply_that_was_lost_is_said_again_labels_and_all(company: Company, phone: Phone) -> None:
    region = company.create("region", {"name": "Norrland", "code": "N"})
    customer = company.create("customer", {"name": "Mine", "region": region})
    company.take_along(part("customer", ALL), part("region", NORTH))
    phone.sync()
    company.edit("region", region, {"code": "S", "name": "New name"})
    job = company.job(customer=customer)
    company.take_along(part("customer", ALL), part("region", NORTH), part("job", ALL))

    phone.ask("pull", cursor=phone.cursor, page=None)
    said = news(phone)

    assert (said["left"], said["put"], said["stubs"]) == ({region}, {job}, {region: "New name"})
    assert phone.stubs["region"] == {region: "New name"}


def rights_of_job(**more: Any) -> dict[str, Any]:
    given = dict.fromkeys(TITLES, ALL_OPERATIONS)
    return {**given, "job": whole_rights(**{**ALL_OPERATIONS, **more})}
