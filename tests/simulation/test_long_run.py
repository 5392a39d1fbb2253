"""A hundred thousand steps of the real client and the real server, which may end at any call or statement.

Four lanes of different seeds, which between them have to see everything happen: every rule, outcome, refusal,
conflict and trouble, and more statements as ends the longer they last. ``python3 dev.py simulate`` takes as
many more steps as are asked for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.steps import ROOT, VAR
from tests.simulation.long.glances import Glances
from tests.simulation.long.report import Report

STEPS, LANES, SEED = 100_000, 4, 1
CASES = sorted((Path(__file__).parent / "long" / "cases").glob("*.json"))


@pytest.mark.timeout(2400)
@pytest.mark.invariant(1)
@pytest.mark.invariant(2)
@pytest.mark.invariant(3)
@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
@pytest.mark.invariant(6)
@pytest.mark.invariant(7)
@pytest.mark.invariant(8)
@pytest.mark.invariant(9)
@pytest.mark.invariant(10)
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.invariant(18)
@pytest.mark.invariant(32)
@pytest.mark.invariant(33)
@pytest.mark.invariant(38)
def test_a_long_run_keeps_all_promises_and_sees_everything_happen(script: Path, notes: list[str]) -> None:
    del script
    report = VAR / "simulation.txt"

    done = simulate(f"--seed={SEED}", f"--lanes={LANES}", f"--steps={STEPS}", f"--report={report}")

    notes.append(done.stdout)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_day_that_was_broken_once_is_so_no_more(script: Path, case: Path) -> None:
    del script

    done = simulate(f"--case={case}")

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]


def test_a_run_that_never_saw_something_happen_says_so() -> None:
    report = Report(steps=STEPS)
    report.tally["rule: edit"] = 1
    report.passed.update({f"push: SELECT {number}": 400 for number in range(30)})

    missing = report.missing()

    assert "rule: edit" not in missing
    told_as_missing = {"rule: delete", "conflict: unique", "refused: value-required"}
    assert {*told_as_missing, "ends at 20 statements, but at 0"} <= {*missing}


def test_a_phone_that_may_have_moved_is_asked_again_and_one_that_stands_still_is_not() -> None:
    nothing = {"shown": {"site": []}, "conflicts": [], "outbox": [], "state": {}, "fired": []}
    glances, reading = Glances(), {"command": "glance"}

    glances.asked("sync")
    glances.seen({**nothing, "stored": {"site": [{"id": "one"}]}})
    while_it_moves = glances.known(reading)
    glances.asked("stop")
    glances.seen({**nothing, "stored": {"site": [{"id": "two"}, 0]}})
    while_it_stands = glances.known(reading)
    glances.asked("edit")

    assert while_it_moves is None
    assert while_it_stands["stored"] == {"site": [{"id": "two"}, {"id": "one"}]}
    assert glances.known(reading) is None


def simulate(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.simulation.long", *options]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=2380, check=False
    )
