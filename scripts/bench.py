"""The ``bench`` command: runs the benchmarks, each of which prints one JSON line per figure."""

import subprocess
import sys

from scripts import build, node_environment, python_environment
from scripts.steps import ROOT, one_at_a_time, say

BENCHMARKS = ROOT / "tests" / "bench"


def main(arguments: list[str]) -> int:
    """Run the benchmarks whose file name contains the first argument, or all; pass the others on."""
    wanted, others = (arguments[0], arguments[1:]) if arguments else ("", [])
    chosen = [path for path in sorted(BENCHMARKS.glob("bench_*.py")) if wanted in path.stem]
    if not chosen:
        say(f"there is no benchmark{' called ' + wanted if wanted else ''} in tests/bench")
        return 1 if wanted else 0
    with one_at_a_time():
        python_environment.ensure(development=True)
        node = node_environment.ensure()
        build.build(node)
    failed = []
    for path in chosen:
        module = f"tests.bench.{path.stem}"
        command = [str(python_environment.PYTHON), "-m", module, *others]
        if subprocess.run(command, cwd=ROOT, env=node.environment, check=False).returncode:
            failed.append(path.name)
    for name in failed:
        print(f"{name} failed", file=sys.stderr)
    return 1 if failed else 0
