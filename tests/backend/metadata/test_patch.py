"""Patches and their inverses, by the vectors that the designer runs as well."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import Conflict
from backend.metadata.documents import same
from backend.metadata.patch import apply_patch, apply_patches, inverses

VECTORS = Path(__file__).parents[2] / "vectors" / "patches.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())["cases"]
FITTING = [case for case in CASES if "result" in case]
REFUSED = [case for case in CASES if "code" in case]


def strictly(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("case", FITTING, ids=lambda case: case["name"])
def test_a_patch_that_fits_gives_the_result(case: dict[str, Any]) -> None:
    before = copy.deepcopy(case["document"])

    result = apply_patches(case["document"], case["patches"])

    assert strictly(result) == strictly(case["result"])
    assert case["document"] == before, "the document that went in must not change"


@pytest.mark.parametrize("case", FITTING, ids=lambda case: case["name"])
def test_the_inverses_give_back_the_document(case: dict[str, Any]) -> None:
    after = apply_patches(case["document"], case["patches"])

    restored = apply_patches(after, inverses(case["patches"]))

    assert strictly(restored) == strictly(case.get("restored", case["document"]))


@pytest.mark.parametrize("case", FITTING, ids=lambda case: case["name"])
def test_what_was_undone_can_be_done_again(case: dict[str, Any]) -> None:
    undone = apply_patches(apply_patches(case["document"], case["patches"]), inverses(case["patches"]))

    again = apply_patches(undone, inverses(inverses(case["patches"])))

    assert same(again, apply_patches(undone, case["patches"]))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_a_patch_that_does_not_fit_is_refused_with_the_place(case: dict[str, Any]) -> None:
    with pytest.raises(Conflict) as refusal:
        apply_patches(case["document"], case["patches"])

    assert (refusal.value.code, refusal.value.arguments["reason"]) == (case["code"], case["reason"])
    assert refusal.value.field == case["place"]


@pytest.mark.feature("DSG-23")
@pytest.mark.parametrize("kind", ["insert", "remove", "move"])
def test_adding_removing_and_moving_one_field_leaves_all_else_untouched(kind: str) -> None:
    fields = [{"id": name, "page": f"to_{name}", "label": {"en": name}} for name in "abcd"]
    form = {"id": "edit", "fields": fields, "next": "page"}
    document = {"pages": [{"id": "page", "actions": ["edit"]}], "actions": [form]}
    place = ["actions", "edit", "fields"]
    patch = {
        "insert": {"op": "insert", "path": place, "node": {"id": "new"}, "before": "b"},
        "remove": {"op": "remove", "path": place, "node": fields[1], "before": "c"},
        "move": {"op": "move", "path": place, "node": "b", "before": None, "was": "c"},
    }[kind]

    after = apply_patch(document, patch)

    kept = {field["id"]: field for field in after["actions"][0]["fields"]}
    for field in fields:
        if not (kind == "remove" and field["id"] == "b"):
            assert kept[field["id"]] is field, "an untouched field is the very same, links and all"
    assert after["pages"] is document["pages"]
    assert {**after["actions"][0], "fields": None} == {**form, "fields": None}


IDS = st.sampled_from("abcdefgh")


@st.composite
def honest_patch(draw: st.DrawFn, nodes: list[dict[str, Any]], number: int) -> dict[str, Any]:
    ids = [node["id"] for node in nodes]
    after = dict(zip(ids, [*ids[1:], None], strict=True)) if ids else {}
    kind = draw(st.sampled_from(["insert", "set", "remove", "move"] if ids else ["insert"]))
    if kind == "insert":
        before = draw(st.sampled_from([*ids, None]))
        return {"op": kind, "path": ["nodes"], "node": {"id": f"new{number}", "n": 0}, "before": before}
    chosen = draw(st.sampled_from(ids))
    node = next(node for node in nodes if node["id"] == chosen)
    if kind == "set":
        return {"op": kind, "path": ["nodes", chosen], "key": "n", "value": number, "old": node["n"]}
    if kind == "remove":
        return {"op": kind, "path": ["nodes"], "node": node, "before": after[chosen]}
    to = draw(st.sampled_from([*(other for other in ids if other != chosen), None]))
    return {"op": kind, "path": ["nodes"], "node": chosen, "before": to, "was": after[chosen]}


@given(st.lists(IDS, unique=True, min_size=1), st.data())
def test_any_row_of_honest_patches_is_taken_back_by_its_inverses(ids: list[str], data: st.DataObject) -> None:
    document: Any = {"nodes": [{"id": name, "n": 0} for name in ids]}
    now, made = document, []
    for number in range(1, data.draw(st.integers(1, 6)) + 1):
        patch = data.draw(honest_patch(now["nodes"], number))
        made.append(patch)
        now = apply_patch(now, patch)

    restored = apply_patches(now, inverses(made))

    assert restored == document
