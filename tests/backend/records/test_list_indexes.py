"""The indexes that designers ask for: made and taken away by publishing, and used by lists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import ColumnElement, insert, inspect, select, text
from sqlalchemy.orm import Session

from backend.database import Database
from backend.expressions.context import Context
from backend.metadata.checks import model_findings
from backend.metadata.reduced import reduced_entity
from backend.records.conditions import condition_of
from backend.records.layout import Layout, layout_of
from backend.records.paging import Order
from backend.records.read import _live
from tests.backend.records.office import NOW, field, model_document, new_id, user
from tests.backend.records.versioned import BUILT_IN, VISIT, VersionedOffice, with_fields

KINDS = (
    field("day", "date"),
    field("amount", "decimal", scale=2),
    field("state", "choice", choices=[{"id": "open", "label": {"en": "Open"}}]),
    field("code", maxLength=40),
)
ROWS = 4_000


def asked_for(*names: str) -> dict[str, Any]:
    """Visits with an index at these fields."""
    return with_fields(
        VISIT, *[{**one, **({"indexed": True} if one["id"] in names else {})} for one in KINDS]
    )


@pytest.fixture
def office(database: Database) -> VersionedOffice:
    office = VersionedOffice(database)
    office.publish(asked_for())
    return office


def names(office: VersionedOffice) -> set[str]:
    """The indexes of visits that lists use."""

    def work(session: Session) -> set[str]:
        # Without it SQLite tells of the indexes that this connection last knew.
        session.execute(text("SELECT id FROM e_visit LIMIT 1"))
        found = {str(one["name"]) for one in inspect(session.connection()).get_indexes("e_visit")}
        return {name for name in found if name.endswith("$list")}

    return office.database.read(work)


def fill(office: VersionedOffice) -> None:
    """Write rows past everything that guards them: only how they are found is looked at."""
    layout = visits(office)
    rows = [
        layout.row(
            new_id(),
            {
                "name": f"n{at}",
                "code": f"c{at * 7919 % ROWS}",
                "state": "open" if at % 500 == 0 else None,
            },
        )
        for at in range(ROWS)
    ]

    def work(session: Session) -> None:
        session.execute(insert(layout.table), rows)
        session.execute(text("ANALYZE"))

    office.database.write(work)


def visits(office: VersionedOffice) -> Layout:
    return layout_of(office.current.model, "visit")


def reduced(office: VersionedOffice) -> list[Any]:
    """The entity as the phones of somebody who may do everything, and of somebody else, have it."""
    model = office.current.model
    people = (user(everything=True), user(entities=("visit",)))
    return [reduced_entity(model.entity("visit"), model, one) for one in people]


def plan(office: VersionedOffice, *conditions: ColumnElement[bool], sort: str | None = None) -> str:
    """Return how the database goes about the first page of a list."""
    layout = visits(office)
    order = Order.of(layout, sort)
    listed = _live(layout, first=order.indexed).where(*conditions)
    query = listed.order_by(*order.clauses()).limit(50)

    def work(session: Session) -> str:
        # Without it SQLite explains by what this connection last knew.
        session.execute(text("SELECT id FROM e_visit LIMIT 1"))
        dialect = session.connection().dialect
        written = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        head = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
        rows = session.connection().exec_driver_sql(head + written.replace("%%", "%")).all()
        return "\n".join(str(part) for row in rows for part in row)

    return office.database.read(work)


@pytest.mark.feature("BEY-24")
def test_an_index_comes_and_goes_with_what_is_published(office: VersionedOffice) -> None:
    before = names(office)

    office.publish(asked_for("day", "code"))
    both = names(office)
    office.publish(asked_for("code"))
    one = names(office)
    office.publish(asked_for())

    assert before == set()
    assert both == {"ix_e_visit_f_day$list", "ix_e_visit_u_code$list"}
    assert one == {"ix_e_visit_u_code$list"}
    assert names(office) == set()


def test_an_index_goes_along_with_a_field_that_is_retyped(office: VersionedOffice) -> None:
    office.publish(asked_for("code"))

    whole = [field("code", "integer", indexed=True)]
    office.publish(with_fields(asked_for(), *whole))

    [only] = names(office)
    assert only.startswith("ix_e_visit_f_code$2_integer")


@pytest.mark.feature("BEY-24")
@pytest.mark.parametrize("sort", ["code", "-code"])
def test_a_sorted_list_goes_by_the_index_of_its_field(office: VersionedOffice, sort: str) -> None:
    fill(office)
    before = plan(office, sort=sort)

    office.publish(asked_for("code"))

    assert "ix_e_visit_u_code$list" not in before
    after = plan(office, sort=sort)
    assert "ix_e_visit_u_code$list" in after
    assert re.search("sort|TEMP B-TREE", after, re.IGNORECASE) is None


@pytest.mark.feature("BEY-24")
def test_a_filtered_list_goes_by_the_index_of_its_field(office: VersionedOffice) -> None:
    fill(office)
    office.publish(asked_for("state"))
    office.database.write(lambda session: session.execute(text("ANALYZE")))
    model, tree = office.current.model, {"op": "eq", "path": "state", "value": "open"}

    asked = condition_of(model, "visit", tree, Context.at(new_id(), NOW), user(entities=("visit",)))

    found = plan(office, asked)

    assert "ix_e_visit_f_state$list" in found


def test_empty_values_come_first_and_last_from_the_greatest_down(office: VersionedOffice) -> None:
    fill(office)
    layout = visits(office)

    def ends(session: Session, sort: str) -> list[Any]:
        ordered = select(layout.table.c.f_state).order_by(*Order.of(layout, sort).clauses())
        found = list(session.execute(ordered).scalars())
        return [found[0], found[-1]]

    up, down = office.database.read(lambda s: (ends(s, "state"), ends(s, "-state")))

    assert (up, down) == ([None, "open"], ["open", None])


def test_no_phone_is_told_of_an_index(office: VersionedOffice) -> None:
    before = reduced(office)

    office.publish(asked_for("day"))

    assert reduced(office) == before


@pytest.mark.parametrize(
    ("one", "refused"),
    [
        (field("x", maxLength=500), False),
        (field("x", maxLength=501), True),
        (field("x"), True),
        (field("x", "multi_line"), True),
        (field("x", "choice", several=True, choices=[{"id": "a", "label": {"en": "a"}}]), True),
        (field("x", "money"), False),
    ],
)
def test_what_no_index_can_hold_is_refused(one: dict[str, Any], refused: bool) -> None:
    document = model_document(*BUILT_IN, with_fields(VISIT, {**one, "indexed": True}))

    codes = [finding.code for finding in model_findings(document)]

    assert codes == (["design-not-indexed"] if refused else [])
