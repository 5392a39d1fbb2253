"""Several profiles become one: their union, and what of it a user is given."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.profiles import grown, united
from tests.backend.metadata.builders import Document, model, part, profile, workspace

ORDERS = {"op": "eq", "path": "status", "value": "open"}


def everything(_: str) -> bool:
    return True


def one_of(*profiles: Document, entity: str = "order") -> Document:
    return next(found for found in united(profiles, everything)["entities"] if found["id"] == entity)


@pytest.mark.feature("DAT-09")
def test_the_rules_of_all_profiles_count_each_once() -> None:
    custom = {"kind": "custom", "condition": ORDERS}
    first = profile(part("order", "mine", custom), part("customer"), id="first")
    second = profile(part("order", "my_teams", custom), id="second")

    found = united([first, second], everything)

    assert [one["id"] for one in found["entities"]] == ["order", "customer"]
    assert [rule["kind"] for rule in found["entities"][0]["rules"]] == ["mine", "custom", "my_teams"]


@pytest.mark.feature("L29")
def test_a_profile_that_takes_all_leaves_nothing_for_other_rules_to_add() -> None:
    found = one_of(profile(part("order", "mine")), profile(part("order", "all"), id="other"))

    assert found["rules"] == [{"kind": "all"}]


CASES: list[tuple[str, Any, Any, Any]] = [
    ("files", "none", "all", "all"),
    ("files", "thumbnail", "none", "thumbnail"),
    ("direction", "down", "two_way", "two_way"),
    ("interval", 60, 15, 15),
    ("interval", 60, None, None),
    ("stage", 3, 1, 1),
    ("images", ["photo"], [], ["photo"]),
    ("images", ["photo"], None, None),
    ("fields", [{"id": "number"}], None, None),
    (
        "fields",
        [{"id": "number", "direction": "down"}, {"id": "total", "direction": "down"}],
        [{"id": "number", "direction": "two_way"}],
        [{"id": "number", "direction": "two_way"}, {"id": "total", "direction": "down"}],
    ),
]


@pytest.mark.feature("DAT-06")
@pytest.mark.feature("OUT-07")
@pytest.mark.parametrize(("key", "first", "second", "together"), CASES)
def test_the_union_takes_the_most_that_any_profile_gives(
    key: str, first: Any, second: Any, together: Any
) -> None:
    profiles = [
        profile(part("order", **{key: first})),
        profile(part("order", **{key: second}), id="other"),
    ]

    assert one_of(*profiles)[key] == together
    assert one_of(*reversed(profiles))[key] == together


@pytest.mark.feature("OUT-07")
def test_an_entity_that_does_not_sync_is_absent_and_its_rules_bring_nothing() -> None:
    off = profile(part("order", "all", direction="none"), part("customer"))
    other = profile(part("order", "mine"), id="other")

    alone, together = united([off], everything), united([off, other], everything)

    assert [found["id"] for found in alone["entities"]] == ["customer"]
    assert next(one for one in together["entities"] if one["id"] == "order")["rules"] == [{"kind": "mine"}]


def test_what_the_user_may_not_read_is_absent() -> None:
    found = united([profile(part("order"), part("customer"))], {"order"}.__contains__)

    assert [one["id"] for one in found["entities"]] == ["order"]


def test_without_a_profile_nothing_is_carried_and_nothing_kept() -> None:
    found = united([], everything)

    assert (found["id"], found["entities"], found["keepDays"]) == ("none", [], 0)


def test_the_most_days_to_keep_count() -> None:
    assert united([profile(keepDays=3), profile(id="other", keepDays=30)], everything)["keepDays"] == 30


@pytest.mark.feature("MET-05")
def test_the_key_moves_with_rules_and_fields_and_with_nothing_else() -> None:
    given = profile(part("order", "mine"), part("customer"))
    key = united([given], everything)["key"]

    same = [
        profile(part("customer"), part("order", "mine")),
        profile(part("order", "mine", files="all", interval=60, stage=1), part("customer"), keepDays=30),
        {**given, "version": 9, "label": {"en": "Renamed"}},
    ]
    other = [
        profile(part("order", "my_teams"), part("customer")),
        profile(part("order", "mine", fields=[{"id": "number"}]), part("customer")),
        profile(part("order", "mine")),
    ]

    assert [united([one], everything)["key"] == key for one in same] == [True, True, True]
    assert [united([one], everything)["key"] == key for one in other] == [False, False, False]


@pytest.mark.feature("DAT-10")
def test_what_a_second_workspace_uses_too_is_taken_along_once() -> None:
    from backend.metadata.model import Model

    index = Model.of(model())
    first = grown(profile(), workspace("orders"), index)
    second = grown(first, workspace("more_orders"), index)

    assert second == first
    assert [one["id"] for one in first["entities"]] == ["order", "customer"]
