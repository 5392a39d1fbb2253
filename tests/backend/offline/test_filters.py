"""Filters of people and of the organisation: what they bring, and who may change which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.expressions.tree import EVERYTHING
from backend.offline.filters import personal_filters
from tests.backend.offline.shop import DONE, OPEN, Browser, Shop

Browse = Callable[[str], Browser]


def body(condition: Any = OPEN, **more: Any) -> dict[str, Any]:
    return {"entity": "order", "label": {"en": "Open orders"}, "condition": condition, **more}


def system(condition: Any = OPEN, **more: Any) -> dict[str, Any]:
    return {"kind": "system", **body(condition, **more)}


@pytest.mark.feature("OUT-04")
def test_a_filter_is_made_changed_saved_as_another_and_deleted(shop: Shop, browser: Browse) -> None:
    ulla = browser("ulla")

    made = ulla.does("POST", "/filters", body())
    changed = ulla.does("PUT", f"/filters/{made['id']}", body(DONE, label={"en": "Done"}))
    copied = ulla.does("POST", f"/filters/{made['id']}/copy")

    assert (made["active"], made["system"]) == (True, False)
    assert (changed["id"], changed["condition"], changed["label"]) == (made["id"], DONE, {"en": "Done"})
    assert copied["id"] != made["id"]
    assert (copied["condition"], copied["active"]) == (DONE, False)
    ulla.does("DELETE", f"/filters/{made['id']}")
    assert [one["id"] for one in ulla.gets("/filters")] == [copied["id"]]


@pytest.mark.feature("OUT-04")
@pytest.mark.feature("OUT-05")
def test_active_filters_bring_their_union_and_inactive_ones_nothing(shop: Shop, browser: Browse) -> None:
    ulla = browser("ulla")
    opened = shop.create("order", "ulla", title="Open", status="open")
    done = shop.create("order", "ulla", title="Done", status="done")
    shop.create("order", "ulla", title="Neither")

    first = ulla.does("POST", "/filters", body(OPEN))
    assert shop.scope("ulla", "order") == {opened}
    ulla.does(
        "POST", "/filters", body({"op": "or", "of": [DONE, {"op": "like", "path": "title", "value": "Done"}]})
    )
    assert shop.scope("ulla", "order") == {opened, done}
    ulla.does("POST", f"/filters/{first['id']}/deactivate")
    assert shop.scope("ulla", "order") == {done}
    ulla.does("POST", f"/filters/{first['id']}/activate")
    assert shop.scope("ulla", "order") == {opened, done}


@pytest.mark.invariant(14)
def test_a_filter_brings_nothing_that_its_person_may_not_read(shop: Shop, browser: Browse) -> None:
    shop.create("order", "bo", title="His", status="open")
    hers = shop.create("order", "ulla", title="Hers", status="open")

    browser("ulla").does("POST", "/filters", body(OPEN))

    assert shop.scope("ulla", "order") == {hers}


@pytest.mark.feature("OUT-04", "DAT-02")
@pytest.mark.invariant(14)
def test_a_filter_may_say_outright_that_it_takes_all_records_that_one_may_read(
    shop: Shop, browser: Browse
) -> None:
    hers = {shop.create("order", "ulla", title=title) for title in ("Open", "Neither")}
    shop.create("order", "bo", title="His")
    ulla = browser("ulla")

    counted = ulla.does("POST", "/filters/preview", {"entity": "order", "condition": EVERYTHING})
    made = ulla.does("POST", "/filters", body(EVERYTHING))
    shop.delete("order", late := shop.create("order", "ulla", title="Gone"))

    assert (counted["count"], set(counted["first"])) == (2, hers)
    assert (made["condition"], made["problems"]) == (EVERYTHING, [])
    assert shop.scope("ulla", "order") == hers
    assert late not in hers
    ulla.does("POST", f"/filters/{made['id']}/deactivate")
    assert shop.scope("ulla", "order") == set()


@pytest.mark.feature("OUT-04", "DAT-02")
def test_a_system_filter_over_all_records_applies_to_all_within_their_rights(
    shop: Shop, browser: Browse
) -> None:
    hers, his = (shop.create("order", who, title="Order") for who in ("ulla", "bo"))

    browser("ana").does("POST", "/organisation-filters", system(EVERYTHING))

    assert (shop.scope("ulla", "order"), shop.scope("bo", "order")) == ({hers}, {his})
    [shown] = browser("ulla").gets("/filters")
    assert (shown["condition"], shown["system"]) == (EVERYTHING, True)


def nested(depth: int) -> Any:
    return OPEN if depth == 0 else {"op": "and", "of": [nested(depth - 1)]}


def leaf(op: str, path: str, value: Any = None) -> Any:
    return {"op": op, "path": path, **({} if value is None else {"value": value})}


REFUSED: list[tuple[str, Any, str, str]] = [
    ("an unknown field", leaf("null", "colour"), "filter-unknown-field", "path"),
    ("a hidden field", leaf("gt", "total", 5), "filter-unknown-field", "path"),
    ("a wrong operand", leaf("last-x-days", "status", 3), "filter-operator-not-for-type", "op"),
    ("an unknown choice", leaf("eq", "status", "lost"), "value-not-a-choice", "value"),
    ("a list of 100,000", leaf("in", "title", ["x"] * 100_000), "filter-too-many-values", "value"),
    ("a pattern of 10,000", leaf("like", "title", "x" * 10_000), "value-too-long", "value"),
    ("a relation", leaf("related", "customer"), "filter-unknown-operator", "op"),
    ("nested too deep", nested(4), "filter-too-deep", "of.0.of.0.of.0"),
    ("no part of any", {"op": "or", "of": []}, "filter-not-a-condition", "of"),
    ("no part of none", {"op": "not", "of": []}, "filter-not-a-condition", "of"),
    ("an empty group inside", {"op": "and", "of": [EVERYTHING]}, "filter-not-a-condition", "of.0.of"),
    ("everything and more", {**EVERYTHING, "value": 1}, "filter-not-a-condition", "of"),
]


@pytest.mark.feature("OUT-04")
@pytest.mark.parametrize(
    ("condition", "code", "place"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_a_bad_filter_is_refused_with_its_place(
    browser: Browse, condition: Any, code: str, place: str
) -> None:
    ulla = browser("ulla")

    assert ulla.refused("POST", "/filters", body(condition)) == (422, code, f"condition.{place}")
    assert ulla.refused("POST", "/filters/preview", {"entity": "order", "condition": condition})[1] == code
    assert ulla.gets("/filters") == []


@pytest.mark.invariant(16)
def test_an_entity_that_one_may_not_read_is_as_unknown_as_none(browser: Browse) -> None:
    ulla = browser("ulla")
    condition = {"op": "null", "path": "name"}

    answers = {
        ulla.refused("POST", "/filters", body(condition, entity=entity))[:2]
        for entity in ("vault", "nothing")
    }

    assert answers == {(422, "filter-unknown-entity")}


def test_a_filter_without_a_name_is_refused(browser: Browse) -> None:
    assert browser("ulla").refused("POST", "/filters", body(label={"en": "  "})) == (
        422, "filter-without-name", "label",
    )  # fmt: skip


def test_a_hundred_filters_are_enough(browser: Browse) -> None:
    ulla = browser("ulla")
    for _ in range(100):
        ulla.does("POST", "/filters", body())

    assert ulla.refused("POST", "/filters", body())[:2] == (422, "filter-too-many")


@pytest.mark.invariant(16)
@pytest.mark.parametrize(
    ("method", "tail"),
    [("PUT", ""), ("DELETE", ""), ("POST", "/copy"), ("POST", "/activate"), ("POST", "/deactivate")],
)
def test_another_persons_filter_is_as_unknown_as_none(browser: Browse, method: str, tail: str) -> None:
    his = browser("bo").does("POST", "/filters", body())["id"]
    ulla, sent = browser("ulla"), body() if method == "PUT" else None

    answers = [
        ulla.refused(method, f"/filters/{one}{tail}", sent)
        for one in (his, "0195c0de-0000-7000-8000-000000000000", "nonsense")
    ]

    assert answers == [(404, "unknown-filter", None)] * 3
    assert len(browser("bo").gets("/filters")) == 1


@pytest.mark.feature("OUT-06")
def test_system_filters_apply_to_all_and_only_administrators_change_them(shop: Shop, browser: Browse) -> None:
    ana, ulla = browser("ana"), browser("ulla")
    hers = shop.create("order", "ulla", title="Hers", status="open")
    his = shop.create("order", "bo", title="His", status="open")

    made = ana.does("POST", "/organisation-filters", system())

    assert shop.scope("ulla", "order") == {hers}
    assert shop.scope("bo", "order") == {his}
    (shown,) = ulla.gets("/filters")
    assert (shown["id"], shown["system"], shown["condition"]) == (made["id"], True, OPEN)
    assert ulla.refused("PUT", f"/filters/{made['id']}", body(DONE))[:2] == (403, "filter-of-organisation")
    assert ulla.refused("DELETE", f"/filters/{made['id']}")[:2] == (403, "filter-of-organisation")
    assert ulla.refused("POST", f"/filters/{made['id']}/deactivate")[1] == "filter-of-organisation"
    for method, path in (("GET", ""), ("POST", ""), ("PUT", f"/{made['id']}"), ("DELETE", f"/{made['id']}")):
        sent = system() if method in ("POST", "PUT") else None
        assert ulla.refused(method, f"/organisation-filters{path}", sent)[:2] == (403, "forbidden")
    ana.does("DELETE", f"/organisation-filters/{made['id']}")
    assert shop.scope("ulla", "order") == set()


@pytest.mark.feature("OUT-06")
def test_a_system_filter_may_ask_for_what_its_people_may_not_read(shop: Shop, browser: Browse) -> None:
    large = shop.create("order", "ulla", title="Large", total=900)
    shop.create("order", "ulla", title="Small", total=9)

    browser("ana").does("POST", "/organisation-filters", system({"op": "gt", "path": "total", "value": 100}))

    assert shop.scope("ulla", "order") == {large}


@pytest.mark.feature("OUT-03")
def test_people_begin_with_the_templates_and_can_go_back_to_them(shop: Shop, browser: Browse) -> None:
    ana, ulla = browser("ana"), browser("ulla")
    mine = {"op": "eq-userid", "path": "owner"}
    template = ana.does("POST", "/organisation-filters", {**system(mine), "kind": "template"})
    hers = shop.create("order", "ulla", title="Hers")

    (begun,) = ulla.gets("/filters")
    assert shop.scope("ulla", "order") == {hers}

    ulla.does("PUT", f"/filters/{begun['id']}", body(OPEN))
    ana.does("PUT", f"/organisation-filters/{template['id']}", {**system(DONE), "kind": "template"})
    assert [one["condition"] for one in ulla.gets("/filters")] == [OPEN]
    assert [one["condition"] for one in browser("bo").gets("/filters")] == [DONE]

    (again,) = ulla.does("POST", "/filters/reset")
    assert (again["id"], again["condition"], again["template"]) == (begun["id"], DONE, template["id"])


@pytest.mark.feature("OUT-03")
def test_who_deletes_his_last_filter_has_none(browser: Browse) -> None:
    browser("ana").does("POST", "/organisation-filters", {**system(), "kind": "template"})
    ulla = browser("ulla")

    ulla.does("DELETE", f"/filters/{ulla.gets('/filters')[0]['id']}")

    assert ulla.gets("/filters") == []


def test_a_preview_counts_what_a_filter_would_bring(shop: Shop, browser: Browse) -> None:
    hers = [shop.create("order", "ulla", title=f"Order {n}", status="open", total=7) for n in range(3)]
    shop.create("order", "bo", title="His", status="open")

    found = browser("ulla").does("POST", "/filters/preview", {"entity": "order", "condition": OPEN})

    assert found["count"] == 3
    assert found["first"] == {one: f"Order {n}" for n, one in enumerate(hers)}
    assert 3 * 50 < found["bytes"] < 3 * 300


def test_a_filter_that_names_a_deleted_record_says_so(shop: Shop, browser: Browse) -> None:
    ulla, customer = browser("ulla"), shop.create("customer", name="Acme")
    made = ulla.does("POST", "/filters", body({"op": "in", "path": "customer", "value": [customer]}))
    assert made["problems"] == []

    shop.delete("customer", customer)

    (problem,) = ulla.gets("/filters")[0]["problems"]
    assert (problem["code"], problem["field"]) == ("filter-gone-record", "condition.value.0")
    assert shop.scope("ulla", "order") == set()


@pytest.mark.invariant(16)
def test_a_record_that_one_may_not_read_is_told_of_like_one_that_is_gone(shop: Shop, browser: Browse) -> None:
    ulla, his = browser("ulla"), shop.create("order", "bo", title="His")
    line = {"entity": "line", "label": {"en": "Lines"}}
    gone = "0195c0de-0000-7000-8000-000000000000"

    problems = [
        ulla.does("POST", "/filters", {**line, "condition": leaf("eq", "order", one)})["problems"]
        for one in (his, gone)
    ]

    assert problems[0] == problems[1]
    assert [one["code"] for one in problems[0]] == ["filter-gone-record"]


def test_a_filter_over_what_was_taken_from_its_person_brings_nothing_and_says_why(
    shop: Shop, browser: Browse
) -> None:
    from backend.accounts import roles
    from tests.backend.offline.shop import SELLER

    ulla = browser("ulla")
    ulla.does("POST", "/filters", body(OPEN))
    shop.create("order", "ulla", title="Hers", status="open")
    rights = {**SELLER["entities"]["order"], "hidden": ["total", "status"]}
    narrower = {**SELLER, "entities": {**SELLER["entities"], "order": rights}}

    shop.database.write(lambda session: roles.put_role(session, narrower))

    assert shop.scope("ulla", "order") == set()
    assert [one["code"] for one in ulla.gets("/filters")[0]["problems"]] == ["filter-unknown-field"]


@pytest.mark.invariant(16)
def test_a_filter_that_is_not_shown_is_not_told_by_any_answer(shop: Shop, browser: Browse) -> None:
    secret = {"op": "gt", "path": "total", "value": 31337}
    ana, ulla = browser("ana"), browser("ulla")
    template = ana.does("POST", "/organisation-filters", {"kind": "template", **body(secret)})
    of_all = ana.does("POST", "/organisation-filters", system(secret))
    [copied] = [
        one.id
        for one in shop.database.read(lambda session: personal_filters(session, shop.people["ulla"]))
        if one.template == template["id"]
    ]

    asked = [
        *[("POST", f"/filters/{copied}/{how}", None) for how in ("activate", "deactivate", "copy")],
        ("PUT", f"/filters/{copied}", body()),
        ("DELETE", f"/filters/{copied}", None),
        *[("POST", f"/filters/{of_all['id']}/{how}", None) for how in ("activate", "deactivate", "copy")],
        ("PUT", f"/filters/{of_all['id']}", body()),
        ("DELETE", f"/filters/{of_all['id']}", None),
    ]
    answers = [ulla.ask(*one) for one in asked]

    assert [(one.status_code, one.json["code"]) for one in answers] == [(404, "unknown-filter")] * 10
    assert not any("31337" in one.text or "total" in one.text for one in answers)
    assert ulla.gets("/filters") == []


@pytest.mark.feature("OUT-04")
def test_a_filter_on_a_team_that_is_gone_brings_nothing_and_says_so(shop: Shop, browser: Browse) -> None:
    ana, ulla = browser("ana"), browser("ulla")
    team = ana.does("POST", "/records/team", {"values": {"name": "Nightshift"}})
    made = ulla.does("POST", "/filters", body({"op": "eq", "path": "owner", "value": team["id"]}))

    removed = ana.client.delete(
        f"/api/v1/records/team/{team['id']}",
        headers={"X-CSRF-Token": ana.csrf, "If-Match": f'"{team["version"]}"'},
    )

    assert removed.status_code == 204
    assert (made["active"], made["problems"]) == (True, [])
    [shown] = ulla.gets("/filters")
    assert [(one["code"], one["field"]) for one in shown["problems"]] == [
        ("filter-gone-record", "condition.value")
    ]
    assert shop.scope("ulla", "order") == set()
