"""The checks of forms and actions: lines, what a form asks beyond the model, and what comes afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from backend.metadata.checks import workspace_findings
from backend.metadata.documents import whole
from backend.protocol.workspaces import Workspace as WorkspaceShape
from tests.backend.metadata.builders import CUSTOMER, ORDER, Document, entity, field, model, workspace

LINE = entity(
    "line",
    field("item", required=True, maxLength=40),
    field("order", "lookup", target="order", required=True),
    field("customer", "lookup", target="customer"),
    field("count", "integer", default=1),
    field("price", "money", currency="EUR"),
)
MODEL = model(CUSTOMER, ORDER, LINE)
LINES: Document = {
    "id": "lines",
    "entity": "line",
    "parent": "order",
    "fields": [{"id": "item", "field": "item"}, {"id": "count", "field": "count"}],
}
STEP: Document = {
    "id": "close",
    "kind": "step",
    "entity": "order",
    "label": {"en": "Close"},
    "settings": [{"id": "s", "field": "status", "to": "value", "value": "done"}],
}
NEW_LINE: Document = {
    "id": "new_line",
    "kind": "create",
    "entity": "line",
    "label": {"en": "New line"},
    "fields": [{"id": "item", "field": "item"}, {"id": "order", "field": "order"}],
}
CUSTOMERS: Document = {
    "id": "customers",
    "kind": "list",
    "entity": "customer",
    "title": {"en": "Customers"},
    "blocks": [{"id": "rows", "type": "list", "entity": "customer", "title": "name"}],
}
LINES_OF_ORDER: Document = {
    "id": "lines_of_order",
    "kind": "list",
    "hidden": True,
    "entity": "line",
    "title": {"en": "Lines"},
    "blocks": [{"id": "rows", "type": "list", "entity": "line", "title": "item", "parent": "order"}],
}


def design(*actions: Document, pages: tuple[Document, ...] = (), **of: Any) -> Document:
    """The starter workspace of orders; ``of``: what is different in its actions, by their ids."""
    made = workspace()
    changed = [{**action, **of.get(action["id"], {})} for action in made["actions"]]
    return whole(WorkspaceShape, {**made, "pages": [*made["pages"], *pages], "actions": [*changed, *actions]})


def found_in(document: Document) -> set[tuple[str, str, str]]:
    return {
        (one.level, one.code.removeprefix("design-"), "/".join(one.path))
        for one in workspace_findings(document, MODEL)
    }


def lines(**more: Any) -> Document:
    return design(create_order={"lines": [{**LINES, **more}]})


def shown(**more: Any) -> Document:
    return design(create_order={"fields": [{"id": "one", "field": "customer"}, {"id": "two", **more}]})


def line_field(**more: Any) -> Document:
    return lines(fields=[{"id": "item", "field": "item"}, {"id": "two", **more}])


@pytest.mark.feature("DSG-14", "L19")
def test_a_header_with_lines_is_a_sound_form() -> None:
    found = found_in(design(create_order={"lines": [LINES]}, edit_order={"lines": [LINES]}))

    assert found == set()


@pytest.mark.feature("DSG-16", "DSG-17")
def test_a_form_may_ask_for_more_than_the_model_and_say_how_a_record_is_chosen() -> None:
    look = {"page": "customers", "display": "city", "full": True}
    fields = [
        {"id": "customer", "field": "customer", "lookup": look},
        {"id": "remark", "field": "remark", "maxLength": 20, "required": True, "help": {"en": "Short"}},
        {"id": "total", "field": "total", "negative": False},
        {"id": "status", "field": "status", "hidden": True, "required": True},
    ]

    found = found_in(design(pages=(CUSTOMERS,), create_order={"fields": fields}))

    assert found == set()


@pytest.mark.feature("DSG-11")
@pytest.mark.parametrize("form", ["create_order", "edit_order"])
def test_a_field_that_a_form_sets_when_it_opens_may_be_hidden_and_required(form: str) -> None:
    more = {
        "fields": [
            {"id": "customer", "field": "customer"},
            {"id": "remark", "field": "remark", "hidden": True, "required": True},
        ],
        "settings": [{"id": "seen", "field": "remark", "to": "value", "value": "Seen"}],
    }

    found = found_in(design(**{form: more}))

    assert found == set()


AT = "actions/create_order"
DEFECTS: list[tuple[str, Document, str, str]] = [
    ("lines of nothing", lines(entity="gone"), "missing-entity", f"{AT}/lines/lines/entity"),
    ("lines without their parent", lines(parent="gone"), "missing-field", f"{AT}/lines/lines/parent"),
    ("lines of another record", lines(parent="customer"), "lines-parent", f"{AT}/lines/lines/parent"),
    ("lines by a text", lines(parent="item"), "lines-parent", f"{AT}/lines/lines/parent"),
    ("more than the most", lines(least=9, most=3), "lines-least", f"{AT}/lines/lines/least"),
    ("lines without fields", lines(fields=[]), "empty-form", f"{AT}/lines/lines/fields"),
    (
        "a field that lines have not",
        lines(fields=[{"id": "x", "field": "gone"}]),
        "missing-field",
        f"{AT}/lines/lines/fields/x/field",
    ),
    (
        "a field beyond a lookup on a line",
        line_field(field="customer.name"),
        "form-path",
        f"{AT}/lines/lines/fields/two/field",
    ),
    (
        "lines of a step",
        design({**STEP, "lines": [LINES]}),
        "lines-not-form",
        "actions/close/lines",
    ),
    (
        "a length of a number",
        shown(field="total", maxLength=3),
        "shown-length-type",
        f"{AT}/fields/two/maxLength",
    ),
    ("a sign of a text", shown(field="remark", negative=False), "not-a-number", f"{AT}/fields/two/negative"),
    ("a choice of no record", shown(field="remark", lookup={}), "lookup-look", f"{AT}/fields/two/lookup"),
    (
        "chosen from a page that is gone",
        shown(field="customer", lookup={"page": "gone"}),
        "missing-page",
        f"{AT}/fields/two/lookup/page",
    ),
    (
        "chosen from a page of other records",
        shown(field="customer", lookup={"page": "order_list"}),
        "list-page-entity",
        f"{AT}/fields/two/lookup/page",
    ),
    (
        "named by a field that is gone",
        shown(field="customer", lookup={"display": "gone"}),
        "missing-field",
        f"{AT}/fields/two/lookup/display",
    ),
    (
        "required, hidden and empty",
        shown(field="remark", hidden=True, required=True),
        "hidden-required",
        f"{AT}/fields/two/hidden",
    ),
    (
        "a form as a wish",
        design(edit_order={"offline": "intent"}),
        "intent-not-step",
        "actions/edit_order/offline",
    ),
    (
        "a list of the rows of a record that there is not",
        design({**STEP, "entity": "order"}, pages=(LINES_OF_ORDER,), delete_order={"next": "lines_of_order"}),
        "next-without-record",
        "actions/delete_order/next",
    ),
    (
        "next a form that is gone",
        design(create_order={"nextAction": "gone"}),
        "missing-action",
        f"{AT}/nextAction",
    ),
    ("next a step", design(STEP, create_order={"nextAction": "close"}), "next-action", f"{AT}/nextAction"),
    (
        "a form after an edit",
        design(NEW_LINE, edit_order={"nextAction": "new_line"}),
        "next-action",
        "actions/edit_order/nextAction",
    ),
]


@pytest.mark.feature("DSG-14", "DSG-16", "DSG-17")
@pytest.mark.parametrize(
    ("document", "code", "place"), [case[1:] for case in DEFECTS], ids=[case[0] for case in DEFECTS]
)
def test_a_defect_of_a_form_is_found_at_its_place(document: Document, code: str, place: str) -> None:
    found = found_in(document)

    assert ("error", code, place) in found


WARNINGS: list[tuple[str, Document, str, str]] = [
    (
        "longer than the model",
        line_field(field="item", maxLength=400),
        "shown-length-longer",
        f"{AT}/lines/lines/fields/two/maxLength",
    ),
    (
        "less than the model",
        shown(field="customer", required=False),
        "shown-less",
        f"{AT}/fields/two/required",
    ),
    (
        "a line without its required field",
        lines(fields=[{"id": "count", "field": "count"}]),
        "required-not-on-form",
        f"{AT}/lines/lines/fields",
    ),
]


@pytest.mark.feature("DSG-17")
@pytest.mark.parametrize(
    ("document", "code", "place"), [case[1:] for case in WARNINGS], ids=[case[0] for case in WARNINGS]
)
def test_what_a_form_says_without_effect_is_told(document: Document, code: str, place: str) -> None:
    found = found_in(document)

    assert ("warning", code, place) in found


@pytest.mark.feature("DSG-13")
def test_an_action_leads_to_the_page_of_its_record_or_of_one_that_it_hangs_on_or_to_another_form() -> None:
    sound = design(
        {**NEW_LINE, "next": "order"},
        {**STEP, "next": "lines_of_order", "placement": "hidden", "offline": "intent", "idempotent": False},
        pages=(LINES_OF_ORDER, CUSTOMERS),
        create_order={"next": "order_list", "nextAction": "new_line"},
        edit_order={"next": "customers"},
        delete_order={"next": "order_list"},
    )

    found = found_in(sound)

    assert found == set()
