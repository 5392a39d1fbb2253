"""Tests of how entity tables follow the model."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from backend.database import Database
from backend.errors import Conflict
from backend.records.layout import layout_of
from backend.records.names import table_name, value_column
from backend.records.tables import migrate
from tests.backend.records.office import CUSTOMER, ORDER, PERSON, REPORT, Office, entity, field, metadata_of

OTHERS = (PERSON, ORDER, REPORT)


def republish(office: Office, *entities: dict[str, object]) -> None:
    """Make this the model of the office."""
    newer = metadata_of(*entities, version=2)
    old = office.metadata.model
    office.write(lambda session: migrate(session, old, newer.model))
    office.metadata = newer


def with_fields(document: dict[str, object], *fields: dict[str, object]) -> dict[str, object]:
    changed = {one["id"] for one in fields}
    kept = [one for one in document["fields"] if one["id"] not in changed]  # type: ignore[attr-defined]
    return {**document, "fields": [*kept, *fields]}


@pytest.mark.feature("MET-01")
def test_a_new_field_is_there_for_old_records_too(office: Office) -> None:
    customer = office.make(name="Acme")

    republish(office, with_fields(CUSTOMER, field("phone", "phone"), field("debt", "money")), *OTHERS)
    values = {"phone": "+46 70 123 45 67", "debt": {"amount": "1.00", "currency": "SEK"}}
    made = office.make(**values)

    assert office.values("customer", customer) == {"name": "Acme"}
    assert office.values("customer", made) == {"name": "Acme", **values}


def test_migrating_twice_changes_nothing(office: Office) -> None:
    model = office.metadata.model

    office.write(lambda session: migrate(session, model, model))

    assert office.make()


def test_a_field_that_the_model_loses_keeps_its_data(office: Office) -> None:
    customer = office.make(town="Lund")
    shrunk = {**CUSTOMER, "fields": [one for one in CUSTOMER["fields"] if one["id"] != "town"]}

    republish(office, shrunk, *OTHERS)
    without = office.values("customer", customer)
    republish(office, CUSTOMER, *OTHERS)

    assert without == {"name": "Acme"}
    assert office.values("customer", customer) == {"name": "Acme", "town": "Lund"}


def test_a_field_made_unique_holds_old_values_apart_from_new_ones(office: Office) -> None:
    office.make(street="Main 1")

    republish(office, with_fields(CUSTOMER, field("street", unique=True)), *OTHERS)
    outcome = office.apply(
        {"id": "01900000-0000-7000-8000-000000000000", "metadata_version": 2, "acts": [
            {"kind": "create", "entity": "customer", "record": "01900000-0000-7000-8000-000000000001",
             "values": {"name": "B", "street": "MAIN 1"}}]}
    )  # fmt: skip

    assert outcome["problem"]["code"] == "value-not-unique"


def test_a_field_whose_values_are_not_unique_cannot_be_made_so(office: Office) -> None:
    office.make(street="Main 1")
    office.make(street="main  1")

    with pytest.raises(Conflict, match="field-has-duplicates"):
        republish(office, with_fields(CUSTOMER, field("street", unique=True)), *OTHERS)


def test_a_number_made_unique_later_gets_the_keys_of_its_old_values(office: Office) -> None:
    office.make("order", lines=7)
    unique = with_fields(ORDER, field("lines", "integer", unique=True))

    republish(office, PERSON, CUSTOMER, unique, REPORT)

    layout = layout_of(office.metadata.model, "order")
    keys = office.read(lambda session: session.execute(layout.table.select()).mappings().one())
    assert keys["u_lines"] == "7"


def test_a_field_does_not_change_its_type(office: Office) -> None:
    with pytest.raises(Conflict, match="field-type-fixed"):
        republish(office, with_fields(CUSTOMER, field("town", "integer")), *OTHERS)


@pytest.mark.feature("MET-02")
def test_the_longest_ids_and_reserved_words_make_tables_that_work(database: Database) -> None:
    long = "x" * 60
    twin = "x" * 59 + "y"
    document = entity(long, field(long, "money"), field(twin, "money"), field("select"), title="select")
    reserved = entity("table", field("order"), title="order")
    metadata = metadata_of(document, reserved)

    database.write(lambda session: migrate(session, None, metadata.model))

    tables = database.read(lambda session: inspect(session.connection()).get_table_names())
    assert {table_name(long), "e_table"} <= set(tables)
    assert max(map(len, tables)) <= 63
    assert value_column(long, "_currency") != value_column(twin, "_currency")


def test_a_unique_index_stands_behind_the_check(office: Office) -> None:
    # On the connection that made them: SQLite answers questions about tables from what a connection knows.
    indexes = office.write(lambda session: inspect(session.connection()).get_indexes("e_customer"))

    assert [index["name"] for index in indexes if index["unique"]] == ["uq_e_customer_u_account"]
