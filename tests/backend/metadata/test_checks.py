"""The checks of designs: each defect is found, by name and place, and a sound design has none."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from backend.metadata.checks import design_findings, workspace_findings
from backend.metadata.documents import whole
from backend.metadata.patch import apply_patches
from backend.protocol.workspaces import Action as ActionShape
from backend.protocol.workspaces import Workspace as WorkspaceShape
from tests.backend.metadata.builders import (
    CUSTOMER,
    Document,
    entity,
    field,
    found_by,
    insert,
    model,
    put,
    workspace,
)

ROWS = ["pages", "order_list", "blocks", "rows"]
FACTS = ["pages", "order", "blocks", "facts", "fields"]
FORM = ["actions", "create_order", "fields"]
CREATE = ["actions", "create_order"]
ONE = {"op": "value", "type": "integer", "value": 1}
REMARK_RULE = {"op": "field", "path": "remark"}
STEP = {
    "id": "close",
    "kind": "step",
    "entity": "order",
    "label": {"en": "Close"},
    "settings": [{"id": "s", "field": "status", "to": "value", "value": "done"}],
    "when": {"field": "status", "oneOf": ["open"]},
}


def step(**more: Any) -> Document:
    return insert(["actions"], {**STEP, **more})


def setting(**more: Any) -> Document:
    return step(settings=[{"id": "s", "field": "status", "to": "value", "value": None, **more}])


def copy_with(name: str, rule: Document | None) -> Document:
    """A form that copies the order on show, and puts what a formula makes of it into a field."""
    made = {"id": "s", "field": name, "to": "rule", "rule": rule}
    fields = [{"id": "customer", "field": "customer"}]
    copying = {"id": "copy", "kind": "create", "entity": "order", "label": {"en": "Copy"}, "copies": True}
    return insert(["actions"], {**copying, "fields": fields, "settings": [made]})


DEFECTS: list[tuple[str, Document, str, str]] = [
    ("list title", put(ROWS, "title", "gone", "number"), "missing-field", "/".join([*ROWS, "title"])),
    (
        "path beyond a lookup",
        insert([*ROWS, "search"], "customer.gone"),
        "missing-field",
        "/".join([*ROWS, "search", "customer.gone"]),
    ),
    (
        "path through no lookup",
        insert([*ROWS, "subtitle"], "placed.name"),
        "missing-field",
        "/".join([*ROWS, "subtitle", "placed.name"]),
    ),
    (
        "sort",
        put([*ROWS, "sort"], "field", "gone", "placed"),
        "missing-field",
        "/".join([*ROWS, "sort", "field"]),
    ),
    ("badge", put(ROWS, "badge", "placed", "status"), "badge-not-choice", "/".join([*ROWS, "badge"])),
    ("image", put(ROWS, "image", "number", "photo"), "not-an-image", "/".join([*ROWS, "image"])),
    ("detail gone", put(ROWS, "detail", "gone", "order"), "missing-page", "/".join([*ROWS, "detail"])),
    (
        "detail is a list",
        put(ROWS, "detail", "order_list", "order"),
        "detail-entity",
        "/".join([*ROWS, "detail"]),
    ),
    (
        "list of another entity",
        put(ROWS, "entity", "customer", "order"),
        "list-entity",
        "/".join([*ROWS, "entity"]),
    ),
    (
        "list of no entity",
        put(ROWS, "entity", "gone", "order"),
        "missing-entity",
        "/".join([*ROWS, "entity"]),
    ),
    (
        "parent is no lookup",
        put(ROWS, "parent", "placed"),
        "parent-not-lookup",
        "/".join([*ROWS, "parent"]),
    ),
    (
        "parent of another entity",
        insert(
            ["pages", "order", "blocks"],
            {"id": "more_orders", "type": "list", "entity": "order", "title": "number", "parent": "customer"},
        ),
        "parent-entity",
        "pages/order/blocks/more_orders/parent",
    ),
    (
        "placed field",
        insert(FACTS, {"id": "x", "field": "gone"}),
        "missing-field",
        "/".join([*FACTS, "x", "field"]),
    ),
    (
        "placed field twice",
        insert(FACTS, {"id": "x", "field": "placed", "page": "order"}),
        "page-not-lookup",
        "/".join([*FACTS, "x", "page"]),
    ),
    (
        "lookup opens the wrong page",
        insert(FACTS, {"id": "x", "field": "customer", "page": "order"}),
        "detail-entity",
        "/".join([*FACTS, "x", "page"]),
    ),
    (
        "fields on a list page",
        insert(["pages", "order_list", "blocks"], {"id": "f", "type": "fields", "fields": []}),
        "block-on-list-page",
        "pages/order_list/blocks/f",
    ),
    (
        "link to nowhere",
        insert(["pages", "order", "blocks"], {"id": "l", "type": "link", "page": "gone"}),
        "missing-page",
        "pages/order/blocks/l/page",
    ),
    (
        "link to a detail page",
        insert(["pages", "order", "blocks"], {"id": "l", "type": "link", "page": "order"}),
        "link-to-detail",
        "pages/order/blocks/l/page",
    ),
    (
        "action gone",
        insert(["pages", "order", "actions"], "gone"),
        "missing-action",
        "pages/order/actions/gone",
    ),
    (
        "page of no entity",
        put(["pages", "order"], "entity", "gone", "order"),
        "missing-entity",
        "pages/order/entity",
    ),
    (
        "form field",
        insert(FORM, {"id": "x", "field": "gone"}),
        "missing-field",
        "/".join([*FORM, "x", "field"]),
    ),
    (
        "form field of another record",
        insert(FORM, {"id": "x", "field": "customer.name"}),
        "form-path",
        "/".join([*FORM, "x", "field"]),
    ),
    ("empty form", put(["actions", "edit_order"], "fields", []), "empty-form", "actions/edit_order/fields"),
    (
        "next",
        put(["actions", "create_order"], "next", "gone", "order"),
        "missing-page",
        "actions/create_order/next",
    ),
    (
        "next is a page of the record that is deleted",
        put(["actions", "delete_order"], "next", "order"),
        "detail-entity",
        "actions/delete_order/next",
    ),
    ("step sets no field", setting(field="gone"), "missing-field", "actions/close/settings/s/field"),
    ("step sets no choice", setting(value="gone"), "missing-choice", "actions/close/settings/s/value"),
    (
        "step sets a number for a date",
        setting(field="placed", value=7),
        "value",
        "actions/close/settings/s/value",
    ),
    (
        "step sets a number given by the server",
        setting(field="number", value="1"),
        "setting-type",
        "actions/close/settings/s/field",
    ),
    ("me into a text", setting(field="remark", to="me"), "setting-type", "actions/close/settings/s/to"),
    (
        "me into another lookup",
        setting(field="customer", to="me"),
        "setting-type",
        "actions/close/settings/s/to",
    ),
    ("now into a text", setting(field="remark", to="now"), "setting-type", "actions/close/settings/s/to"),
    (
        "comment that nobody asks for",
        setting(field="remark", to="comment"),
        "comment-not-asked",
        "actions/close/settings/s/to",
    ),
    (
        "formula without a record to ask",
        setting(field="remark", to="rule", rule=REMARK_RULE),
        "rule-without-copy",
        "actions/close/settings/s/to",
    ),
    ("copy that is no new record", step(copies=True), "copy-of-nothing", "actions/close/copies"),
    ("copy without its formula", copy_with("remark", None), "rule-missing", "actions/copy/settings/s/rule"),
    ("text for a date", copy_with("placed", REMARK_RULE), "rule-type", "actions/copy/settings/s/rule"),
    (
        "formula over a field that is gone",
        copy_with("remark", {"op": "field", "path": "gone"}),
        "rule-unknown-field",
        "actions/copy/settings/s/rule/path",
    ),
    (
        "condition on no field",
        step(when={"field": "gone", "oneOf": ["x"]}),
        "missing-field",
        "actions/close/when/field",
    ),
    (
        "condition on a date",
        step(when={"field": "placed", "oneOf": ["x"]}),
        "when-not-choice",
        "actions/close/when/field",
    ),
    (
        "condition on no choice",
        step(when={"field": "status", "oneOf": ["gone"]}),
        "missing-choice",
        "actions/close/when/oneOf/gone",
    ),
    ("no name", put([], "title", {"en": " "}, {"en": "Orders"}), "no-label", "title"),
]


def test_a_sound_design_has_no_findings() -> None:
    steps = workspace()
    steps["actions"].append(whole(ActionShape, STEP))
    steps["pages"][1]["actions"].append("close")

    found = design_findings(steps, model(), published=model())

    assert found == []


def test_a_copy_with_a_formula_over_the_copied_record_has_no_findings() -> None:
    copying = workspace()
    patch = copy_with("placed", {"op": "add-days", "of": [{"op": "field", "path": "placed"}, ONE]})
    copying["pages"][1]["actions"].append("copy")

    found = design_findings(
        whole(WorkspaceShape, apply_patches(copying, [patch])), model(), published=model()
    )

    assert found == []


@pytest.mark.feature("DSG-13")
@pytest.mark.parametrize("more", [{}, {"placement": "hidden"}])
def test_an_action_that_no_page_offers_is_warned_of_unless_it_is_hidden_on_purpose(more: Document) -> None:
    steps = workspace()
    steps["actions"].append(whole(ActionShape, {**STEP, **more}))

    found = design_findings(steps, model(), published=model())

    told = [(one.level, one.code, one.path) for one in found]
    assert told == ([] if more else [("warning", "design-action-nowhere", ("actions", "close"))])


@pytest.mark.parametrize(
    ("patch", "code", "place"), [case[1:] for case in DEFECTS], ids=[case[0] for case in DEFECTS]
)
def test_a_defect_of_a_workspace_is_found_at_its_place(patch: Document, code: str, place: str) -> None:
    if patch["op"] == "set" and patch["key"] == "fields":
        patch = {**patch, "old": workspace()["actions"][1]["fields"]}

    broken = whole(WorkspaceShape, apply_patches(workspace(), [patch]))

    assert (code, place) in found_by(workspace_findings(broken, model()))


def test_ids_that_stand_twice_are_found() -> None:
    broken = workspace()
    broken["pages"].append(copy.deepcopy(broken["pages"][0]))
    broken["pages"][1]["blocks"].append(copy.deepcopy(broken["pages"][1]["blocks"][0]))

    found = found_by(workspace_findings(broken, model()))

    assert ("id-twice", "pages/order_list") in found
    assert ("id-twice", "pages/order/blocks/facts") in found


def test_an_id_that_was_used_before_is_found() -> None:
    found = found_by(workspace_findings(workspace(), model(), retired=["pages/order", "actions/gone"]))

    assert found == {("id-used-before", "pages/order")}


def test_a_required_field_that_the_form_lacks_is_a_warning() -> None:
    strict = entity("customer", *CUSTOMER["fields"], field("vat", required=True))
    sound = workspace("customers", "customer")

    found = workspace_findings(sound, model(strict))

    assert [(one.code, one.level, one.arguments["name"]) for one in found] == [
        ("design-required-not-on-form", "warning", "vat")
    ]
