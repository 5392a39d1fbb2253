"""Tests that the documents say what the code does: settings, features, and the tests that show them."""

import ast
import re
from pathlib import Path

import pytest

from scripts import features
from scripts.results import ids_in
from tests.house.sources import ROOT, place, sources

CONFIG = ROOT / "backend" / "config.py"
DEPLOYMENT = ROOT / "docs" / "deployment.md"
ROWS = features.rows(features.DOCUMENT.read_text())
KNOWN = {row.id for row in ROWS}
MARK = re.compile(r"""mark\.(?:feature|invariant)\(([^)]*)\)""")
NAMES = re.compile(r"""(?:\b(?:it|test|describe)(?:\.\w+)*|\))\(\s*["'`]((?:\[[^\]]+\]\s*)+)""")
SYNC = ROOT / "docs" / "sync.md"
PROMISE = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
TESTS = list(
    sources(".py", ".ts", ".tsx", folders=("tests/backend", "tests/frontend", "tests/service_worker"))
)
TESTS += list(sources(".py", ".ts", folders=("tests/e2e", "tests/simulation")))


def settings_of(source: str) -> set[str]:
    """Find the environment variables that a module reads by name."""
    capital = re.compile(r"[A-Z][A-Z0-9_]+")
    found = set()
    for node in ast.walk(ast.parse(source)):
        named: ast.expr | None = None
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("get", "getenv") and node.args:
            named = node.args[0]
        elif isinstance(node, ast.Subscript):
            named = node.slice
        if isinstance(named, ast.Constant) and capital.fullmatch(str(named.value)):
            found.add(str(named.value))
    return found


def ids_named(source: str) -> set[str]:
    """Find the features and invariants that a test file names, in either test runner's way."""
    marked = {word.strip("\"' ") for mark in MARK.findall(source) for word in mark.split(",")}
    for name in NAMES.findall(source):
        ids, invariants = ids_in(name)
        marked |= {*ids, *map(str, invariants)}
    return marked


def test_every_setting_is_in_the_deployment_guide() -> None:
    guide = DEPLOYMENT.read_text()

    missing = [name for name in sorted(settings_of(CONFIG.read_text())) if f"`{name}`" not in guide]

    assert missing == []


def test_settings_are_found_however_they_are_read() -> None:
    source = 'one = environment.get("DATA") or os.environ["PORT"]\ntwo = os.getenv("PUBLIC_URL", "")'

    assert settings_of(source) == {"DATA", "PORT", "PUBLIC_URL"}


@pytest.mark.parametrize("path", TESTS, ids=place)
def test_a_test_names_only_features_and_invariants_that_are_listed(path: Path) -> None:
    unknown = ids_named(path.read_text()) - KNOWN

    assert unknown == set()


def test_every_feature_that_is_said_to_work_is_named_by_a_test() -> None:
    named = set().union(*(ids_named(path.read_text()) for path in TESTS))

    unshown = [row.id for row in ROWS if row.status == "works" and row.id not in named]

    assert unshown == []


def test_each_promise_of_the_sync_document_names_the_tests_that_show_it() -> None:
    shown: dict[str, set[str]] = {}
    for path in TESTS:
        for number in filter(str.isdigit, ids_named(path.read_text())):
            shown.setdefault(number, set()).add(str(path.relative_to(ROOT / "tests")))

    told = {
        number: set(re.findall(r"`([^`]+)`", tests)) for number, tests in PROMISE.findall(SYNC.read_text())
    }

    assert {number: tests for number, tests in told.items() if tests != shown.get(number, set())} == {}
    assert shown.keys() <= told.keys()


def test_every_row_of_the_feature_list_has_a_status_and_no_id_comes_twice() -> None:
    features_listed = [row for row in ROWS if not row.is_invariant]

    without_status = [row.id for row in features_listed if not row.status]

    assert without_status == []
    assert len(ROWS) == len(KNOWN)


def test_ids_are_found_in_the_names_and_marks_of_tests() -> None:
    source = """it("[APP-05] [inv 3] typing filters")\n@pytest.mark.feature("SYN-06")\nlist["[none]"]
    it.each(cases)(\n  "[inv 7] each",)"""

    assert ids_named(source) == {"APP-05", "3", "SYN-06", "7"}
