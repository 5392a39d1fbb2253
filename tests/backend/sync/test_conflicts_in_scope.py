"""Which conflicts a device hears of: with its scope, and within what its user may read."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.rights import whole_rights
from tests.backend.sync.company import ALL_OPERATIONS, MINE, TITLES, Company, custom, part
from tests.backend.sync.office import Person, Phone

DIG = custom({"op": "eq", "path": "title", "value": "Dig"})


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def disagree(company: Company, job: str, field: str = "title") -> None:
    """Let Bo edit from an old base what the office has changed since."""
    bo = company.person("Bo").device()
    bo.hello()
    company.edit("job", job, {field: "The office's"})
    edits = {field: {"value": "Bo's", "old": "Base", "base": 1}}
    [outcome] = bo.push(bo.change({"kind": "set", "entity": "job", "record": job, "edits": edits}))[
        "outcomes"
    ]
    assert outcome["status"] == "conflict", outcome


@pytest.mark.feature("SYN-07")
@pytest.mark.invariant(1)
@pytest.mark.parametrize("wished", ["pinned", "edited"])
def test_a_conflict_that_is_older_than_the_scope_comes_with_its_record(
    company: Company, phone: Phone, wished: str
) -> None:
    job = company.job("Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job)
    phone.pull()
    assert phone.conflicts == {}

    if wished == "pinned":
        company.keep(phone.person, "job", job)
    else:
        company.edit("job", job, {"title": "Dig"})
    phone.pull()

    [conflict] = phone.conflicts.values()
    assert (conflict["record"], conflict["mine"], conflict["open"]) == (job, {"title": "Bo's"}, True)


@pytest.mark.invariant(1)
def test_a_conflict_comes_with_a_record_that_a_comparison_brings(company: Company, phone: Phone) -> None:
    job = company.job("Base")
    company.take_along(part("job", MINE))
    phone.sync()
    disagree(company, job)
    phone.pull()

    company.take_along(part("job", MINE, custom({"op": "not-null", "path": "title"})))
    phone.pull()

    assert {one["record"] for one in phone.conflicts.values()} == {job}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
def test_a_conflict_about_a_hidden_field_is_not_told(company: Company, phone: Phone) -> None:
    job = company.job("Dig", cost="Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job, "cost")
    given: dict[str, Any] = dict.fromkeys(TITLES, ALL_OPERATIONS)
    company.put_role(entities={**given, "job": whole_rights(**{**ALL_OPERATIONS, "hidden": ["cost"]})})
    phone.heard.clear()

    phone.pull()

    assert phone.conflicts == {}
    assert b"Bo's" not in b"".join(phone.heard)
    assert b"The office's" not in b"".join(phone.heard)


@pytest.mark.invariant(14)
def test_a_conflict_on_a_record_outside_the_scope_is_not_told(company: Company, phone: Phone) -> None:
    job = company.job("Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job)

    phone.pull()

    assert phone.conflicts == {}
    assert job.encode() not in b"".join(phone.heard)
