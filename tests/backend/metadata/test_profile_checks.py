"""The checks of a profile: what it takes along is there, fits, and comes to an end."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.findings import errors
from backend.metadata.model import Model
from backend.metadata.profile_checks import hurt_profiles, profile_findings
from tests.backend.metadata.builders import CUSTOMER, ORDER, Document, entity, field, model, part, profile

OWNED = {**ORDER, "ownership": "person"}
LINE = entity("line", field("name"), field("order", "lookup", target="order"))
MODEL = Model.of(model(CUSTOMER, OWNED, LINE))


def related(*by: Document) -> Document:
    return {"kind": "related", "by": list(by)}


def custom(**condition: Any) -> Document:
    return {"kind": "custom", "condition": condition}


TO_ORDER = {"path": "order"}
FROM_LINE = {"path": "order", "from": "line"}
OPEN = {"op": "eq", "path": "status", "value": "open"}

WRONG: list[tuple[str, Document, str, str]] = [
    ("an unknown entity", profile(part("boat")), "design-missing-entity", "entities/boat"),
    ("an entity twice", profile(part("order"), part("order")), "design-id-twice", "entities/order"),
    ("no name", profile(label={"en": " "}), "design-no-label", "label"),
    (
        "owners where nobody owns",
        profile(part("customer", "my_teams")),
        "design-profile-rule-of-owners",
        "entities/customer/rules/0",
    ),
    (
        "an unknown field",
        profile(part("order", fields=[{"id": "number"}, {"id": "colour"}])),
        "design-missing-field",
        "entities/order/fields/colour",
    ),
    (
        "an unknown image",
        profile(part("order", images=["portrait"])),
        "design-missing-field",
        "entities/order/images/portrait",
    ),
    (
        "an image that is none",
        profile(part("order", images=["total"])),
        "design-not-an-image",
        "entities/order/images/total",
    ),
    (
        "a relation to what is not taken along",
        profile(part("line", related(TO_ORDER))),
        "design-profile-related-outside",
        "entities/line/rules/0/by/0/path",
    ),
    (
        "a relation to what does not sync",
        profile(part("order", direction="none"), part("line", related(TO_ORDER))),
        "design-profile-related-outside",
        "entities/line/rules/0/by/0/path",
    ),
    (
        "a relation by a field that is no lookup",
        profile(part("order"), part("line", related({"path": "name"}))),
        "design-profile-not-a-relation",
        "entities/line/rules/0/by/0/path",
    ),
    (
        "a relation that leads elsewhere",
        profile(part("line"), part("customer", related(FROM_LINE))),
        "design-profile-not-a-relation",
        "entities/customer/rules/0/by/0/path",
    ),
    (
        "a relation from an unknown entity",
        profile(part("order", related({"path": "order", "from": "boat"}))),
        "design-missing-entity",
        "entities/order/rules/0/by/0/from",
    ),
    (
        "an unknown field in a condition",
        profile(part("order", custom(op="and", of=[OPEN, {"op": "null", "path": "colour"}]))),
        "filter-unknown-field",
        "entities/order/rules/0/condition/of/1/path",
    ),
    (
        "a value of another type",
        profile(part("order", custom(op="gt", path="placed", value="soon"))),
        "value-not-a-date",
        "entities/order/rules/0/condition/value",
    ),
    (
        "an unknown choice",
        profile(part("order", custom(op="eq", path="status", value="lost"))),
        "value-not-a-choice",
        "entities/order/rules/0/condition/value",
    ),
    (
        "a circle",
        profile(part("order", related(FROM_LINE)), part("line", related(TO_ORDER))),
        "design-profile-circle",
        "entities/line/rules",
    ),
    (
        "a circle through a condition",
        profile(
            part("order", custom(op="or", of=[OPEN, {"op": "related", "path": "order", "from": "line"}])),
            part("line", related(TO_ORDER)),
        ),
        "design-profile-circle",
        "entities/line/rules",
    ),
]


@pytest.mark.feature("DAT-01")
@pytest.mark.feature("DAT-05")
@pytest.mark.parametrize(
    ("wrong", "code", "place"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_wrong_is_found_with_its_place(wrong: Document, code: str, place: str) -> None:
    found = errors(profile_findings(wrong, MODEL))

    assert [(one.code, "/".join(one.path)) for one in found] == [(code, place)]


def nested(depth: int) -> Document:
    return OPEN if depth == 0 else {"op": "and", "of": [nested(depth - 1)]}


BAD_INPUT = [
    ("nested too deep", nested(4), "filter-too-deep"),
    ("a pattern of 10,000 characters", {"op": "like", "path": "remark", "value": "x" * 10_000}, None),
    (
        "a list of 100,000 values",
        {"op": "in", "path": "number", "value": [f"SO-{n}" for n in range(100_000)]},
        None,
    ),
    ("a path that ends nowhere", {"op": "null", "path": "customer.boss.name"}, "filter-unknown-field"),
    ("no condition at all", {"op": "and", "of": "all"}, "filter-not-a-condition"),
    ("an operator that there is not", {"op": "sounds-like", "path": "remark"}, "filter-unknown-operator"),
]


@pytest.mark.feature("DAT-03")
@pytest.mark.parametrize(
    ("condition", "code"), [case[1:] for case in BAD_INPUT], ids=[c[0] for c in BAD_INPUT]
)
def test_bad_input_is_refused_with_the_place(condition: Document, code: str | None) -> None:
    found = errors(
        profile_findings(profile(part("order", {"kind": "custom", "condition": condition})), MODEL)
    )

    assert len(found) == 1
    assert found[0].path[:5] == ("entities", "order", "rules", "0", "condition")
    assert code is None or found[0].code == code


@pytest.mark.feature("DAT-05")
def test_more_than_fifteen_relations_are_refused_naming_the_entity() -> None:
    lookups = [field(f"to_{number}", "lookup", target="customer") for number in range(16)]
    wide = Model.of(model(CUSTOMER, entity("visit", field("name"), *lookups)))
    by = [{"path": f"to_{number}"} for number in range(16)]
    most = profile(part("customer"), part("visit", related(*by[:15])))
    more = profile(part("customer"), part("visit", related(*by[:8]), related(*by[8:])))

    assert errors(profile_findings(most, wide)) == []
    (found,) = errors(profile_findings(more, wide))
    assert (found.code, found.arguments["entity"]) == ("design-profile-relations", "visit")
    assert found.arguments == {"entity": "visit", "count": 16, "most": 15}


@pytest.mark.feature("DAT-02")
def test_related_only_without_a_relation_warns() -> None:
    found = profile_findings(profile(part("customer", related())), MODEL)

    assert [(one.code, one.level) for one in found] == [("design-profile-related-nothing", "warning")]


@pytest.mark.feature("DAT-02")
@pytest.mark.parametrize("kind", ["mine", "my_teams", "my_unit"])
def test_rules_of_owners_are_offered_where_records_have_owners(kind: str) -> None:
    assert errors(profile_findings(profile(part("customer"), part("order", kind)), MODEL)) == []


@pytest.mark.feature("DAT-04")
def test_a_relation_and_a_filter_stand_together_in_one_condition() -> None:
    tree = {"op": "or", "of": [OPEN, {"op": "related", "path": "customer"}]}

    found = profile_findings(
        profile(part("customer"), part("order", {"kind": "custom", "condition": tree})), MODEL
    )

    assert found == []


WARNED = [
    (profile(part("customer", fields=[{"id": "city"}])), "design-profile-without-title"),
    (
        profile(part("order", fields=[{"id": "number"}]), part("customer")),
        "design-profile-without-required",
    ),
    (profile(part("order")), "design-profile-lookup-outside"),
]


@pytest.mark.feature("DAT-06")
@pytest.mark.feature("DAT-14")
@pytest.mark.parametrize(("given", "code"), WARNED)
def test_what_is_probably_not_meant_warns(given: Document, code: str) -> None:
    found = profile_findings(given, MODEL)

    assert [(one.code, one.level) for one in found] == [(code, "warning")]


@pytest.mark.feature("DAT-09")
def test_a_circle_between_two_profiles_is_refused_since_one_person_may_have_both() -> None:
    theirs = profile(part("order"), part("line", related(TO_ORDER)), id="theirs")
    mine = profile(part("line"), part("order", related(FROM_LINE)))

    alone = errors(profile_findings(mine, MODEL))
    (together,) = errors(profile_findings(mine, MODEL, beside=[theirs]))

    assert alone == []
    assert together.code == "design-profile-circle-between"
    assert together.arguments["chain"] == "line → order → line"


def test_a_model_that_takes_something_away_hurts_the_profiles_that_need_it() -> None:
    needs = profile(part("order", {"kind": "custom", "condition": OPEN}), part("customer"))
    without = entity("order", *[one for one in OWNED["fields"] if one["id"] != "status"])

    found = list(
        hurt_profiles({"sellers": needs}, {"sellers": needs}, MODEL, Model.of(model(CUSTOMER, without, LINE)))
    )

    assert [(name, one.code) for name, one in found] == [("sellers", "filter-unknown-field")]
