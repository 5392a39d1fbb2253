"""Benchmarks work: each runs small and once, without other systems, and every line has its promised shape."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench import BENCHMARKS, benchmarks

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"name", "n", "value", "unit", "limit", "peer", "ratio", "load1", "min", "max", "reps"}
GOALS = ("b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11", "b12")
"""Those of B3, B4 and B11 need Chromium and the built app."""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("goal", GOALS)
def test_a_benchmark_runs_small_and_prints_its_figures(goal: str) -> None:
    (path,) = benchmarks(goal)

    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{path.stem}", "--smoke", "--database", "sqlite"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines
    for line in lines:
        assert line.keys() >= KEYS
        assert line["name"].startswith(f"{goal.upper()} ")
        assert line["value"] > 0
        assert line["smoke"] is True


def test_a_goal_names_its_own_benchmark_and_no_other() -> None:
    everything = sorted(BENCHMARKS.glob("bench_*.py"))

    found = {goal: [path.stem for path in benchmarks(goal)] for goal in ("b1", "B10", "rescope", "")}

    assert found["b1"] == ["bench_b1_first_sync"]
    assert found["B10"] == ["bench_b10_scope_memory"]
    assert found["rescope"] == ["bench_b6_rescope"]
    assert len(found[""]) == len(everything)
