"""What rules make of records: always the office's, in the same change, and nobody's conflict."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from backend.database import Database
from backend.metadata.built_in import BUILT_IN
from backend.metadata.rule_failures import failed_rules
from backend.signals import records_written
from tests.backend.records.office import (
    REPORT,
    change,
    create,
    delete,
    edits,
    metadata_of,
    new_id,
    resolve,
    restore,
    user,
)
from tests.backend.records.ruled import CLIENT, LINE, RULED, SALE, RuledOffice


@pytest.fixture
def office(database: Database) -> RuledOffice:
    return RuledOffice(database)


def sums(office: RuledOffice, sale: str) -> tuple[Any, ...]:
    values = office.values("sale", sale)
    return tuple(values.get(name) for name in ("net", "tax", "gross", "lines"))


def told(office: RuledOffice) -> list[tuple[str, tuple[str, ...]]]:
    """What designers are told of rules that have failed."""
    model = office.metadata.model
    found = office.read(lambda session: list(failed_rules(session, model)))
    return [(one.code, one.path) for one in found]


def without_rule(name: str) -> dict[str, Any]:
    """Lines of which a field is not computed any more."""
    plain = [{**one, "computed": None} if one["id"] == name else one for one in LINE["fields"]]
    return {**LINE, "fields": plain}


@pytest.mark.feature("L23", "APP-10")
def test_a_new_record_has_its_computed_values(office: RuledOffice) -> None:
    client = office.make("client", name="Norr")

    sale = office.sale(client=client)

    values = office.values("sale", sale)
    assert values["label"] == "First / Norr"
    assert values["net"] == "0.00"
    assert values["begun"] == "2026-11-21"


@pytest.mark.feature("L23", "APP-10")
def test_what_a_phone_has_computed_is_neither_believed_nor_refused(office: RuledOffice) -> None:
    sale, line = office.sale(), new_id()
    sent = create("sale_line", line, sale=sale, price="10.00", quantity=3, amount="99999.00")

    outcome = office.apply(change(sent), change(edits("sale_line", line, 1, amount=("1.00", "2.00"))))

    assert outcome["status"] == "applied"
    assert office.values("sale_line", line)["amount"] == "30.00"


@pytest.mark.feature("L23")
def test_a_computed_value_of_another_type_is_let_go_of(office: RuledOffice) -> None:
    sale = office.sale()

    outcome = office.apply(change(create("sale_line", new_id(), sale=sale, amount={"not": "a number"})))

    assert outcome["status"] == "applied"


@pytest.mark.feature("L23")
def test_the_sums_of_a_record_follow_its_lines(office: RuledOffice) -> None:
    one, other = office.sale(), office.sale()

    line = office.line(one)
    second = office.line(one, price="5.50", quantity=1)
    assert sums(office, one) == ("25.50", "6.38", "31.88", 2)
    office.apply(change(edits("sale_line", line, 1, quantity=(2, 4))))
    assert sums(office, one)[0] == "45.50"
    office.apply(change(edits("sale_line", line, 2, sale=(one, other))))
    assert (sums(office, one)[0], sums(office, other)[0]) == ("5.50", "40.00")
    office.apply(change(delete("sale_line", second, 1)))
    assert sums(office, one) == ("0.00", "0.00", "0.00", 0)
    office.apply(change(restore("sale_line", second)))

    assert sums(office, one) == ("5.50", "1.38", "6.88", 1)


@pytest.mark.feature("L23")
def test_a_record_and_its_lines_of_one_change_are_summed_up_at_once(office: RuledOffice) -> None:
    sale = new_id()
    lines = [create("sale_line", new_id(), sale=sale, price="2.50", quantity=n) for n in (1, 2, 3)]

    outcome = office.apply(change(*lines, create("sale", sale, name="All")))

    assert outcome["status"] == "applied"
    assert sums(office, sale)[0] == "15.00"
    assert office.sidecar("sale", sale).version == 1


@pytest.mark.feature("L23")
def test_a_sum_that_moves_is_a_version_that_nobody_has_edited(office: RuledOffice) -> None:
    sale = office.sale()
    bob = office.hire(user("Bob", entities=("person", *RULED)))

    office.apply(change(create("sale_line", new_id(), sale=sale, price="1.00")), by=bob)

    newest = office.history("sale", sale)[0]
    sidecar = office.sidecar("sale", sale)
    assert (newest["kind"], newest["version"]) == ("compute", 2)
    assert set(newest["new"]) == {"net", "tax", "gross", "lines"}
    assert (sidecar.version, sidecar.modified_by) == (2, office.ann.person)


@pytest.mark.feature("L23")
def test_devices_hear_of_the_records_whose_sums_have_moved(office: RuledOffice) -> None:
    sale = office.sale()
    heard: list[frozenset[str]] = []

    def hear(_: object, *, entities: frozenset[str], **more: Any) -> None:
        heard.append(entities)

    with records_written.connected_to(hear):
        line = new_id()
        outcome = office.apply(change(create("sale_line", line, sale=sale, price="1.00")))

    assert heard == [{"sale", "sale_line"}]
    assert [one["record"] for one in outcome["records"]] == [line]
    assert outcome["seq"] == office.sidecar("sale", sale).seq


@pytest.mark.feature("L23")
def test_a_line_whose_sums_stay_leaves_its_record_alone(office: RuledOffice) -> None:
    sale = office.sale()
    line = office.line(sale)
    before = office.sidecar("sale", sale)

    office.apply(change(edits("sale_line", line, 1, name=(None, "Bolts"))))

    assert office.sidecar("sale", sale) == before


@pytest.mark.feature("L23")
@pytest.mark.invariant(18)
def test_a_moved_sum_is_nobodys_conflict(office: RuledOffice) -> None:
    sale = office.sale()
    bob = office.hire(user("Bob", entities=("person", *RULED)))
    line = new_id()
    office.apply(change(create("sale_line", line, sale=sale, price="1.00")), by=bob)

    edited = office.apply(change(edits("sale", sale, 1, name=("First", "Other"))), device=new_id())
    office.apply(change(delete("sale_line", line, 1)), by=bob)
    deleted = office.apply(change(delete("sale", sale, 3)), device=new_id())

    assert (edited["status"], deleted["status"]) == ("applied", "applied")
    assert office.sidecar("sale", sale).gone
    assert office.conflicts() == []


@pytest.mark.feature("L23")
def test_what_a_conflict_keeps_away_is_not_summed_up(office: RuledOffice) -> None:
    sale = office.sale()
    line = office.line(sale)
    office.apply(change(edits("sale_line", line, 1, price=("10.00", "20.00"))))

    outcome = office.apply(change(edits("sale_line", line, 1, price=("10.00", "30.00"))))
    assert (outcome["status"], sums(office, sale)[0]) == ("conflict", "40.00")
    office.apply(change(resolve("sale_line", line, outcome["conflicts"], 2, values={"price": "30.00"})))

    assert sums(office, sale)[0] == "60.00"


@pytest.mark.feature("L23")
def test_a_value_that_the_field_cannot_hold_is_missing(office: RuledOffice) -> None:
    sale = office.sale()

    line = office.line(sale, price="9999999999999999.99", quantity=9_000_000)

    assert "amount" not in office.values("sale_line", line)
    assert sums(office, sale)[0] == "0.00"


@pytest.mark.feature("L23")
def test_designers_are_told_of_a_value_that_its_field_cannot_hold(office: RuledOffice) -> None:
    sale = office.sale()

    line = office.line(sale, price="9999999999999999.99", quantity=9_000_000)

    model = office.metadata.model
    found = office.read(lambda session: list(failed_rules(session, model)))
    assert told(office) == [
        ("design-rule-not-held", ("entities", "sale_line", "fields", "amount", "computed"))
    ]
    assert found[0].arguments == {"name": "amount", "record": line}


@pytest.mark.feature("L23")
def test_a_failure_of_a_rule_that_was_changed_since_is_told_no_more(office: RuledOffice) -> None:
    office.line(office.sale(), price="9999999999999999.99", quantity=9_000_000)
    amount = office.metadata.model.entities["sale_line"].fields["amount"]

    office.metadata = metadata_of(*BUILT_IN, CLIENT, SALE, REPORT, without_rule("amount"), version=2)

    assert amount["computed"] is not None
    assert told(office) == []


@pytest.mark.feature("BEY-20")
def test_a_default_is_computed_where_nothing_was_given(office: RuledOffice) -> None:
    sale = office.sale()

    given, left, emptied = (
        office.make("sale_line", sale=sale, price="3.00", **values)
        for values in ({"quantity": 5}, {}, {"quantity": None})
    )

    found = [office.values("sale_line", one).get("quantity") for one in (given, left, emptied)]
    assert found == [5, 1, None]


@pytest.mark.feature("BEY-20")
def test_what_must_hold_is_refused_with_its_words_at_its_field(office: RuledOffice) -> None:
    sale = office.sale()
    office.line(sale)

    refused = office.apply(change(edits("sale", sale, 2, limit=(None, "19.99"))))
    allowed = office.apply(change(edits("sale", sale, 2, limit=(None, "20.00"))))

    assert refused["status"] == "rejected"
    assert refused["problem"]["code"] == "unmet-rule"
    assert refused["problem"]["field"] == "limit"
    assert refused["problem"]["arguments"]["message"] == "Too much."
    assert allowed["status"] == "applied"


@pytest.mark.feature("BEY-20")
def test_a_field_is_required_under_its_condition(office: RuledOffice) -> None:
    sale = office.sale()

    refused = office.apply(change(edits("sale", sale, 1, kind=("cash", "credit"))))
    allowed = office.apply(
        change(edits("sale", sale, 1, kind=("cash", "credit"), reason=(None, "A regular customer")))
    )

    assert (refused["problem"]["code"], refused["problem"]["field"]) == ("value-required", "reason")
    assert allowed["status"] == "applied"


@pytest.mark.feature("BEY-20")
def test_a_line_is_not_refused_for_what_its_record_must_hold(office: RuledOffice) -> None:
    sale = office.sale(limit="5.00")

    office.line(sale)
    refused = office.apply(change(edits("sale", sale, 2, name=("First", "Second"))))

    assert sums(office, sale)[0] == "20.00"
    assert refused["problem"]["code"] == "unmet-rule"


@pytest.mark.feature("BEY-20")
@pytest.mark.invariant(20)
def test_a_merge_that_breaks_a_rule_is_a_conflict_of_the_whole(office: RuledOffice) -> None:
    sale = office.sale(limit="50.00")
    line = office.line(sale)
    office.apply(change(edits("sale", sale, 2, limit=("50.00", "20.00"))))
    bob = office.hire(user("Bob", entities=("person", *RULED)))
    office.apply(change(edits("sale_line", line, 1, quantity=(2, 4))), by=bob)

    outcome = office.apply(change(edits("sale", sale, 2, name=("First", "Second"))), by=bob, device=new_id())

    kept = office.conflicts()[0]
    assert outcome["status"] == "conflict"
    assert (kept["kind"], kept["mine"]) == ("invalid", {"name": "Second"})
    assert office.values("sale", sale)["name"] == "First"
    assert sums(office, sale)[0] == "40.00"


@pytest.mark.feature("BEY-20")
def test_a_rule_that_fails_stands_in_nobodys_way(
    office: RuledOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = itertools.repeat(None)
    monkeypatch.setattr(
        "backend.records.rules_in_force.compile_value",
        lambda *_: next(broken).there,  # type: ignore[attr-defined]
    )

    sale = RuledOffice.sale(office)

    assert "label" not in office.values("sale", sale)
    assert "a rule of sale failed" in caplog.text
    assert ("design-rule-failed", ("entities", "sale", "fields", "label", "computed")) in told(office)
