"""What was asked for without a network and is sent later: done once, by the rights and records of then."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.accounts.rights import with_operations
from backend.records.models import history
from tests.backend.sync.company import ALL, Company, part
from tests.backend.sync.office import Person, Phone, new_id

pytestmark = pytest.mark.feature("OUT-09", "L28")


@pytest.fixture
def ana(company: Company) -> Person:
    company.take_along(part("job", ALL))
    give(company, with_operations(["read", "edit", "assign", "share"]))
    return company.person("Ana")


@pytest.fixture
def bo(company: Company, ana: Person) -> Person:
    return company.person("Bo")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def give(company: Company, job: dict[str, Any]) -> None:
    """Give everybody these rights to jobs, and to see who there is."""
    company.rights(job=job, person={"read": "all"})


def assign(job: str, owner: str) -> dict[str, Any]:
    return {"kind": "assign", "entity": "job", "record": job, "owner": owner, "base": 1}


def share(job: str, whom: str, *may: str) -> dict[str, Any]:
    return {"kind": "share", "entity": "job", "record": job, "with": whom, "may": list(may)}


def told(reply: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["status"], (one["problem"] or {}).get("code")) for one in reply["outcomes"]]


@pytest.mark.invariant(4, 5)
def test_assigning_and_sharing_are_done_once_however_often_they_are_sent(
    company: Company, ana: Person, bo: Person, phone: Phone
) -> None:
    job, third = company.job(owner=ana.user.person), company.person("Cy").user.person
    phone.sync()
    waiting = [
        phone.change(share(job, third, "read", "edit")),
        phone.change(assign(job, bo.user.person)),
    ]

    first, again = phone.push(*waiting), phone.push(*waiting)

    assert told(first) == [("applied", None)] * 2
    assert again["outcomes"] == first["outcomes"]
    stands = company.stand("job", job)
    assert stands["owner"] == bo.user.person
    assert again["head"] == first["head"], "the second time nothing was written"


@pytest.mark.invariant(23, 33)
def test_each_that_cannot_be_done_any_more_says_why_and_stops_no_other(
    company: Company, ana: Person, bo: Person, phone: Phone
) -> None:
    me, other = ana.user.person, bo.user.person
    gone, lost, kept = (company.job(owner=me) for _ in range(3))
    phone.sync()
    waiting = [
        phone.change(act)
        for act in (
            assign(gone, other), assign(lost, other), assign(new_id(), other),
            assign(kept, new_id()), assign(kept, other),
        )
    ]  # fmt: skip
    company.write({"kind": "delete", "entity": "job", "record": gone, "base": 10})
    company.assign(lost, other, entity="job")
    give(company, {"read": "all", "assign": "own"})

    reply = phone.push(*waiting)

    assert told(reply) == [
        ("rejected", "record-deleted"), ("rejected", "forbidden"), ("rejected", "record-not-found"),
        ("rejected", "person-or-team-not-found"), ("applied", None),
    ]  # fmt: skip
    assert company.stand("job", kept)["owner"] == other


@pytest.mark.invariant(23)
def test_what_was_refused_for_a_right_is_done_when_it_is_sent_again_with_the_right(
    company: Company, ana: Person, bo: Person, phone: Phone
) -> None:
    job = company.job(owner=ana.user.person)
    phone.sync()
    give(company, {"read": "all"})
    assert told(phone.push(phone.change(assign(job, bo.user.person)))) == [("rejected", "forbidden")]
    give(company, {"read": "all", "assign": "all"})

    reply = phone.push(phone.change(assign(job, bo.user.person)))

    assert told(reply) == [("applied", None)]
    assert company.stand("job", job)["owner"] == bo.user.person


@pytest.mark.invariant(2)
def test_of_two_owners_the_later_word_stands_and_the_earlier_is_in_the_history(
    company: Company, ana: Person, bo: Person, phone: Phone
) -> None:
    job, third = company.job(owner=ana.user.person), company.person("Cy").user.person
    phone.sync()
    company.assign(job, third, entity="job")

    reply = phone.push(phone.change(assign(job, bo.user.person)))

    assert told(reply) == [("applied", None)]
    assert company.stand("job", job)["owner"] == bo.user.person
    before = select(history.c.old).where(history.c.id == job, history.c.kind == "assign")
    owners = company.database.read(lambda session: session.scalars(before).all())
    assert {"owner": third} in owners
