"""Tests that a set-up does what is needed, once."""

from pathlib import Path

import pytest

from scripts import features, mutants, steps
from scripts.steps import StepError


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    return tmp_path


def test_a_step_is_done_again_only_when_its_key_changes(checkout: Path) -> None:
    stamp, done = checkout / "made" / ".stamp", []

    for key in ("one", "one", "two"):
        steps.once(stamp, key, lambda key=key: done.append(key))

    assert done == ["one", "two"]


def test_a_step_that_fails_is_tried_again(checkout: Path) -> None:
    stamp = checkout / ".stamp"

    with pytest.raises(StepError, match="nothing is there"):
        steps.once(stamp, "one", lambda: steps.run("a look", "sh", "-c", "echo nothing is there; exit 3"))

    assert not stamp.exists()


def test_the_digest_of_files_changes_with_a_content_or_a_name_and_not_with_a_time(checkout: Path) -> None:
    one, two = checkout / "one", checkout / "two"
    one.write_text("same")

    before = steps.digest(one)
    one.write_text("same")
    again = steps.digest(one)
    one.rename(two)
    renamed = steps.digest(two)
    two.write_text("other")
    changed = steps.digest(two)

    assert before == again
    assert len({before, renamed, changed}) == 3


def test_what_was_built_is_no_source(checkout: Path) -> None:
    for name in ("frontend/main.ts", "frontend/dist/main.js", "frontend/__pycache__/main.pyc"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()

    found = steps.files_below([checkout / "frontend"], without=[checkout / "frontend" / "dist"])

    assert found == [checkout / "frontend" / "main.ts"]


def test_the_feature_list_is_read_row_by_row() -> None:
    text = """| ID | Feature | Status |
|---|---|---|
| APP-01 | Sign in | works |
| L02 | Edit | not yet |
| 4 | Once |
"""

    found = [(row.id, row.words, row.status, row.is_invariant) for row in features.rows(text)]

    assert found == [
        ("APP-01", "Sign in", "works", False),
        ("L02", "Edit", "not yet", False),
        ("4", "Once", "", True),
    ]


def test_a_mutant_names_the_test_that_must_notice_it(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.patch", tmp_path / "bad.patch"
    good.write_text("# test: tests/frontend/sync/push.test.ts\n# name: sends once\n--- a/x\n+++ b/x\n")
    bad.write_text("--- a/x\n+++ b/x\n")

    mutant = mutants.read(good)

    assert (mutant.test, mutant.name, mutant.is_for_vitest) == (
        "tests/frontend/sync/push.test.ts",
        "sends once",
        True,
    )
    with pytest.raises(StepError, match=r"bad\.patch"):
        mutants.read(bad)


@pytest.mark.parametrize("patch", sorted(mutants.MUTANTS.glob("*.patch")), ids=lambda patch: patch.stem)
def test_a_mutant_fits_the_code_as_it_is_and_its_test_is_there(patch: Path) -> None:
    mutant = mutants.read(patch)
    file, _, function = mutant.test.partition("::")

    assert mutants.applies(mutant, steps.ROOT, dry=True)
    assert function.split("[")[0] in (steps.ROOT / file).read_text()
