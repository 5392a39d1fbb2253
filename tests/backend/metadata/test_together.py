"""Several designers at the same moment, on threads of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from backend.errors import Conflict
from backend.metadata import service
from tests.backend.metadata.builders import edit, field, insert
from tests.backend.metadata.conftest import Office

HANDS = 6


def test_edits_made_at_once_are_all_kept(office: Office) -> None:
    seen = office.create()["revision"]
    office.create("customers", "customer")

    def add(number: int) -> None:
        name = "orders" if number % 2 else "customers"
        new = insert(["entities", "order", "fields"], field(f"extra_{number}"))
        office.edits([edit(new, document="model")], name=name, revision=seen)

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(add, range(HANDS)))

    order = next(one for one in office.show()["model"]["entities"] if one["id"] == "order")
    added = {one["id"] for one in order["fields"] if one["id"].startswith("extra_")}
    assert added == {f"extra_{number}" for number in range(HANDS)}


def test_one_repeated_edit_sent_at_once_is_made_once(office: Office) -> None:
    seen = office.create()["revision"]
    one = edit(insert(["entities", "order", "fields"], field("extra")), document="model")

    with ThreadPoolExecutor(HANDS) as hands:
        revisions = list(hands.map(lambda _: office.edits([one], revision=seen)["revision"], range(HANDS)))

    assert revisions == [seen + 1] * HANDS


def test_workspaces_published_at_once_take_a_version_each(office: Office) -> None:
    names = [f"orders_{number}" for number in range(HANDS)]
    for name in names:
        office.create(name)

    def publish(name: str) -> int | None:
        try:
            return office.publish(name, "sales")
        except Conflict:
            return None

    with ThreadPoolExecutor(HANDS) as hands:
        versions = list(hands.map(publish, names))

    published = office.database.read(service.current)
    assert sorted(version for version in versions if version) == list(range(2, HANDS + 2))
    assert set(published.workspaces) == set(names), "none of them overwrote another"
    shown = office.database.read(lambda session: service.at(session, 2).workspaces)
    assert len(shown) == 1
