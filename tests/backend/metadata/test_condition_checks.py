"""Conditions and reserved names: what a list may be narrowed by, and what no field may be called."""

from __future__ import annotations

import copy

import pytest

from backend.metadata.checks import model_findings, workspace_findings
from backend.metadata.documents import whole
from backend.metadata.findings import errors
from backend.protocol.workspaces import Workspace as WorkspaceShape
from tests.backend.metadata.builders import CUSTOMER, Document, entity, field, model, workspace

ROWS = ["pages", "order_list", "blocks", "rows"]

CONDITIONS: list[tuple[Document, str, str]] = [
    ({"op": "eq", "path": "gone", "value": "x"}, "filter-unknown-field", ""),
    ({"op": "eq", "path": "customer.gone", "value": "x"}, "filter-unknown-field", ""),
    ({"op": "resembles", "path": "status", "value": "open"}, "filter-unknown-operator", ""),
    ({"op": "and", "of": [{"op": "eq", "path": "status"}]}, "filter-value-missing", "of/0"),
]


@pytest.mark.parametrize(("condition", "code", "inside"), CONDITIONS)
@pytest.mark.parametrize("view", [False, True])
def test_a_defect_of_a_condition_is_found_at_its_place(
    condition: Document, code: str, inside: str, view: bool
) -> None:
    document = copy.deepcopy(workspace())
    rows = document["pages"][0]["blocks"][0]
    if view:
        rows["views"] = [{"id": "some", "label": {"en": "Some"}, "condition": condition}]
    else:
        rows["condition"] = condition
    document = whole(WorkspaceShape, document)

    found = errors(workspace_findings(document, model()))

    at = [*ROWS, *(("views", "some") if view else ()), "condition"]
    place = "/".join([*at, inside] if inside else at)
    assert [(finding.code, "/".join(finding.path)[: len(place)]) for finding in found] == [(code, place)]


@pytest.mark.parametrize("name", ["id", "owner", "version"])
def test_no_field_may_hide_what_every_record_has(name: str) -> None:
    document = model(CUSTOMER, entity("order", field("number"), field(name)))

    found = errors(model_findings(document))

    assert ("design-reserved-id", f"entities/order/fields/{name}/id") in [
        (finding.code, "/".join(finding.path)) for finding in found
    ]
