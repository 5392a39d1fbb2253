"""Computed values follow a new rule, and what lookups lead to, slice by slice and without anybody's doing."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from sqlalchemy import select

from backend.database import Database
from backend.metadata import service
from backend.metadata.built_in import BUILT_IN
from backend.records import recomputing
from backend.records.models import recomputation
from backend.records.tables import migrate
from tests.backend.metadata.rules import field as read
from tests.backend.metadata.rules import lines, op, value
from tests.backend.records.office import NOW, REPORT, change, edits, entity, field, metadata_of
from tests.backend.records.ruled import CLIENT, LINE, SALE, RuledOffice


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> RuledOffice:
    office = RuledOffice(database)
    monkeypatch.setattr(service, "current", lambda session: office.metadata)
    return office


def go_on(office: RuledOffice) -> int:
    return recomputing.go_on(office.database, now=NOW)


def publish(office: RuledOffice, *entities: dict[str, Any]) -> None:
    """Publish another model of sales."""
    before = office.metadata
    office.metadata = metadata_of(*BUILT_IN, *entities, REPORT, version=before.version + 1)
    office.write(lambda session: migrate(session, before.model, office.metadata.model))


def with_rule(name: str, rule: dict[str, Any], of: dict[str, Any] = SALE) -> dict[str, Any]:
    """Return an entity in which a field is computed by another rule."""
    changed = copy.deepcopy(of)
    next(one for one in changed["fields"] if one["id"] == name)["computed"] = rule
    return changed


def waiting(office: RuledOffice) -> int:
    return office.read(lambda session: len(session.execute(select(recomputation)).all()))


@pytest.mark.feature("L23")
def test_a_published_rule_computes_the_records_that_there_are(
    office: RuledOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "SLICE", 2)
    sales = [office.sale() for _ in range(5)]
    for sale in sales:
        office.line(sale)

    publish(office, CLIENT, with_rule("tax", op("multiply", read("net"), value("decimal", "0.5"))), LINE)
    steps = go_on(office)

    assert {office.values("sale", sale)["gross"] for sale in sales} == {"30.00"}
    assert steps == 3
    assert waiting(office) == 0


@pytest.mark.feature("L23")
def test_how_far_it_has_come_is_told(office: RuledOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recomputing, "SLICE", 2)
    for _ in range(5):
        office.sale()
    publish(office, CLIENT, with_rule("label", op("upper", read("name"))), LINE)

    office.write(lambda session: recomputing._slice(session, now=NOW))

    assert office.read(recomputing.progress) == [{"entity": "sale", "total": 5, "done": 2}]


@pytest.mark.feature("L23")
def test_the_sums_above_follow_a_rule_of_their_lines(office: RuledOffice) -> None:
    sale = office.sale()
    office.line(sale)

    publish(office, CLIENT, SALE, with_rule("amount", read("price"), LINE))
    go_on(office)

    assert office.values("sale", sale)["net"] == "10.00"


@pytest.mark.feature("L23")
def test_a_field_that_is_computed_from_now_on_has_its_values(office: RuledOffice) -> None:
    sale = office.sale(limit="7.00")
    twice = op("multiply", read("limit"), value("integer", 2))

    publish(
        office, CLIENT, {**SALE, "fields": [*SALE["fields"], field("twice", "decimal", computed=twice)]}, LINE
    )
    go_on(office)

    assert office.values("sale", sale)["twice"] == "14.00"


@pytest.mark.feature("L23")
def test_other_publications_compute_nothing(office: RuledOffice) -> None:
    office.sale()

    publish(office, CLIENT, SALE, {**LINE, "fields": [*LINE["fields"], field("remark")]})

    assert waiting(office) == 0


@pytest.mark.feature("L23")
def test_what_a_lookup_leads_to_is_followed(office: RuledOffice) -> None:
    client, other = office.make("client", name="Norr"), office.make("client", name="Söder")
    sale, aside = office.sale(client=client), office.sale(client=other)
    before = office.sidecar("sale", aside)

    office.apply(change(edits("client", client, 1, name=("Norr", "Nord"))))
    assert office.values("sale", sale)["label"] == "First / Norr"
    go_on(office)

    assert office.values("sale", sale)["label"] == "First / Nord"
    assert office.history("sale", sale)[0]["kind"] == "compute"
    assert office.sidecar("sale", aside) == before


@pytest.mark.feature("L23")
def test_another_field_there_makes_no_work(office: RuledOffice) -> None:
    client = office.make("client", name="Norr")
    office.sale(client=client)

    office.apply(change(edits("client", client, 1, discount=(None, "0.100"))))

    assert waiting(office) == 0


@pytest.mark.feature("L23")
def test_what_lines_look_up_is_followed_through_them(office: RuledOffice) -> None:
    product = entity("product", field("name"), field("price", "decimal"))
    total = lines("sum", "sale_line", "sale", op("multiply", read("product.price"), read("quantity")))
    line = {**LINE, "fields": [*LINE["fields"], field("product", "lookup", target="product")]}
    publish(office, CLIENT, with_rule("net", total), line, product)
    office.ann = office.hire(RuledOffice.allowed("product"))
    bolt = office.make("product", name="Bolt", price="2.00")
    sale = office.sale()
    office.line(sale, product=bolt)
    assert office.values("sale", sale)["net"] == "4.00"

    office.apply(change(edits("product", bolt, 1, price=("2.00", "3.00"))))
    go_on(office)

    assert [office.values("sale", sale)[name] for name in ("net", "gross")] == ["6.00", "7.50"]


@pytest.mark.feature("L23")
def test_a_way_that_the_model_has_lost_is_let_go_of(office: RuledOffice) -> None:
    client = office.make("client", name="Norr")
    office.sale(client=client)
    office.apply(change(edits("client", client, 1, name=("Norr", "Nord"))))
    kept = [one for one in SALE["fields"] if one["id"] not in ("client", "label")]

    publish(office, CLIENT, {**SALE, "fields": kept}, LINE)
    go_on(office)

    assert waiting(office) == 0
