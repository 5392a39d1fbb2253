"""Tests of the three-way merge and its policies by the cases that the phone runs as well."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.records.line_merge import merged_lines
from tests.backend.records import merge_cases
from tests.backend.records.merge_cases import Case, outcome_of

CASES: list[Case] = json.loads((merge_cases.VECTORS / "merges.json").read_text())
VALUES = st.sampled_from([None, "x", "y", "z"])
VERSIONS = st.integers(1, 6)
FATES = ("apply", "made", "same", "overruled", "conflicts")
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "", "d"]), max_size=8)


@pytest.mark.invariant(18)
@pytest.mark.feature("CON-08", "BEY-03", "L44")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_record_is_merged_as_both_ends_have_agreed(case: Case) -> None:
    expected = case["expect"]

    merged = outcome_of(case)

    assert merged == expected


@pytest.mark.feature("BEY-03")
def test_the_cases_that_were_made_up_for_the_phone_are_those_that_the_office_decides_today() -> None:
    written = json.loads(merge_cases.RANDOM.read_text())

    made = merge_cases.made_up()

    assert written == made, "run: python3 -m tests.backend.records.merge_cases"
    for fate in FATES:
        assert sum(bool(case["expect"][fate]) for case in made) > 30, f"hardly any case ends as {fate}"


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(VALUES, VALUES, VERSIONS), min_size=1),
    st.fixed_dictionaries({name: st.tuples(VALUES, VERSIONS, st.booleans()) for name in "abcd"}),
    st.fixed_dictionaries({name: st.sampled_from([None, "g"]) for name in "abcd"}),
    st.sampled_from(["ask", "office", "device", "append"]),
)
def test_every_edit_has_exactly_one_fate(
    edits: dict[str, Any], office: dict[str, Any], groups: dict[str, str | None], policy: str
) -> None:
    case = {
        "fields": {name: {"type": "text", "group": groups[name], "policy": policy} for name in "abcd"},
        "edits": {name: {"new": new, "old": old, "seen": seen} for name, (new, old, seen) in edits.items()},
        "office": {name: {"value": v, "version": n, "own": own} for name, (v, n, own) in office.items()},
    }

    merged = outcome_of(case)

    fates = [*(merged[fate] for fate in FATES[:-1]), *merged["conflicts"]]
    for name in edits:
        assert sum(name in fate for fate in fates) == 1


@pytest.mark.feature("L44")
@given(TEXTS, TEXTS)
def test_what_one_side_alone_has_changed_is_taken_line_for_line(old: list[str], new: list[str]) -> None:
    of_mine, of_theirs, of_both = (
        merged_lines(old, new, old),
        merged_lines(old, old, new),
        merged_lines(old, new, new),
    )

    assert of_mine == of_theirs == of_both == new


@pytest.mark.feature("L44")
@given(TEXTS, TEXTS, TEXTS)
def test_the_merge_of_lines_is_the_same_whoever_comes_first(
    old: list[str], mine: list[str], theirs: list[str]
) -> None:
    first, second = merged_lines(old, mine, theirs), merged_lines(old, theirs, mine)

    assert first == second


@pytest.mark.feature("L44")
def test_a_text_of_a_hundred_thousand_letters_is_merged_in_a_moment() -> None:
    old = [f"{number % 7}" for number in range(50_000)]
    mine, theirs = ["x", *old], [*old[:-1], "y"]
    began = time.perf_counter()

    merged = merged_lines(old, mine, theirs)

    assert merged == ["x", *old[:-1], "y"]
    assert time.perf_counter() - began < 2
