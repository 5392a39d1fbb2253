"""Why a person may do something to a record, or may not: the verdict is reach's, the facts say whose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backend.accounts.circle import circle_of
from backend.accounts.rights import united, whole_rights
from backend.accounts.user import User
from backend.catalogue import Catalogue
from backend.database import Database
from backend.records.explain import Fact, Verdict, explain
from tests.backend.records.office import Office, change, create, user

CHIEF = user("Chief", everything=True)


def role(name: str, **entities: Any) -> dict[str, Any]:
    return {"id": name, "label": {"en": name, "sv": name}, "entities": entities, "privileges": []}


class Firm(Office):
    """An office with units, where every user stands somewhere and holds roles."""

    def unit(self, name: str, parent: str | None = None) -> str:
        return self.make("business_unit", by=CHIEF, name=name, parent=parent)

    def person(self, name: str, *roles: dict[str, Any], unit: str | None = None) -> User:
        made = user(name, roles=frozenset(one["id"] for one in roles))
        act = create("person", made.person, name=name, unit=unit)
        self.apply(change(act), by=CHIEF)
        where = self.read(lambda session: circle_of(session, made.person))
        return replace(made, rights=united(roles), circle=where)

    def explain(self, who: User, record: str, *roles: dict[str, Any], entity: str = "report") -> Verdict:
        return self.read(lambda session: explain(session, who, self.metadata, entity, record, roles=roles))

    def share(self, record: str, with_: str, *may: str) -> None:
        act = {"kind": "share", "entity": "report", "record": record, "with_": with_, "may": list(may)}
        outcome = self.apply(change(act), by=CHIEF)
        assert outcome["status"] == "applied", outcome


@pytest.fixture
def firm(database: Database) -> Firm:
    return Firm(database)


def codes(found: Verdict, about: str = "read") -> list[tuple[str, str]]:
    return [(fact.code, fact.speaks) for fact in found.facts if fact.about == about]


@pytest.mark.feature("SEC-01")
def test_the_unit_of_the_owner_says_why_a_role_falls_short(firm: Firm) -> None:
    top = firm.unit("Top")
    north, south = firm.unit("North", top), firm.unit("South", top)
    writes = role("writer", report=whole_rights(read="own", create="own"))
    reads = role("unit reader", report=whole_rights(read="unit"))
    leads = role("lead", report=whole_rights(read="unit_and_below", edit="unit"))
    writer = firm.person("Wes", writes, unit=north)
    near, far, lead = (
        firm.person("Near", reads, unit=north),
        firm.person("Far", reads, unit=south),
        firm.person("Lead", leads, unit=top),
    )
    report = firm.make("report", by=writer, name="One")

    found = {
        "near": firm.explain(near, report, reads),
        "far": firm.explain(far, report, reads),
        "lead": firm.explain(lead, report, leads),
        "writer": firm.explain(writer, report, writes),
    }

    assert {name: one.may["read"] for name, one in found.items()} == {
        "near": True,
        "far": False,
        "lead": True,
        "writer": True,
    }
    assert codes(found["far"]) == [
        ("owner-person", "tells"),
        ("owner-unit", "tells"),
        ("role-falls-short", "no"),
    ]
    assert codes(found["near"])[-1] == ("role-reaches", "yes")
    assert (found["lead"].may["edit"], codes(found["lead"], "edit")) == (False, [("role-falls-short", "no")])
    assert codes(found["writer"])[0] == ("owner-self", "tells")
    (unit,) = [fact for fact in found["lead"].facts if fact.code == "owner-unit"]
    assert unit.arguments == {"unit": "North", "mine": "Top", "place": "below"}


@pytest.mark.feature("SEC-01")
def test_a_share_is_told_with_who_gave_it_and_whether_it_counts(firm: Firm) -> None:
    reads = role("reader", report=whole_rights(read="own"))
    blind = role("blind", customer=whole_rights(read="all"))
    ada, bob = firm.person("Ada", reads), firm.person("Bob", blind)
    report = firm.make("report", by=CHIEF, name="One")

    firm.share(report, ada.person, "read", "edit")
    firm.share(report, bob.person, "read")

    for_ada, for_bob = firm.explain(ada, report, reads), firm.explain(bob, report, blind)
    assert (for_ada.may["read"], for_ada.may["edit"], for_ada.may["delete"]) == (True, True, False)
    assert ("shared", "yes") in codes(for_ada)
    assert ("shared", "yes") in codes(for_ada, "edit")
    assert (for_bob.may["read"], codes(for_bob)[-2:]) == (
        False,
        [("no-role-reads", "no"), ("shared-in-vain", "no")],
    )


@pytest.mark.feature("SEC-05")
def test_a_field_is_told_with_the_roles_that_keep_it(firm: Firm) -> None:
    one = role("one", customer=whole_rights(read="all", hidden=["credit"], edit="all", readOnly=["since"]))
    two = role("two", customer=whole_rights(read="all", hidden=["credit", "notes"]))
    ada = firm.person("Ada", one, two)
    customer = firm.make("customer", by=CHIEF)

    found = firm.explain(ada, customer, one, two, entity="customer")

    assert (found.hidden, found.read_only) == (("credit",), ("since",))
    told = {
        fact.arguments["field"]: fact.arguments["roles"] for fact in found.facts if fact.about == "fields"
    }
    assert told == {"credit": "one, two", "since": "one"}
    assert codes(found)[0] == ("owner-organisation", "tells")


def test_what_is_not_there_is_told_as_such(firm: Firm) -> None:
    reads = role("reader", report=whole_rights(read="all"))
    ada = firm.person("Ada", reads)
    report = firm.make("report", by=CHIEF, name="One")
    firm.apply(change({"kind": "delete", "entity": "report", "record": report, "base": 1}), by=CHIEF)

    found = [
        firm.explain(ada, report, reads),
        firm.explain(ada, ada.person, reads),
        firm.explain(ada, report, reads, entity="ghost"),
    ]

    assert [codes(one) for one in found] == [
        [("record-deleted", "no")],
        [("record-unknown", "no")],
        [("entity-unknown", "no")],
    ]
    assert not any(any(one.may.values()) for one in found)


def test_whoever_may_do_everything_is_told_by_which_role(firm: Firm) -> None:
    boss = {**role("boss"), "privileges": ["administer"]}
    report = firm.make("report", by=CHIEF, name="One")

    found = firm.explain(replace(CHIEF, roles=frozenset({"boss"})), report, boss)

    assert all(found.may.values())
    assert ("role-everything", "yes") in codes(found)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_every_fact_has_its_sentence(firm: Firm, language: str) -> None:
    catalogue = Catalogue.load()
    north = firm.unit("North")
    both = role("both", report=whole_rights(read="team", edit="own", hidden=["note"], readOnly=["remark"]))
    ada, owner = firm.person("Ada", both, unit=north), firm.person("Owen", both, unit=north)
    report = firm.make("report", by=CHIEF, name="One")
    firm.share(report, ada.person, "read")
    firm.apply(
        change({"kind": "assign", "entity": "report", "record": report, "owner": owner.person, "base": 1}),
        by=CHIEF,
    )

    facts: tuple[Fact, ...] = firm.explain(ada, report, both).facts

    sentences = [catalogue.render(language, f"explain.{fact.code}", fact.arguments) for fact in facts]
    assert len(facts) >= 6
    assert not [one for one in sentences if "{" in one or one.startswith("explain.")]
