"""Figures counted at the office: exact on both databases, by his periods, and of nothing that is hidden."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.accounts.user import User
from backend.errors import AppError
from backend.expressions.context import Context
from backend.protocol.figures import FiguresAsked, FiguresTold
from backend.records import figures as counting
from backend.records.figures import figures
from tests.backend.records.office import NOW, Office, change, delete, rights_of, user
from tests.backend.records.unseen import alike

STOCKHOLM = ZoneInfo("Europe/Stockholm")
COUNT = {"of": "count"}


def ask(office: Office, entity: str, by: User | None = None, **asked: Any) -> dict[str, Any]:
    who = by or office.ann
    context = Context.at(who.person, NOW, STOCKHOLM)
    question = FiguresAsked().load(asked)
    told = office.read(lambda s: figures(s, office.metadata, who, entity, question, context=context, now=NOW))
    return dict(FiguresTold().dump(told))


def values(told: dict[str, Any]) -> list[str | None]:
    return [one["value"] for one in told["figures"]]


def by_key(told: dict[str, Any]) -> dict[tuple[Any, ...], list[str | None]]:
    return {tuple(group["keys"]): values(group) for group in told["groups"]}


@pytest.mark.feature("L39")
def test_sums_are_exact_however_large_they_grow(office: Office) -> None:
    most = "9999999999999999.99"
    for total in (most,) * 12 + ("0.01", "-0.03"):
        office.make("order", total=total)
    office.make("order")
    office.apply(change(delete("order", office.make("order", total="77.00"), 1)))

    measures = [
        COUNT,
        *({"of": of, "field": "total"} for of in ("sum", "average", "least", "greatest")),
    ]
    told = ask(office, "order", measures=measures)

    exact = Decimal(most) * 12 - Decimal("0.02")
    assert told["count"] == 15
    assert values(told) == ["15", str(exact), "8571428571428571.41857142857142857143", "-0.03", most]


@pytest.mark.feature("L39")
def test_amounts_of_several_currencies_are_never_added(office: Office) -> None:
    for name, amount, currency in (("A", "1.50", "EUR"), ("A", "2.25", "EUR"), ("B", "9.00", "EUR")):
        office.make(name=name, credit={"amount": amount, "currency": currency})
    office.make(name="B", credit={"amount": "100.00", "currency": "SEK"})
    office.make(name="C")

    told = ask(office, "customer", groups=[{"path": "name"}], measures=[{"of": "sum", "field": "credit"}])

    found = {group["keys"][0]: group["figures"][0] for group in told["groups"]}
    assert found["A"] == {"value": "3.75", "currency": "EUR", "mixed": False}
    assert found["B"] == {"value": None, "currency": None, "mixed": True}
    assert found["C"] == {"value": None, "currency": None, "mixed": False}
    assert told["figures"] == [{"value": None, "currency": None, "mixed": True}]


@pytest.mark.feature("BEY-24")
def test_moments_belong_to_the_days_weeks_and_months_of_him_who_asks(office: Office) -> None:
    # Midnight in Stockholm is 22:00 UTC in summer and 23:00 in winter.
    for sent in ("2026-06-30T21:59:59.999Z", "2026-06-30T22:00:00.000Z", "2026-12-31T23:00:00.000Z"):
        office.make("order", sent=sent)
    office.make("order")

    def keys(period: str) -> set[Any]:
        told = ask(office, "order", groups=[{"path": "sent", "period": period}], measures=[COUNT])
        return {group["keys"][0] for group in told["groups"]}

    assert keys("day") == {"2026-06-30", "2026-07-01", "2027-01-01", None}
    assert keys("week") == {"2026-06-29", "2026-12-28", None}
    assert keys("month") == {"2026-06-01", "2026-07-01", "2027-01-01", None}
    assert keys("year") == {"2026-01-01", "2027-01-01", None}


@pytest.mark.feature("L39")
def test_groups_stand_under_groups_and_lookups_are_named(office: Office) -> None:
    acme, bolt = office.make(name="Acme"), office.make(name="Bolt")
    for customer, urgent, total in ((acme, True, "1.00"), (acme, False, "2.00"), (bolt, True, "4.00")):
        office.make("order", customer=customer, urgent=urgent, total=total)
    office.make("order", total="8.00")

    told = ask(
        office,
        "order",
        conditions=[{"op": "not-null", "path": "total"}],
        groups=[{"path": "customer"}, {"path": "urgent"}],
        measures=[{"of": "sum", "field": "total"}],
    )
    through = ask(office, "order", groups=[{"path": "customer.name"}], measures=[COUNT])

    assert by_key(told) == {
        (acme,): ["3"],
        (bolt,): ["4"],
        (None,): ["8"],
        (acme, True): ["1"],
        (acme, False): ["2"],
        (bolt, True): ["4"],
        (None, None): ["8"],
    }
    labels = {group["keys"][0]: group["labels"][0] for group in told["groups"]}
    assert labels == {acme: "Acme", bolt: "Bolt", None: None}
    assert values(told) == ["15"]
    assert by_key(through) == {("Acme",): ["2"], ("Bolt",): ["1"], (None,): ["1"]}


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_a_hidden_field_is_refused_like_one_that_there_is_not(office: Office, mallory: User) -> None:
    customer = office.make(name="Acme", credit={"amount": "777.00", "currency": "EUR"})
    office.make("order", customer=customer)

    def attempts(name: str) -> list[str]:
        asked: list[tuple[str, dict[str, Any]]] = [
            ("customer", {"measures": [{"of": "sum", "field": name}]}),
            ("order", {"measures": [{"of": "greatest", "field": f"customer.{name}"}]}),
            ("customer", {"groups": [{"path": name}], "measures": [COUNT]}),
            ("order", {"groups": [{"path": f"customer.{name}"}], "measures": [COUNT]}),
            ("customer", {"conditions": [{"op": "not-null", "path": name}], "measures": [COUNT]}),
        ]
        told = []
        for entity, question in asked:
            with pytest.raises(AppError) as refused:
                ask(office, entity, by=mallory, **question)
            told.append(alike(f"{refused.value.code} {refused.value.field}", name))
        return told

    hidden, unknown = attempts("credit"), attempts("shoe_size")

    assert hidden == unknown
    assert all("unknown-field" in one for one in hidden)


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_what_he_may_not_read_is_neither_counted_nor_named(office: Office, mallory: User) -> None:
    office.make("report", name="Ann's", decided_by=None)
    own = office.make("report", by=mallory, name="Mine")
    blind = office.hire(user("Blind", entities=("order",)))
    customer = office.make(name="Secret")
    office.make("order", customer=customer)

    mine = ask(office, "report", by=mallory, groups=[{"path": "name"}], measures=[COUNT])
    orders = ask(office, "order", by=blind, groups=[{"path": "customer"}], measures=[COUNT])

    assert own
    assert (mine["count"], by_key(mine)) == (1, {("Mine",): ["1"]})
    assert [group["labels"] for group in orders["groups"]] == [[None]]
    for question in ({"groups": [{"path": "customer.name"}]}, {"measures": [{"of": "sum", "field": "x"}]}):
        with pytest.raises(AppError, match="figures-unknown-field"):
            ask(office, "order", by=blind, **question)
    with pytest.raises(AppError, match="not-found"):
        ask(office, "customer", by=blind, measures=[COUNT])


@pytest.mark.feature("SEC-05")
def test_a_path_walks_into_no_record_that_he_may_not_read(office: Office) -> None:
    clerk = office.hire(user("Clerk", special={"customer": rights_of("read create", "own")}))
    customer = office.make(name="Secret")
    office.make("order", customer=customer)

    told = ask(office, "order", by=clerk, groups=[{"path": "customer.name"}], measures=[COUNT])

    # Customers have no owners, so none is within the reach of his own.
    assert by_key(told) == {(None,): ["1"]}


def test_what_cannot_be_added_or_grouped_is_refused_at_its_place(office: Office) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"measures": [COUNT, {"of": "sum", "field": "name"}]}, "measures.1.field"),
        ({"measures": [{"of": "sum"}]}, "measures.0.field"),
        ({"groups": [{"path": "logo"}]}, "groups.0.path"),
        ({"groups": [{"path": "credit"}]}, "groups.0.path"),
        ({"groups": [{"path": "name"}, {"path": "notes"}]}, "groups.1.path"),
    ]

    for question, place in wrong:
        with pytest.raises(AppError) as refused:
            ask(office, "customer", **question)
        assert refused.value.field == place


def test_the_largest_groups_come_first_and_the_rest_is_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ABBCCC":
        office.make(name=name)
    monkeypatch.setattr(counting, "MOST_GROUPS", 2)

    told = ask(office, "customer", groups=[{"path": "name"}], measures=[COUNT])

    assert [group["keys"] for group in told["groups"]] == [["C"], ["B"]]
    assert (told["more"], told["count"]) == (1, 6)


def test_texts_that_are_equal_are_one_group(office: Office) -> None:
    for town in ("Malmö", "MALMÖ", " Lund", "lund"):
        office.make(town=town)

    told = ask(office, "customer", groups=[{"path": "town"}], measures=[COUNT])

    assert sorted(group["count"] for group in told["groups"]) == [2, 2]
