"""The checks of pages and of blocks of every type: each defect has its sentence at its place."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.checks import workspace_findings
from backend.metadata.findings import errors
from tests.backend.metadata.all_blocks import MODEL, SOUND, built, grouped, page_of, with_pages
from tests.backend.metadata.builders import Document

ON_ORDER = "pages/order/blocks"
FIELDS = {"id": "f", "type": "fields", "fields": [{"id": "a", "field": "number"}]}


def found(document: Document) -> set[tuple[str, str]]:
    return {
        (one.code.removeprefix("design-"), "/".join(one.path))
        for one in errors(workspace_findings(document, MODEL))
    }


def warned(document: Document) -> set[tuple[str, str]]:
    return {
        (one.code.removeprefix("design-"), "/".join(one.path))
        for one in workspace_findings(document, MODEL)
        if one.level == "warning"
    }


def changed(kind: str, **more: Any) -> Document:
    return {**SOUND[kind], **more}


@pytest.mark.feature("DSG-04")
@pytest.mark.feature("DSG-22")
@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_block_of_every_type_can_be_published(kind: str) -> None:
    assert found(built(SOUND[kind])) == set()


@pytest.mark.feature("DSG-22")
@pytest.mark.parametrize("kind", SOUND)
def test_a_defect_is_found_in_a_group_within_a_group_as_well(kind: str) -> None:
    broken = changed(kind, visibleWhen={"op": "missing", "of": [{"op": "field", "path": "gone"}]})

    deep = found(built(grouped("one", grouped("two", broken))))

    place = f"{ON_ORDER}/one/blocks/two/blocks/{broken['id']}/visibleWhen/of/0/path"
    assert deep == {("rule-unknown-field", place)}


CONTENT = {"op": "eq", "path": "gone", "value": "x"}

DEFECTS: list[tuple[Document, str, str]] = [
    (changed("chart", measure={"of": "sum"}), "chart-without-field", "bars/measure"),
    (changed("chart", measure={"of": "sum", "field": "placed"}), "not-a-number", "bars/measure/field"),
    (changed("chart", measure={"of": "sum", "field": "gone"}), "missing-field", "bars/measure/field"),
    (changed("chart", by=None), "chart-without-by", "bars/by"),
    (changed("chart", style="trend", by=None), "chart-without-by", "bars/by"),
    (changed("chart", style="trend", by="status"), "not-a-date", "bars/by"),
    (changed("chart", by="photo"), "section-type", "bars/by"),
    (changed("chart", by="customer.gone"), "missing-field", "bars/by"),
    (changed("chart", entity="gone"), "missing-entity", "bars/entity"),
    (changed("chart", page="order"), "list-page-entity", "bars/page"),
    (changed("chart", page="customer_list"), "list-page-entity", "bars/page"),
    (changed("chart", page="gone"), "missing-page", "bars/page"),
    (changed("chart", condition=CONTENT), "filter-unknown-field", "bars/condition/path"),
    (changed("chart", parent="total"), "parent-not-lookup", "bars/parent"),
    (changed("chart", parent="customer"), "parent-entity", "bars/parent"),
    (changed("calendar", date="total"), "not-a-date", "days/date"),
    (changed("calendar", date="gone"), "missing-field", "days/date"),
    (changed("calendar", badge="total"), "badge-not-choice", "days/badge"),
    (changed("calendar", detail="customer"), "detail-entity", "days/detail"),
    (changed("report", columns=[]), "report-without-columns", "sums/columns"),
    (
        changed("report", columns=[{"id": "t", "field": "status", "total": "sum"}]),
        "not-a-number",
        "sums/columns/t/total",
    ),
    (changed("report", columns=[{"id": "t", "field": "gone"}]), "missing-field", "sums/columns/t/field"),
    (changed("report", groups=["photo"]), "section-type", "sums/groups/photo"),
    (changed("report", detail="order_list"), "detail-entity", "sums/detail"),
    (changed("timer", since="total"), "not-a-date", "since/since"),
    (changed("timer", until="gone"), "missing-field", "since/until"),
    (changed("link", countFrom="status"), "not-a-number", "to_list/countFrom"),
    (changed("link", countFrom="gone"), "missing-field", "to_list/countFrom"),
    (changed("link", page="order"), "link-to-detail", "to_list/page"),
    (changed("list", searchBy="customer.name"), "search-by", "mine/searchBy"),
    (changed("list", section="photo"), "section-type", "mine/section"),
    (changed("list", section="customer.gone"), "missing-field", "mine/section"),
    (changed("list", swipe=["gone"]), "missing-action", "mine/swipe/gone"),
    (changed("list", swipe=["edit_customer"]), "swipe-action", "mine/swipe/edit_customer"),
    (changed("list", swipe=["create_order"]), "swipe-action", "mine/swipe/create_order"),
    (changed("part", through="total"), "parent-not-lookup", "of_customer/through"),
    (changed("part", through="gone"), "missing-field", "of_customer/through"),
    (changed("part", through="friends"), "several", "of_customer/through"),
    (changed("chart", by="friends"), "section-type", "bars/by"),
    (changed("part", through=None), "part-entity", "of_customer/page"),
    (changed("part", page="gone"), "missing-page", "of_customer/page"),
]


@pytest.mark.feature("DSG-04")
@pytest.mark.parametrize(
    ("block", "code", "place"), DEFECTS, ids=[f"{code} at {place}" for _, code, place in DEFECTS]
)
def test_a_defect_of_a_block_is_found_at_its_place(block: Document, code: str, place: str) -> None:
    assert found(built(block)) == {(code, f"{ON_ORDER}/{place}")}


@pytest.mark.feature("DSG-09")
def test_a_list_that_shows_more_at_once_than_it_fetches_is_warned_of() -> None:
    rows = changed("list", pageSize=80, fetchSize=50)

    assert ("page-size", f"{ON_ORDER}/mine/pageSize") in warned(built(rows))
    assert not [one for one in warned(built(changed("list", pageSize=50))) if one[0] == "page-size"]


@pytest.mark.feature("DSG-05")
def test_rows_cannot_open_the_page_of_another_entity() -> None:
    rows = changed("list", detail="customer")

    assert found(built(grouped("g", rows))) == {("detail-entity", f"{ON_ORDER}/g/blocks/mine/detail")}


def test_groups_can_be_nested_four_deep_and_no_deeper() -> None:
    four = grouped("a", grouped("b", grouped("c", grouped("d", FIELDS))))

    assert found(built(four)) == set()
    assert found(built(grouped("top", four))) == {
        ("group-too-deep", f"{ON_ORDER}/top/blocks/a/blocks/b/blocks/c/blocks/d")
    }


def test_a_block_has_one_id_on_its_page_whichever_group_it_stands_in() -> None:
    twice = built(grouped("one", FIELDS), grouped("two", FIELDS))

    assert found(twice) == {("id-twice", f"{ON_ORDER}/two/blocks/f")}


def test_the_id_of_a_block_that_was_published_in_a_group_is_not_used_again_outside_of_it() -> None:
    before = workspace_findings(built(FIELDS), MODEL, retired=["pages/order/blocks/f"])

    assert [(one.code, "/".join(one.path)) for one in errors(before)] == [
        ("design-id-used-before", f"{ON_ORDER}/f")
    ]


@pytest.mark.feature("DSG-04")
@pytest.mark.parametrize("kind", ["fields", "timer"])
def test_what_shows_a_record_does_not_stand_on_a_list_page(kind: str) -> None:
    block = SOUND[kind]

    assert found(built(grouped("g", block), on="order_list")) == {
        ("block-on-list-page", f"pages/order_list/blocks/g/blocks/{block['id']}")
    }


@pytest.mark.parametrize("more", [{"page": "order"}, {"page": "order_list", "through": "customer"}])
def test_a_part_about_a_record_does_not_stand_on_a_list_page(more: dict[str, str]) -> None:
    part = {"id": "p", "type": "part", **more}

    codes = {code for code, _ in found(built(part, on="order_list"))}

    assert "part-without-record" in codes


@pytest.mark.feature("DSG-04")
@pytest.mark.parametrize("kind", ["chart", "calendar", "report", "link"])
def test_a_list_page_may_be_made_of_other_blocks_than_lists(kind: str) -> None:
    block = {**SOUND[kind], **({"countFrom": None} if kind == "link" else {})}

    assert found(with_pages(page_of("board", grouped("g", block), kind="list"))) == set()


@pytest.mark.parametrize("blocks", [[], [grouped("g")]])
def test_a_list_page_that_shows_nothing_is_found(blocks: list[Document]) -> None:
    assert found(with_pages(page_of("board", *blocks, kind="list"))) == {
        ("list-page-without-list", "pages/board/blocks")
    }


def test_a_count_from_a_field_needs_a_record() -> None:
    assert found(built(SOUND["link"], on="order_list")) == {
        ("count-without-record", "pages/order_list/blocks/to_list/countFrom")
    }


@pytest.mark.feature("DSG-04")
@pytest.mark.parametrize(
    ("of", "single"),
    [
        ("person", {"of": "me"}),
        ("business_unit", {"of": "my_unit"}),
        ("business_unit", {"of": "my_company"}),
        ("order", {"of": "me", "through": "seller"}),
    ],
)
def test_a_page_finds_its_one_record_by_itself(of: str, single: Document) -> None:
    shown = "name" if of != "order" else "number"
    facts = {"id": "f", "type": "fields", "fields": [{"id": "a", "field": shown}]}

    assert found(with_pages(page_of("own", facts, kind="single", of=of, single=single))) == set()


@pytest.mark.feature("DSG-04")
@pytest.mark.parametrize(
    ("kind", "single", "code", "inside"),
    [
        ("single", None, "single-of-nothing", "single"),
        ("single", {"of": "me"}, "single-entity", "single"),
        ("single", {"of": "me", "through": "gone"}, "missing-field", "single/through"),
        ("single", {"of": "me", "through": "customer"}, "single-through", "single/through"),
        ("single", {"of": "my_unit", "through": "seller"}, "single-through", "single/through"),
        ("detail", {"of": "me", "through": "seller"}, "single-of-another-kind", "single"),
    ],
)
def test_a_single_page_that_finds_no_record_is_found(
    kind: str, single: Document | None, code: str, inside: str
) -> None:
    page = page_of("own", FIELDS, kind=kind, single=single)

    assert found(with_pages(page)) == {(code, f"pages/own/{inside}")}


def part(page: str, name: str = "p") -> Document:
    return {"id": name, "type": "part", "page": page}


@pytest.mark.feature("DSG-22")
@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_page_that_would_contain_itself_is_found_however_long_the_way(length: int) -> None:
    names = [f"page_{number}" for number in range(length)]
    pages = [page_of(one, grouped("g", part(names[at + 1 - length]))) for at, one in enumerate(names)]

    assert found(with_pages(*pages)) == {
        ("circular-part", f"pages/{one}/blocks/g/blocks/p/page") for one in names
    }


def test_a_page_may_stand_in_two_others_and_twice_in_one() -> None:
    pages = [
        page_of("inner", FIELDS),
        page_of("middle", part("inner")),
        page_of("outer", part("middle"), part("inner", "q"), part("inner", "r")),
    ]

    assert found(with_pages(*pages)) == set()


@pytest.mark.feature("DSG-04")
def test_pages_that_people_cannot_tell_apart_are_warned_of() -> None:
    first, second = page_of("one", FIELDS), page_of("two", FIELDS)
    alike = with_pages(
        {**first, "title": {"en": "Ways"}}, {**second, "title": {"en": " ways ", "sv": "Vägar"}}
    )

    assert ("page-name-twice", "pages/two/title") in warned(alike)
    alike["pages"][-1]["hidden"] = True
    assert not [one for one in warned(alike) if one[0] == "page-name-twice"], "one is reached by a link alone"
    assert not [one for one in warned(with_pages(first, second)) if one[0] == "page-name-twice"]


def test_a_rule_that_asks_a_record_where_there_is_none_is_warned_of() -> None:
    chart = changed("chart", visibleWhen={"op": "missing", "of": [{"op": "field", "path": "remark"}]})

    assert ("visible-without-record", "pages/order_list/blocks/bars/visibleWhen") in warned(
        built(chart, on="order_list")
    )


@pytest.mark.parametrize("key", ["visibleWhen", "requiredWhen", "readOnlyWhen"])
def test_the_rules_of_a_placed_field_are_checked_where_they_stand(key: str) -> None:
    shown = {"id": "a", "field": "number", key: {"op": "eq", "path": "gone", "value": "x"}}

    assert found(built({**FIELDS, "fields": [shown]})) == {
        ("filter-unknown-field", f"{ON_ORDER}/f/fields/a/{key}/path")
    }


def test_the_rule_of_an_action_and_those_of_its_form_are_checked() -> None:
    document = built()
    wrong = {"op": "eq", "path": "gone", "value": "x"}
    edit = next(one for one in document["actions"] if one["id"] == "edit_order")
    edit["availableWhen"] = wrong
    edit["fields"][0]["requiredWhen"] = wrong
    placed = next(one for one in edit["fields"] if one["field"] == "customer")
    placed["lookup"] = {"condition": wrong, "page": None, "display": None, "full": False}

    assert found(document) == {
        ("filter-unknown-field", "actions/edit_order/availableWhen/path"),
        ("filter-unknown-field", f"actions/edit_order/fields/{edit['fields'][0]['id']}/requiredWhen/path"),
        ("filter-unknown-field", "actions/edit_order/fields/customer/lookup/condition/path"),
    }
