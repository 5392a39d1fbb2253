"""Tests of the three-way merge by the cases that the phone runs as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.records.merge import UNKNOWN, FieldEdit, Standing, merge

CASES = json.loads((Path(__file__).parents[2] / "vectors" / "merges.json").read_text())
VALUES = st.sampled_from([None, "x", "y", "z"])
VERSIONS = st.integers(1, 6)


def same(_field: str, a: Any, b: Any) -> bool:
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


@pytest.mark.invariant(18)
@pytest.mark.feature("CON-08")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_record_is_merged_as_both_ends_have_agreed(case: dict[str, Any]) -> None:
    edits = {name: FieldEdit(**edit) for name, edit in case["edits"].items()}
    office = {name: Standing(**standing) for name, standing in case["office"].items()}

    merged = merge(edits, office, case["groups"], same)

    assert {
        "apply": sorted(merged.apply),
        "same": sorted(merged.same),
        "conflicts": [sorted(unit) for unit in merged.conflicts],
    } == case["expect"]


def test_an_old_value_that_cannot_be_told_equals_nothing() -> None:
    edits = {"a": FieldEdit("y", UNKNOWN, 1)}

    merged = merge(edits, {"a": Standing(None, 2)}, {}, same)

    assert merged.conflicts == (frozenset("a"),)


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(VALUES, VALUES, VERSIONS), min_size=1),
    st.fixed_dictionaries({name: st.tuples(VALUES, VERSIONS) for name in "abcd"}),
    st.fixed_dictionaries({name: st.sampled_from([None, "g"]) for name in "abcd"}),
)
def test_every_edit_has_exactly_one_fate(
    edits: dict[str, Any], office: dict[str, Any], groups: dict[str, str | None]
) -> None:
    asked = {name: FieldEdit(new, old, seen) for name, (new, old, seen) in edits.items()}
    standing = {name: Standing(value, version) for name, (value, version) in office.items()}

    merged = merge(asked, standing, groups, same)

    fates = [merged.apply, merged.same, *merged.conflicts]
    for name in asked:
        assert sum(name in fate for fate in fates) == 1
