"""The ``bench`` command: runs the benchmarks, each of which prints one JSON line per figure."""

import re
import subprocess
import sys
from pathlib import Path

from scripts import build, python_environment
from scripts.steps import ROOT, one_at_a_time, say

BENCHMARKS = ROOT / "tests" / "bench"


def main(arguments: list[str]) -> int:
    """Run the benchmark that the first argument names (``b1``, or a part of its name), or all.

    What begins with ``-`` is for the benchmarks: ``--smoke``, ``--n``, ``--reps``, ``--variants``,
    ``--database``.
    """
    named = bool(arguments) and not arguments[0].startswith("-")
    wanted, others = (arguments[0], arguments[1:]) if named else ("", arguments)
    chosen = benchmarks(wanted)
    if not chosen:
        say(f"there is no benchmark{' called ' + wanted if wanted else ''} in tests/bench")
        return 1 if wanted else 0
    with one_at_a_time():
        node = build.prepared()
    failed = []
    for path in chosen:
        module = f"tests.bench.{path.stem}"
        command = [str(python_environment.PYTHON), "-m", module, *others]
        if subprocess.run(command, cwd=ROOT, env=node.environment, check=False).returncode:
            failed.append(path.name)
    for name in failed:
        print(f"{name} failed", file=sys.stderr)
    return 1 if failed else 0


def benchmarks(wanted: str) -> list[Path]:
    """Return the files of the benchmarks that are meant, in the order of their goals."""
    found = sorted(BENCHMARKS.glob("bench_*.py"), key=_number)
    goal = re.fullmatch(r"b\d+", wanted.lower())
    if goal:
        return [path for path in found if path.stem.split("_")[1] == goal[0]]
    return [path for path in found if wanted in path.stem]


def _number(path: Path) -> tuple[int, str]:
    goal = re.match(r"bench_b(\d+)", path.stem)
    return int(goal[1]) if goal else 0, path.stem
