"""Devices that work by an earlier version of the model while a field is retyped."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.user import OFFICE
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.publish import Telling
from backend.records import retyped_conflicts
from backend.records.tables import migrate
from tests.backend.sync.company import MINE, Company, field, news, part, workspace
from tests.backend.sync.office import Phone


def version_of(company: Company) -> int:
    return company.database.read(metadata.current_version)


def retype(company: Company, entity: str, name: str, kind: str) -> int:
    """Publish a field of another type and return the metadata version."""

    def work(session: Any) -> int:
        model = metadata.current(session).model_document
        entities = [
            {**one, "fields": [field(name, kind) if two["id"] == name else two for two in one["fields"]]}
            if one["id"] == entity
            else one
            for one in model["entities"]
        ]
        telling = Telling(user=OFFICE, now=company.now, note={"en": "Costs are numbers"})
        return publish.publish(
            session,
            workspace(),
            {**model, "entities": entities},
            telling,
            migrate=migrate,
            roles=["field_work"],
        )

    return company.database.write(work)


@pytest.fixture
def phone(company: Company) -> Phone:
    """A phone of Ana's with one job of hers, at the version of today."""
    ana = company.person("Ana")
    company.take_along(part("job", MINE))
    company.job("Dig", owner=ana.user.person, cost="12")
    phone = ana.device()
    phone.hello(metadataVersion=version_of(company))
    return phone.sync()


def costs(phone: Phone) -> list[Any]:
    return [values.get("cost") for _, values in phone.records["job"].values()]


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
def test_a_device_is_sent_no_value_of_another_type_than_it_knows(company: Company, phone: Phone) -> None:
    before = costs(phone)

    version = retype(company, "job", "cost", "integer")
    behind = costs(phone.pull())
    company.edit("job", next(iter(phone.records["job"])), {"title": "Dig deep"})
    edited = costs(phone.pull())
    phone.hello(metadataVersion=version)
    taken = costs(phone.pull())

    assert (before, behind, edited, taken) == (["12"], [None], [None], [12])


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
def test_a_device_that_takes_the_version_at_once_gets_the_converted_values(
    company: Company, phone: Phone
) -> None:
    version = retype(company, "job", "cost", "integer")

    phone.hello(metadataVersion=version)
    taken = costs(phone.pull())
    again = news(phone)

    assert taken == [12]
    assert not again["put"]


@pytest.mark.feature("MET-04", "MET-02")
@pytest.mark.invariant(26)
def test_a_change_waiting_on_a_device_that_is_behind_is_lifted_when_it_comes_up(
    company: Company, phone: Phone
) -> None:
    [(job, (base, _))] = phone.records["job"].items()
    act = {"kind": "set", "entity": "job", "record": job,
           "edits": {"cost": {"value": "15", "old": "12", "base": base}}}  # fmt: skip
    waiting = phone.change(act)
    version = retype(company, "job", "cost", "integer")

    reply = phone.push(waiting)
    phone.hello(metadataVersion=version)

    assert reply["outcomes"][0]["status"] == "applied"
    assert costs(phone.pull()) == [15]
    assert phone.push(waiting)["outcomes"] == reply["outcomes"]


@pytest.mark.feature("MET-04", "CON-06")
@pytest.mark.invariant(26)
def test_a_device_that_is_behind_keeps_the_conflict_as_it_knows_the_field_until_it_takes_the_version(
    company: Company, phone: Phone
) -> None:
    retyped_conflicts.listen()
    [(job, (base, _))] = phone.records["job"].items()
    company.edit("job", job, {"cost": "13"})
    phone.push(
        phone.change(
            {
                "kind": "set", "entity": "job", "record": job,
                "edits": {"cost": {"value": "15", "old": "12", "base": base}},
            }
        )
    )  # fmt: skip

    def sides() -> list[tuple[Any, Any]]:
        return [(one["mine"].get("cost"), one["theirs"].get("cost")) for one in phone.conflicts.values()]

    before = (phone.pull(), sides())[1]
    version = retype(company, "job", "cost", "integer")
    behind = (phone.pull(), sides())[1]
    phone.hello(metadataVersion=version)
    taken = (phone.pull(), sides())[1]

    assert (before, behind, taken) == ([("15", "13")], [("15", "13")], [(15, 13)])
