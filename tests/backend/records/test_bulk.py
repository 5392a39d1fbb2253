"""Tests of bringing in many records at once, and how fast that is."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import text

from backend.accounts.user import OFFICE
from backend.records.bulk import MANY, apply_many
from tests.backend.records.office import NOW, Office, create, new_id

COUNT = 4000
SLOWEST = 500
"""Records a second that even a busy machine must reach; see the printed figure for what it does."""


def test_thousands_of_records_come_in_through_the_one_write_path(office: Office) -> None:
    customers = [
        create("customer", name=f"Customer {n}", account=f"A{n}", email=f"c{n}@example.com", town="Lund")
        for n in range(COUNT // 4)
    ]
    orders = [
        create("order", customer=customers[n % len(customers)]["record"], total="12.50", lines=n)
        for n in range(COUNT - len(customers))
    ]
    before, began = office.head(), time.perf_counter()

    outcomes = office.write(
        lambda s: apply_many(s, OFFICE, [*customers, *orders], metadata=office.metadata, now=NOW)
    )

    rate = COUNT / (time.perf_counter() - began)
    print(f"\n{rate:.0f} creates a second")  # noqa: T201
    assert {outcome["status"] for outcome in outcomes} == {"applied"}
    assert office.head() == before + COUNT
    assert office.page("order", limit=1)["total"] == len(orders)
    assert rate > SLOWEST


def test_an_import_names_owners_and_sets_what_the_server_gives_otherwise(office: Office) -> None:
    act = {**create("report", name="May", status="approved"), "owner": office.ann.person}

    office.write(lambda s: apply_many(s, OFFICE, [act], metadata=office.metadata, now=NOW))

    found = office.get("report", act["record"])
    assert (found["owner"], found["values"]["status"]) == (office.ann.person, "approved")


def test_a_slice_with_one_bad_record_is_refused_whole(office: Office) -> None:
    good, bad = create("customer"), create("order", customer=new_id())
    before = office.head()

    outcomes = office.write(lambda s: apply_many(s, OFFICE, [good, bad], metadata=office.metadata, now=NOW))

    assert [outcome["problem"]["code"] for outcome in outcomes] == ["lookup-not-found"]
    assert outcomes[0]["problem"]["arguments"]["record"] == bad["record"]
    assert office.head() == before


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_postgresql_knows_what_a_large_import_has_brought_before_anybody_asks(office: Office) -> None:
    def known() -> dict[str, float]:
        query = text(
            "SELECT relname, reltuples FROM pg_class WHERE relname IN ('e_customer', 'record', 'history')"
        )
        return office.read(lambda s: {row.relname: row.reltuples for row in s.execute(query)})

    def bring(count: int) -> None:
        acts = [create("customer", name=f"Customer {n}") for n in range(count)]
        office.write(lambda s: apply_many(s, OFFICE, acts, metadata=office.metadata, now=NOW))

    bring(10)
    before = known()
    bring(MANY)
    after = known()

    assert before["e_customer"] < 1
    assert after["e_customer"] == MANY + 10
    assert min(after["record"], after["history"]) >= MANY
