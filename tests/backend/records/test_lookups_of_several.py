"""Lookups of several: written, checked, pointed at, asked for and put together, at the office."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from backend.database import Database
from backend.errors import Invalid
from backend.metadata.built_in import BUILT_IN
from backend.records.figures import figures
from backend.records.models import link
from backend.records.tables import migrate
from tests.backend.records.office import (
    NOW,
    Office,
    change,
    create,
    delete,
    edits,
    entity,
    field,
    metadata_of,
    new_id,
    restore,
    rights_of,
    user,
)

GUEST = entity("guest", field("name"), field("mail"), ownership="person")
DINNER = entity(
    "dinner",
    field("name"),
    field("guests", "lookup", target="guest", several=True, policy="union"),
    field("cooks", "lookup", target="guest", several=True),
    field("host", "lookup", target="guest"),
    field("after", "lookup", target="dinner"),
)
MISSING = "0192f5c8-6f0a-7c3e-9d2b-3c1f0a9b8e7d"


class House(Office):
    """An office of dinners and the guests of each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.metadata = metadata_of(*BUILT_IN, GUEST, DINNER)
        self.ann = user(entities=("person", "guest", "dinner"))
        self.write(lambda session: migrate(session, None, self.metadata.model))
        self.hire(self.ann)
        self.ada, self.ben, self.cid = (self.make("guest", name=name) for name in ("Ada", "Ben", "Cid"))

    def dinner(self, *guests: str, **values: Any) -> str:
        return self.make("dinner", name="Dinner", guests=list(guests), **values)

    def invite(self, dinner: str, base: int, old: list[str], new: list[str], **more: Any) -> dict[str, Any]:
        return self.apply(change(edits("dinner", dinner, base, guests=(old or None, new or None))), **more)

    def guests(self, dinner: str) -> list[str] | None:
        return self.values("dinner", dinner).get("guests")

    def found(self, op: str, path: str, *ids: str) -> set[str]:
        asked = {"op": op, "path": path, **({"value": list(ids)} if ids else {})}
        return {row["id"] for row in self.page("dinner", filter=asked)["records"]}

    def links(self) -> int:
        return self.read(lambda session: session.scalar(select(func.count()).select_from(link)) or 0)


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


def code(outcome: dict[str, Any]) -> Any:
    return outcome["problem"]["code"] if outcome["problem"] else outcome["status"]


@pytest.mark.feature("DSG-16", "DSG-19")
def test_a_list_of_records_is_kept_each_once_and_in_order(house: House) -> None:
    dinner = house.dinner(house.cid, house.ada, house.cid)
    kept = house.guests(dinner)

    filled = house.invite(dinner, 1, [house.ada, house.cid], [house.ben])
    swapped = house.guests(dinner)
    house.invite(dinner, 2, [house.ben], [])

    assert kept == sorted([house.ada, house.cid])
    assert (filled["status"], swapped, house.guests(dinner)) == ("applied", [house.ben], None)
    told = [(entry["old"].get("guests"), entry["new"]["guests"]) for entry in house.history("dinner", dinner)]
    assert told == [([house.ben], None), (kept, [house.ben]), (None, kept)]


@pytest.mark.feature("DSG-16")
def test_each_record_of_a_list_has_to_be_there(house: House) -> None:
    dinner = house.dinner(house.ada)

    new = house.apply(change(create("dinner", name="Dinner", guests=[house.ada, MISSING])))
    edited = house.invite(dinner, 1, [house.ada], [house.ada, MISSING])

    assert (code(new), new["problem"]["field"]) == ("lookup-not-found", "guests")
    assert code(edited) == "lookup-not-found"
    assert house.links() == 1


@pytest.mark.parametrize(
    ("wire", "said"),
    [
        (MISSING, "value-not-a-record"),
        ([MISSING, "Ada"], "value-not-a-record"),
        ([f"0192f5c8-6f0a-7c3e-9d2b-{n:012x}" for n in range(101)], "value-too-many"),
    ],
)
def test_what_is_no_list_of_records_is_refused_at_its_field(house: House, wire: Any, said: str) -> None:
    outcome = house.apply(change(create("dinner", name="Dinner", guests=wire)))

    assert (code(outcome), outcome["problem"]["field"]) == (said, "guests")


@pytest.mark.feature("DSG-16")
def test_records_that_the_same_change_makes_count(house: House) -> None:
    dan, dinner = new_id(), new_id()

    outcome = house.apply(
        change(
            create("dinner", dinner, name="Dinner", guests=[dan, house.ada]), create("guest", dan, name="Dan")
        )
    )

    assert outcome["status"] == "applied"
    assert house.guests(dinner) == sorted([dan, house.ada])


@pytest.mark.feature("DSG-16")
def test_a_record_that_the_person_may_not_read_cannot_be_put_in_but_stays_in(house: House) -> None:
    own = {"guest": rights_of("read:own create"), "dinner": rights_of("read create edit delete")}
    bob = house.hire(user("Bob", entities=("person",), special=own))
    his = house.make("guest", by=bob, name="His")
    dinner = house.dinner(house.ada)

    refused = house.invite(dinner, 1, [house.ada], [house.ada, house.ben], by=bob)
    added = house.invite(dinner, 1, [house.ada], [house.ada, his], by=bob)

    assert (code(refused), code(added)) == ("lookup-not-found", "applied")
    assert house.guests(dinner) == sorted([house.ada, his])


@pytest.mark.feature("DSG-16")
def test_a_record_in_a_list_is_not_deleted(house: House) -> None:
    dinner = house.dinner(house.ada, house.ben)
    house.dinner(house.ada)
    house.dinner(cooks=[house.ada])

    refused = house.apply(change(delete("guest", house.ada, 1)))
    other = house.apply(change(delete("guest", house.cid, 1)))
    house.invite(dinner, 1, [house.ada, house.ben], [house.ada])
    let_go = house.apply(change(delete("guest", house.ben, 1)))

    assert (code(refused), refused["problem"]["arguments"]["count"]) == ("still-referenced", 3)
    assert (code(other), code(let_go)) == ("applied", "applied")


@pytest.mark.feature("DSG-16")
def test_a_record_goes_with_those_that_list_it_or_let_go_of_it(house: House) -> None:
    dinner, other = house.dinner(house.ada), house.dinner(house.ada, house.ben)

    outcome = house.apply(
        change(
            delete("guest", house.ada, 1),
            delete("dinner", dinner, 1),
            edits("dinner", other, 1, guests=(sorted([house.ada, house.ben]), [house.ben])),
        )
    )

    assert outcome["status"] == "applied"
    assert (house.guests(other), house.links()) == ([house.ben], 1)


@pytest.mark.feature("DSG-16")
@pytest.mark.parametrize("pointing", [{"guests": True}, {"host": False}])
def test_a_record_does_not_go_while_what_the_same_change_edits_points_at_it(
    house: House, pointing: dict[str, bool]
) -> None:
    values = {name: [house.ada] if several else house.ada for name, several in pointing.items()}
    dinner = house.make("dinner", name="Dinner", **values)

    outcome = house.apply(
        change(delete("guest", house.ada, 1), edits("dinner", dinner, 1, name=("Dinner", "Lunch")))
    )

    assert (code(outcome), outcome["problem"]["arguments"]["count"]) == ("still-referenced", 1)


def test_a_record_still_in_a_list_that_is_edited_does_not_go_with_the_change(house: House) -> None:
    dinner = house.dinner(house.ada, house.ben)
    old = sorted([house.ada, house.ben])

    outcome = house.apply(
        change(
            delete("guest", house.ada, 1),
            edits("dinner", dinner, 1, guests=(old, sorted([house.ada, house.cid]))),
        )
    )

    assert (code(outcome), outcome["problem"]["field"]) == ("lookup-not-found", "guests")


def test_a_list_comes_back_with_its_record_if_all_of_it_is_there(house: House) -> None:
    dinner, lunch = house.dinner(house.ada, house.ben), house.dinner(house.cid)
    house.apply(change(delete("dinner", dinner, 1)), change(delete("dinner", lunch, 1)))
    gone = house.links()
    house.apply(change(delete("guest", house.cid, 1)))

    back = house.apply(change(restore("dinner", dinner)))
    refused = house.apply(change(restore("dinner", lunch)))

    assert (gone, back["status"], code(refused)) == (0, "applied", "lookup-not-found")
    assert house.guests(dinner) == sorted([house.ada, house.ben])
    assert house.found("in", "guests", house.ben) == {dinner}


@pytest.mark.feature("DSG-16", "DAT-03")
def test_a_filter_finds_whoever_lists_one_of_those_asked_for(house: House) -> None:
    both, one, none = house.dinner(house.ada, house.ben), house.dinner(house.cid), house.dinner()
    after = house.make("dinner", name="Coffee", after=both)

    assert house.found("in", "guests", house.ada, house.cid) == {both, one}
    assert house.found("in", "guests", house.ben.upper()) == {both}
    assert house.found("not-in", "guests", house.ada) == {one, none, after}
    assert house.found("null", "guests") == {none, after}
    assert house.found("not-null", "guests") == {both, one}
    assert house.found("in", "after.guests", house.ada) == {after}
    assert house.found("not-in", "after.guests", house.ada) == {both, one, none}
    assert house.found("in", "cooks", house.ada) == set()


@pytest.mark.parametrize("path", ["guests.name", "host.guests"])
def test_no_path_leads_through_a_list_or_to_one_that_is_not_there(house: House, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        house.found("in", path, house.ada)

    assert refused.value.code == "filter-unknown-field"


@pytest.mark.feature("DSG-16")
def test_what_two_people_put_into_a_list_is_put_together(house: House) -> None:
    dinner = house.dinner(house.ada)
    bob = house.hire(user("Bob", entities=("person", "guest", "dinner")))
    house.invite(dinner, 1, [house.ada], [house.ada, house.ben])

    outcome = house.invite(dinner, 1, [house.ada], [house.cid], by=bob)

    assert outcome["status"] == "merged"
    assert house.guests(dinner) == sorted([house.ben, house.cid])
    assert house.found("in", "guests", house.ada) == set()


def test_without_a_policy_two_lists_are_a_conflict(house: House) -> None:
    dinner = house.make("dinner", name="Dinner", cooks=[house.ada])
    bob = house.hire(user("Bob", entities=("person", "guest", "dinner")))
    house.apply(change(edits("dinner", dinner, 1, cooks=([house.ada], [house.ben]))))

    outcome = house.apply(change(edits("dinner", dinner, 1, cooks=([house.ada], [house.cid]))), by=bob)

    assert outcome["status"] == "conflict"
    assert house.values("dinner", dinner)["cooks"] == [house.ben]
    assert house.found("in", "cooks", house.cid) == set()


def test_a_list_that_would_grow_too_long_by_putting_together_is_a_conflict(house: House) -> None:
    ids = [house.make("guest", name=f"Guest {n}") for n in range(120)]
    dinner = house.dinner(house.ada)
    bob = house.hire(user("Bob", entities=("person", "guest", "dinner")))
    house.invite(dinner, 1, [house.ada], [house.ada, *ids[:60]])

    outcome = house.invite(dinner, 1, [house.ada], [house.ada, *ids[60:]], by=bob)

    assert outcome["status"] == "conflict"
    assert len(house.guests(dinner) or ()) == 61


def test_figures_are_not_grouped_by_lists(house: House) -> None:
    house.dinner(house.ada, house.ben)
    asked = {"conditions": [], "groups": [{"path": "guests", "period": None}], "measures": []}

    with pytest.raises(Invalid) as refused:
        house.read(
            lambda s: figures(s, house.metadata, house.ann, "dinner", asked, context=None, now=NOW)  # type: ignore[arg-type]
        )

    assert refused.value.code == "figures-not-for-type"
