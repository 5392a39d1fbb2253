"""What a user may not read is nowhere: in no block, view, group, rule or form, however deep it stands."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.block_parts import blocks_of
from backend.metadata.documents import whole
from backend.metadata.effective import effective_document, effective_workspaces
from backend.metadata.model import Model
from backend.protocol.model import Model as ModelShape
from tests.backend.metadata.all_blocks import MODEL, SOUND, built, gathered, grouped, page_of, with_pages
from tests.backend.metadata.builders import Document, user

HIDDEN = {"order": ["margin", "secret", "rival", "grade"], "customer": ["phone"]}
EVERYTHING = {one["id"]: "rced" for one in MODEL["entities"]}
BLIND = user(EVERYTHING, "orders", hidden=HIDDEN)
SEEING = user(EVERYTHING, "orders")
WORDS = ("margin", "secret", "rival", "grade", "phone")

FILTER = {"op": "not-null", "path": "grade"}
RULE = {"op": "gt", "left": {"op": "field", "path": "margin"}, "right": {"op": "field", "path": "total"}}


def seen(person: Any, document: Document) -> Document:
    (shown,) = effective_workspaces({"orders": document}, Model.of(MODEL), person)
    return shown


def blocks(document: Document, page: str = "order") -> dict[str, Document]:
    (shown,) = [one for one in document["pages"] if one["id"] == page]
    return {block["id"]: block for _, block in blocks_of(shown)}


def changed(kind: str, **more: Any) -> Document:
    return {**SOUND[kind], **more}


ABSENT: dict[str, Document] = {
    "a chart of a hidden number": changed("chart", measure={"of": "sum", "field": "margin"}),
    "a chart by a hidden field": changed("chart", by="grade"),
    "a chart by a field beyond a hidden lookup": changed("chart", by="rival.name"),
    "a chart of rows that a hidden field chooses": changed("chart", condition=FILTER),
    "a chart of what belongs to a record by a hidden lookup": gathered(
        "x", "chart", style="number", measure={"of": "count"}, parent="rival"
    ),
    "a calendar by a hidden date": changed("calendar", date="secret"),
    "a calendar of rows that a hidden field chooses": changed("calendar", condition=FILTER),
    "a report of rows that a hidden field chooses": changed("report", condition=FILTER),
    "a report of hidden columns alone": changed("report", columns=[{"id": "c", "field": "margin"}]),
    "a timer since a hidden date": changed("timer", since="secret"),
    "a timer until a hidden date": changed("timer", until="secret"),
    "a part through a hidden lookup": changed("part", through="rival"),
    "a group of nothing but hidden fields": grouped(
        "g", {"id": "h", "type": "fields", "fields": [{"id": "a", "field": "margin"}]}
    ),
    "a list of rows that a hidden field chooses": changed("list", condition=FILTER),
    **{f"a {kind} that a hidden value makes visible": changed(kind, visibleWhen=RULE) for kind in SOUND},
}


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
@pytest.mark.parametrize("case", ABSENT)
@pytest.mark.parametrize("deep", [False, True])
def test_what_would_tell_a_hidden_value_by_being_there_is_absent(case: str, deep: bool) -> None:
    block = ABSENT[case]
    placed = built(grouped("one", grouped("two", block, SOUND["fields"])) if deep else block)

    told = seen(BLIND, placed)

    if block["id"] != SOUND["fields"]["id"] or not deep:
        assert block["id"] not in blocks(told)
    assert block["id"] in blocks(seen(SEEING, placed))
    assert not [word for word in WORDS if f"'{word}" in str(told)]


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_lists_calendars_and_reports_lose_the_places_of_hidden_fields_and_keep_the_others() -> None:
    rows = changed(
        "list", section="grade", search=["number", "customer.phone"], searchBy="customer.phone",
        figure="margin", subtitle=["rival.name", "placed"], title="margin",
    )  # fmt: skip
    days = changed("calendar", title="margin", subtitle=["secret", "status"], badge="grade")
    columns = [{"id": "m", "field": "margin", "total": "sum"}, {"id": "t", "field": "total"}]
    sums = changed("report", groups=["grade", "status"], columns=columns)

    left = blocks(seen(BLIND, built(rows, grouped("g", days, sums))))

    assert {key: left["mine"][key] for key in ("section", "search", "searchBy", "figure", "title")} == {
        "section": None, "search": ["number"], "searchBy": None, "figure": None, "title": "number",
    }  # fmt: skip
    assert left["mine"]["subtitle"] == ["placed"]
    assert (left["days"]["title"], left["days"]["subtitle"], left["days"]["badge"]) == (
        "number",
        ["status"],
        None,
    )
    assert left["sums"]["groups"] == ["status"]
    assert [column["field"] for column in left["sums"]["columns"]] == ["total"]


@pytest.mark.feature("SEC-03")
@pytest.mark.parametrize("kind", ["list", "chart", "calendar", "report"])
def test_blocks_over_records_that_may_not_be_read_are_absent(kind: str) -> None:
    block = {**SOUND[kind], "id": "other"}
    on_customer = built(grouped("g", block), on="customer")

    told = seen(user({"customer": "rced"}, "orders"), on_customer)

    assert "other" not in blocks(told, "customer")
    assert "order" not in {page["entity"] for page in told["pages"]}


@pytest.mark.feature("SEC-03")
def test_a_part_goes_with_its_page_and_a_swipe_with_its_action() -> None:
    rows = changed("list", swipe=["edit_order", "delete_order"])
    document = built(rows, SOUND["part"], SOUND["link"])

    told = seen(user({"order": "re"}, "orders"), document)

    left = blocks(told)
    assert left["mine"]["swipe"] == ["edit_order"]
    assert not {"of_customer", "to_list"} & left.keys()


@pytest.mark.feature("SEC-05")
def test_a_count_from_a_hidden_field_counts_the_rows_instead() -> None:
    (link,) = [
        block
        for name, block in blocks(
            seen(user(EVERYTHING, "orders", hidden={"order": ["lines"]}), built(SOUND["link"]))
        ).items()
        if name == "to_list"
    ]

    assert (link["count"], link["countFrom"]) == (True, None)


@pytest.mark.feature("SEC-05")
def test_a_page_found_by_a_hidden_lookup_is_absent() -> None:
    facts = {"id": "f", "type": "fields", "fields": [{"id": "a", "field": "number"}]}
    own = page_of("own", facts, kind="single", single={"of": "me", "through": "seller"})
    document = with_pages(own)

    told = seen(user(EVERYTHING, "orders", hidden={"order": ["seller"]}), document)

    assert "own" not in {page["id"] for page in told["pages"]}
    assert "own" in {page["id"] for page in seen(SEEING, document)["pages"]}


@pytest.mark.feature("DSG-04")
def test_a_page_with_a_record_of_its_own_is_a_landing_page() -> None:
    document = built()
    for page in document["pages"]:
        page["hidden"] = True
    facts = {"id": "f", "type": "fields", "fields": [{"id": "a", "field": "name"}]}
    document["pages"] += with_pages(page_of("me", facts, kind="single", of="person", single={"of": "me"}))[
        "pages"
    ][-1:]

    assert [page["id"] for page in seen(SEEING, document)["pages"] if not page["hidden"]] == ["me"]


def form(**more: Any) -> Document:
    """Orders whose form to edit one has fields that hidden ones rule, and lines."""
    document = built()
    edit = next(one for one in document["actions"] if one["id"] == "edit_order")
    edit["fields"] = [
        {"id": "a", "field": "total", "requiredWhen": RULE},
        {"id": "b", "field": "placed", "readOnlyWhen": RULE},
        {"id": "c", "field": "status", "visibleWhen": RULE},
        {
            "id": "d",
            "field": "customer",
            "lookup": {"display": "phone", "condition": {"op": "not-null", "path": "phone"}, "page": "gone"},
        },
    ]
    edit["lines"] = [
        {"id": "l", "entity": "line", "parent": "order", "fields": [{"id": "n", "field": "name"}]}
    ]
    edit.update(more)
    return built(actions=[edit])


def edit_of(person: Any, document: Document) -> Document | None:
    return next(iter(seen(person, document)["actions"]), None)


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_a_form_keeps_no_rule_that_reads_a_hidden_field() -> None:
    told = edit_of(BLIND, form())

    assert told is not None
    fields = {shown["id"]: shown for shown in told["fields"]}
    assert fields.keys() == {"a", "b", "d"}, "one that only some records show is absent"
    assert fields["a"]["requiredWhen"] is None
    assert (fields["b"]["readOnlyWhen"], fields["b"]["readOnly"]) == (None, True)
    assert fields["d"]["lookup"] == {"page": None, "display": None, "condition": None, "full": False}
    assert not [word for word in WORDS if f"'{word}" in str(told)]


@pytest.mark.feature("SEC-05")
def test_an_action_that_a_hidden_value_makes_available_is_absent() -> None:
    assert edit_of(BLIND, form(availableWhen=RULE)) is None
    assert edit_of(SEEING, form(availableWhen=RULE)) is not None


@pytest.mark.feature("SEC-03")
@pytest.mark.parametrize(
    ("letters", "there"), [("rced", True), ("rce", True), ("rc", False), ("re", False), ("", False)]
)
def test_the_lines_of_a_form_are_there_for_those_who_may_write_them(letters: str, there: bool) -> None:
    told = edit_of(user({**EVERYTHING, "line": letters}, "orders"), form())

    assert told is not None
    assert bool(told["lines"]) is there


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_a_rule_of_the_model_that_reads_a_hidden_field_stays_at_the_office() -> None:
    amount = {"op": "field", "path": "margin"}
    ruled = whole(ModelShape, MODEL)
    (order,) = [one for one in ruled["entities"] if one["id"] == "order"]
    fields = {one["id"]: one for one in order["fields"]}
    fields["total"] |= {"computed": amount, "requiredWhen": RULE}
    fields["begun"] |= {"defaultRule": {"op": "current-moment"}, "requiredWhen": RULE}
    order["validities"] = [
        {"id": "hidden", "condition": RULE, "message": {"en": "No"}, "field": None},
        {"id": "about_hidden", "condition": FILTER, "message": {"en": "No"}, "field": "grade"},
        {"id": "open", "condition": {"op": "not-null", "path": "placed"}, "message": {}, "field": None},
    ]

    def told(person: Any) -> Document:
        document = effective_document(
            version=1,
            model=Model.of(ruled),
            model_document=ruled,
            workspaces={"orders": built()},
            profile={"id": "everyone", "version": 1, "label": {}, "entities": []},
            user=person,
            organisation="Ours",
        )
        (found,) = [one for one in document["model"]["entities"] if one["id"] == "order"]
        return found

    blind = {one["id"]: one for one in told(BLIND)["fields"]}

    assert (blind["total"]["computed"], blind["total"]["readOnly"]) == (None, True)
    assert (blind["total"]["requiredWhen"], blind["begun"]["requiredWhen"]) == (None, None)
    assert blind["begun"]["defaultRule"] == {"op": "current-moment"}
    assert [one["id"] for one in told(BLIND)["validities"]] == ["open"]
    assert len(told(SEEING)["validities"]) == 3
    assert not [word for word in WORDS if f"'{word}" in str(told(BLIND))]
