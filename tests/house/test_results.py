"""Tests that a test run is counted as it went."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import results
from scripts.results import Count, Result
from tests.house.sources import ROOT

SAMPLE = """
import pytest

@pytest.mark.feature("APP-01")
@pytest.mark.invariant(4)
def test_good():
    pass

def test_bad():
    assert 1 == 2

@pytest.fixture
def broken():
    raise RuntimeError

def test_whose_fixture_breaks(broken):
    pass

@pytest.fixture
def breaks_late():
    yield
    raise RuntimeError

def test_whose_clean_up_breaks(breaks_late):
    pass

def test_without_its_tool():
    pytest.skip("no browser")
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_pytest_records_outcome_features_and_invariants_of_each_test(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    file = tmp_path / "results.json"
    options = [
        "-p",
        "tests.results",
        "-p",
        "no:cacheprovider",
        "-n",
        workers,
        f"--rootdir={tmp_path}",
        "-c",
        "none.ini",
    ]
    (tmp_path / "none.ini").write_text("[pytest]\nmarkers =\n  feature\n  invariant\n")
    options[options.index("none.ini")] = str(tmp_path / "none.ini")

    subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--results={file}", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )

    found = {one.test.split("::")[1]: one for one in results.read(file)}
    assert {name: one.result for name, one in found.items()} == {
        "test_good": "passed",
        "test_bad": "failed",
        "test_whose_fixture_breaks": "failed",
        "test_whose_clean_up_breaks": "failed",
        "test_without_its_tool": "skipped",
    }
    assert (found["test_good"].features, found["test_good"].invariants) == (("APP-01",), (4,))
    assert found["test_without_its_tool"].reason == "no browser"


def test_a_vitest_report_is_read_with_the_ids_in_the_names() -> None:
    report = {
        "testResults": [
            {
                "name": str(ROOT / "tests/frontend/list.test.ts"),
                "status": "failed",
                "message": "",
                "assertionResults": [
                    {"fullName": "a list [APP-05] [inv 3] filters", "status": "passed"},
                    {"fullName": "a list [APP-05, SYN-04] opens", "status": "failed"},
                    {"fullName": "a list [] later", "status": "todo"},
                ],
            },
            {
                "name": "/elsewhere.test.ts",
                "status": "failed",
                "message": "no export",
                "assertionResults": [],
            },
        ]
    }

    found = list(results.from_vitest(report))

    place = "tests/frontend/list.test.ts > a list"
    assert found == [
        Result(f"{place} [APP-05] [inv 3] filters", "passed", ("APP-05",), (3,)),
        Result(f"{place} [APP-05, SYN-04] opens", "failed", ("APP-05", "SYN-04")),
        Result(f"{place} [] later", "skipped"),
        Result("/elsewhere.test.ts", "failed", reason="no export"),
    ]


@pytest.mark.parametrize(
    ("tests", "line", "is_good"),
    [
        ([Result("a", "passed")], "1 passed, 0 failed", True),
        ([Result("a", "passed"), Result("b", "failed")], "1 passed, 1 failed", False),
        ([Result("a", "passed"), Result("b", "skipped")], "1 passed, 0 failed, 1 skipped", False),
        (
            [Result("a", "passed"), Result("b", "skipped", reason="does not apply: SQLite has one writer")],
            "1 passed, 0 failed, 1 skipped",
            True,
        ),
        ([], "0 passed, 0 failed", False),
    ],
)
def test_a_run_is_good_when_something_passed_and_nothing_failed_or_is_missing(
    tests: list[Result], line: str, is_good: bool
) -> None:
    count = Count().add(tests)

    assert (str(count), count.is_good) == (line, is_good)


def test_results_survive_being_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "stage.json"
    result = Result("tests/one", "passed", ("APP-01",), (4,), "why")

    results.write(file, "stage", [result])

    assert results.read(file) == [result]
    assert json.loads(file.read_text())["stage"] == "stage"
