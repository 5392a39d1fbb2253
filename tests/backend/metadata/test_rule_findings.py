"""The rules of fields and entities are checked where they stand, before anybody meets them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from backend.metadata.findings import Finding
from backend.metadata.model_checks import model_findings
from tests.backend.metadata.builders import entity, model
from tests.backend.metadata.builders import field as a_field
from tests.backend.metadata.rules import compare, field, lines, op, validity, value

PRICED = [
    a_field("name"),
    a_field("amount", "decimal"),
    a_field("count", "integer"),
    a_field("price", "money"),
    a_field("due", "date"),
    a_field("class", "choice", choices=[{"id": "low", "label": {"en": "Low"}}]),
    a_field("other", "lookup", target="item"),
]
MANY = compare("gt", field("count"), value("integer", 3))


def findings(*fields: dict[str, Any], **more: Any) -> list[Finding]:
    """Return what is wrong with an item that has these fields as well."""
    return model_findings(model(entity("item", *PRICED, *fields, **more)))


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, "/".join(one.path)) for one in found]


@pytest.mark.feature("L23")
@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("decimal", op("multiply", field("amount"), field("count"))),
        ("decimal", field("count")),
        ("integer", op("length", field("name"))),
        ("money", op("multiply", field("price"), field("count"))),
        ("text", op("concat", field("name"), value("text", "!"))),
        ("multi_line", op("upper", field("name"))),
        ("date", op("add-days", field("due"), value("integer", 30))),
        ("yes_no", op("if", MANY, value("yes_no", True), value("yes_no", False))),
        ("choice", op("if", MANY, value("text", "low"), value("text", ""))),
    ],
)
def test_a_field_is_computed_by_a_rule_of_its_type(type_: str, rule: dict[str, Any]) -> None:
    more = {"choices": [{"id": "low", "label": {"en": "Low"}}]} if type_ == "choice" else {}

    found = findings(a_field("made", type_, computed=rule, **more))

    assert found == []


@pytest.mark.feature("L23")
@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("integer", field("amount")),
        ("date", field("name")),
        ("text", field("amount")),
        ("money", field("amount")),
        ("auto_number", field("name")),
        ("lookup", field("other")),
    ],
)
def test_a_rule_of_another_type_is_refused_at_the_rule(type_: str, rule: dict[str, Any]) -> None:
    more = {"target": "item"} if type_ == "lookup" else {}

    found = findings(a_field("made", type_, computed=rule, **more))

    assert codes(found) == [("design-rule-type", "entities/item/fields/made/computed")]


@pytest.mark.feature("L23")
@pytest.mark.parametrize(
    ("key", "setting"),
    [
        ("required", True),
        ("unique", True),
        ("default", "1.00"),
        ("group", "sums"),
        ("policy", "ask"),
        ("defaultRule", field("amount")),
        ("requiredWhen", compare("gt", field("count"), value("integer", 0))),
    ],
)
def test_a_computed_field_has_nothing_that_makes_no_sense_beside_it(key: str, setting: Any) -> None:
    found = findings(a_field("made", "decimal", computed=field("amount"), **{key: setting}))

    assert ("design-computed-and", f"entities/item/fields/made/{key}") in codes(found)


@pytest.mark.feature("L23")
@pytest.mark.parametrize(
    "rule",
    [
        {"op": "current-day"},
        op(
            "if",
            {"op": "eq-userid", "path": "owner"},
            value("date", "2026-01-01"),
            value("date", "2026-01-02"),
        ),
    ],
)
def test_a_computed_value_is_the_same_for_everybody(rule: dict[str, Any]) -> None:
    found = findings(a_field("made", "date", computed=rule))

    assert codes(found) == [("design-computed-for-whom", "entities/item/fields/made/computed")]


@pytest.mark.feature("L23")
def test_a_default_may_ask_who_and_when() -> None:
    found = findings(
        a_field("begun", "date", defaultRule={"op": "current-day"}),
        a_field("by", "lookup", target="person", defaultRule={"op": "user", "what": "person"}),
    )

    assert found == []


@pytest.mark.feature("L23")
def test_a_rule_that_reads_its_own_field_is_refused() -> None:
    found = findings(a_field("made", "decimal", computed=op("add", field("made"), field("amount"))))

    assert codes(found) == [("design-rule-circle", "entities/item/fields/made/computed")]
    assert found[0].arguments["circle"] == "item.made → item.made"


@pytest.mark.feature("L23")
def test_a_circle_through_lines_and_their_record_is_named_at_each_of_its_rules() -> None:
    line = entity(
        "line",
        a_field("name"),
        a_field("order", "lookup", target="order"),
        a_field("share", "decimal", computed=field("order.total")),
    )
    order = entity(
        "order",
        a_field("name"),
        a_field("total", "decimal", computed=lines("sum", "line", "order", field("share"))),
    )

    found = model_findings(model(line, order))

    assert sorted(codes(found)) == [
        ("design-rule-circle", "entities/line/fields/share/computed"),
        ("design-rule-circle", "entities/order/fields/total/computed"),
    ]
    assert {"line.share", "order.total"} == set(found[0].arguments["circle"].split(" → "))


@pytest.mark.feature("L23")
def test_values_that_are_computed_of_computed_ones_are_no_circle() -> None:
    found = findings(
        a_field("gross", "decimal", computed=op("add", field("net"), field("tax"))),
        a_field("tax", "decimal", computed=op("multiply", field("net"), value("decimal", "0.25"))),
        a_field("net", "decimal", computed=op("multiply", field("amount"), field("count"))),
    )

    assert found == []


@pytest.mark.feature("BEY-20")
def test_rules_about_a_field_that_is_gone_are_named() -> None:
    found = findings(
        a_field("made", "decimal", computed=field("lost")),
        a_field("why", requiredWhen={"op": "and", "of": [compare("gt", field("lost"), value("integer", 1))]}),
        validities=[
            validity("small", compare("lt", field("lost"), value("integer", 9))),
            validity("named", compare("gt", field("count"), value("integer", 0)), field="lost"),
        ],
    )

    assert codes(found) == [
        ("rule-unknown-field", "entities/item/fields/why/requiredWhen/of/0/left/path"),
        ("rule-unknown-field", "entities/item/fields/made/computed/path"),
        ("rule-unknown-field", "entities/item/validities/small/condition/left/path"),
        ("design-missing-field", "entities/item/validities/named/field"),
    ]


@pytest.mark.feature("BEY-20")
def test_a_field_that_a_rule_computes_with_cannot_become_a_text() -> None:
    retyped = [a_field("amount") if one["id"] == "amount" else one for one in PRICED]
    made = a_field("made", "decimal", computed=op("multiply", field("amount"), field("count")))

    found = model_findings(model(entity("item", *retyped, made)))

    assert codes(found) == [("rule-wrong-type", "entities/item/fields/made/computed/of/0")]


@pytest.mark.feature("BEY-20")
def test_what_must_hold_says_what_to_do() -> None:
    rule = compare("lt", field("count"), value("integer", 9))

    found = findings(validities=[validity("small", rule, message=" ")])

    assert codes(found) == [("design-no-message", "entities/item/validities/small/message")]


@pytest.mark.feature("BEY-20")
@pytest.mark.parametrize("shape", ["wide", "deep"])
def test_a_bomb_of_ten_thousand_parts_is_refused_at_once(shape: str) -> None:
    one = value("integer", 1)
    bomb = op("add", *[one] * 10_000)
    if shape == "deep":
        bomb = one
        for _ in range(10_000):
            bomb = op("negate", bomb)
    begun = time.perf_counter()

    found = model_findings_of_bomb(bomb)

    assert codes(found) == [("rule-too-long", "entities/item/fields/made/computed")]
    assert time.perf_counter() - begun < 1


def model_findings_of_bomb(bomb: dict[str, Any]) -> list[Finding]:
    document = model(entity("item", *PRICED, a_field("made", "integer")))
    document["entities"][-1]["fields"][-1]["computed"] = bomb
    return model_findings(document)
