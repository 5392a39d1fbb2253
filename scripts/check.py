"""The ``check`` command: everything about the code that can be told without running the product.

Programs run side by side and their output appears only when they complain.
"""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts import build, bundle_size, lock_hosts, protocol
from scripts.node_environment import Node
from scripts.python_environment import PYTHON
from scripts.steps import ROOT, one_at_a_time, seconds

SIDE_BY_SIDE = 3


@dataclass(frozen=True)
class Check:
    """A name and the function that returns what is wrong, or nothing."""

    name: str
    complaint: Callable[[], str]


def main(arguments: list[str]) -> int:
    with one_at_a_time():
        node = build.prepared()
    wanted = [check for check in checks(node) if not arguments or check.name in arguments]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        outcomes = list(pool.map(timed, wanted))
    failed = 0
    for check, (complaint, duration) in zip(wanted, outcomes, strict=True):
        print(f"{check.name}: {'failed' if complaint else 'ok'}, {duration}")
        if complaint:
            failed += 1
            print(complaint.rstrip() + "\n")
    print(f"{len(wanted) - failed} passed, {failed} failed")
    return 0 if wanted and not failed else 1


def checks(node: Node) -> list[Check]:
    python: list[str | Path] = [PYTHON, "-m"]
    tsc: list[str | Path] = [node.program, node.tool("tsc"), "--noEmit", "-p"]
    return [
        Check("mypy", program(node, *python, "mypy")),
        Check("types", program(node, *tsc, "tsconfig.json")),
        Check("worker types", program(node, *tsc, "service_worker")),
        Check("ruff", program(node, *python, "ruff", "check", "-q", ".")),
        Check("ruff format", program(node, *python, "ruff", "format", "--check", "-q", ".")),
        Check("biome", program(node, node.tool("biome"), "check", "--error-on-warnings")),
        Check("house", program(node, *python, "pytest", "-q", "--no-header", "tests/house")),
        *(Check(name, program(node, *protocol.command(name, check=True))) for name in protocol.GENERATORS),
        Check("locks", listed(lock_hosts.problems)),
        Check("bundle size", listed(bundle_size.problems)),
    ]


def program(node: Node, *command: str | Path) -> Callable[[], str]:
    return lambda: complaint_of([str(word) for word in command], node.environment)


def complaint_of(command: Sequence[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return (done.stdout or f"exit code {done.returncode}") if done.returncode else ""


def listed(problems: Callable[[], list[str]]) -> Callable[[], str]:
    return lambda: "\n".join(problems())


def timed(check: Check) -> tuple[str, str]:
    begun = time.monotonic()
    return check.complaint(), seconds(begun)
