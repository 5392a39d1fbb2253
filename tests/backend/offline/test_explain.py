"""Why a record is in somebody's scope, or what kept it out."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts import roles
from backend.catalogue import Catalogue
from backend.metadata import service
from backend.offline import filter_edits
from backend.offline.explain import Explained, explain, first_failing
from backend.offline.recent import opened
from tests.backend.metadata.builders import part
from tests.backend.offline.shop import DONE, OPEN, SELLER, Shop

CATALOGUE = Catalogue.load()


def why(shop: Shop, who: str, entity: str, record: str, **more: Any) -> Explained:
    user = shop.user(who)
    return shop.database.read(
        lambda session: explain(session, user, service.current(session), entity, record, now=shop.now, **more)
    )


def told(found: Explained, language: str = "en") -> list[str]:
    return [CATALOGUE.render(language, f"explain.{fact.code}", dict(fact.arguments)) for fact in found.facts]


def custom(condition: Any) -> dict[str, Any]:
    return {"kind": "custom", "condition": condition}


def test_what_brought_a_record_is_told_all_of_it(shop: Shop) -> None:
    shop.publish(part("order", "mine", custom(OPEN)), label={"en": "Sales", "sv": "Sälj"})
    order = shop.create("order", "ulla", title="Hers", status="open")
    phone, user = shop.device("ulla"), shop.user("ulla")
    shop.keep("ulla", "order", order)
    body = {"entity": "order", "label": {"en": "My open ones"}, "condition": OPEN, "active": True}
    system = {**body, "kind": "system", "label": {"en": "All open ones"}}

    def wish(session: Any) -> None:
        model = service.current(session).model
        filter_edits.create(session, user, model, body, now=shop.now)
        filter_edits.write_organisation_filter(session, model, system, filter_id=None, now=shop.now)
        opened(session, user, phone, [{"entity": "order", "record": order}], now=shop.now)

    shop.database.write(wish)

    found = why(shop, "ulla", "order", order, device=phone)

    assert found.inside
    assert sorted(told(found)) == sorted(
        [
            "The profile Sales takes along what the person owns.",
            "It meets the condition of the profile Sales.",
            "The organisation’s filter “All open ones” brings it.",
            "The person’s own filter “My open ones” brings it.",
            "The person has pinned it.",
            "The person opened it on this device lately.",
        ]
    )
    assert "Profilen Sälj tar med det som personen äger." in told(
        why(shop, "ulla", "order", order, language="sv"), "sv"
    )


def test_what_kept_a_record_out_is_told_with_the_first_condition_that_failed(shop: Shop) -> None:
    in_lund = {"op": "eq", "path": "customer.city", "value": "Lund"}
    tree = {"op": "and", "of": [{"op": "not-null", "path": "title"}, in_lund]}
    shop.publish(part("order", "mine", custom(tree)), part("customer"), label={"en": "Sales"})
    shop.join("ulla", "bo")
    his = shop.create(
        "order", shop.team, title="Ours", customer=shop.create("customer", name="A", city="Ystad")
    )

    found = why(shop, "ulla", "order", his)

    assert not found.inside
    assert told(found) == [
        "The profile Sales takes along what the person owns, and someone else owns it.",
        "It does not meet the condition of the profile Sales: Customer › City is different.",
    ]


def test_a_related_record_that_is_not_there_is_told(shop: Shop) -> None:
    shop.publish(
        part("order", "mine"),
        part("line", {"kind": "related", "by": [{"path": "order"}]}),
        label={"en": "Sales"},
    )
    hers, his = shop.create("order", "ulla", title="Hers"), shop.create("order", "bo", title="His")
    with_hers, with_his = shop.create("line", name="1", order=hers), shop.create("line", name="2", order=his)

    inside, outside = why(shop, "ulla", "line", with_hers), why(shop, "ulla", "line", with_his)

    assert told(inside) == ["The profile Sales takes it along with Orders."]
    assert told(outside) == [
        "The profile Sales would take it along with Orders, and none of those is taken along."
    ]


def wish(shop: Shop, who: str, entity: str, condition: Any, label: str = "Mine") -> None:
    """Give somebody a filter of his own."""
    user = shop.user(who)
    body = {"entity": entity, "label": {"en": label}, "condition": condition, "active": True}
    shop.database.write(
        lambda session: filter_edits.create(session, user, service.current(session).model, body, now=shop.now)
    )


@pytest.mark.invariant(14)
@pytest.mark.feature("OUT-04", "SEC-02")
def test_a_filter_of_ones_own_is_explained_as_its_person_sees_records_and_not_as_the_office_does(
    shop: Shop,
) -> None:
    shop.publish(part("customer"))
    his = shop.create("order", "bo", title="His")
    line = shop.create("line", name="1", order=his)
    named = {"op": "not-null", "path": "name"}
    wish(
        shop,
        "ulla",
        "line",
        {"op": "and", "of": [named, {"op": "eq", "path": "order.title", "value": "His"}]},
    )

    outside = why(shop, "ulla", "line", line)
    wish(shop, "ulla", "line", {"op": "ne", "path": "order.title", "value": "His"}, "All but His")
    inside = why(shop, "ulla", "line", line)

    assert (outside.inside, inside.inside) == (False, True)
    assert told(outside) == ["It does not meet the person’s own filter “Mine”: Order › Title is different."]
    assert told(inside) == ["The person’s own filter “All but His” brings it."]
    assert shop.scope("ulla", "line") == {line}


@pytest.mark.feature("OUT-04", "SEC-02")
def test_a_filter_over_a_field_that_was_hidden_from_its_person_is_told_to_bring_nothing(shop: Shop) -> None:
    shop.publish(part("customer"))
    order = shop.create("order", "ulla", title="Hers", status="open")
    wish(shop, "ulla", "order", OPEN)
    assert why(shop, "ulla", "order", order).inside
    rights = {**SELLER["entities"]["order"], "hidden": ["total", "status"]}
    narrower = {**SELLER, "entities": {**SELLER["entities"], "order": rights}}

    shop.database.write(lambda session: roles.put_role(session, narrower))

    found = why(shop, "ulla", "order", order)
    assert not found.inside
    assert told(found) == [
        "No profile and no filter takes “Orders” along.",
        "The person’s own filter “Mine” brings nothing: it asks for something that this person may not read, "
        "or that is not there any more.",
    ]
    assert shop.scope("ulla", "order") == set()


@pytest.mark.invariant(16)
def test_what_the_person_may_not_read_and_what_is_not_there_is_told_alike(shop: Shop) -> None:
    shop.publish(part("order"), part("vault"))
    his = shop.create("order", "bo", title="His")

    answers = [
        why(shop, "ulla", "order", his),
        why(shop, "ulla", "order", "0195c0de-0000-7000-8000-000000000000"),
        why(shop, "ulla", "vault", shop.create("vault", name="Gold")),
        why(shop, "ulla", "nothing", his),
    ]

    assert {(one.inside, *(fact.code for fact in one.facts)) for one in answers} == {
        (False, "scope-unreadable")
    }


def test_an_entity_that_nothing_carries_says_so(shop: Shop) -> None:
    shop.publish(part("customer"))

    found = why(shop, "ulla", "line", shop.create("line", name="1"))

    assert told(found) == ["No profile and no filter takes “Lines” along."]


FAILING: list[tuple[Any, list[Any], Any]] = [
    (OPEN, [], OPEN),
    ({"op": "and", "of": [OPEN, DONE]}, [OPEN], DONE),
    ({"op": "or", "of": [OPEN, DONE]}, [], OPEN),
    ({"op": "not", "of": [OPEN, DONE]}, [DONE], DONE),
    ({"op": "and", "of": [OPEN, {"op": "not", "of": [{"op": "and", "of": [DONE]}]}]}, [OPEN, DONE], DONE),
]


@pytest.mark.parametrize(("tree", "held", "failing"), FAILING)
def test_the_first_leaf_that_fails(tree: Any, held: list[Any], failing: Any) -> None:
    from backend.offline.explain import _packed, _parts

    def holds(part: Any) -> bool:
        match part["op"]:
            case "and":
                return all(map(holds, part["of"]))
            case "or":
                return any(map(holds, part["of"]))
            case "not":
                return not any(map(holds, part["of"]))
            case _:
                return part in held

    found = first_failing(tree, frozenset(_packed(part) for part in _parts(tree) if holds(part)))

    assert found == failing
