"""The ``mutants`` command: breaks one mechanism at a time and sees that its test notices.

A mutant is a patch in ``tests/mutants`` whose first lines name its test:
``# test: tests/backend/…::test_…`` for pytest, or a file that ends in
``.test.ts`` or ``.test.tsx`` for vitest, with ``# name: …`` to choose in it.
Each patch is applied to a copy of the checkout; a test that passes there as
well, or that did not pass before, proves nothing and is reported.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts import build, python_environment
from scripts.node_environment import Node
from scripts.steps import ROOT, StepError, one_at_a_time, say

MUTANTS = ROOT / "tests" / "mutants"
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache", ".hypothesis"
)
LONGEST_TEST = 300
PYTEST_TESTS_FAILED = 1
HEADER = re.compile(r"^# (test|name): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """A patch, the test that must notice it, and for vitest the name to choose in that file."""

    patch: Path
    test: str
    name: str

    @property
    def is_for_vitest(self) -> bool:
        return self.test.endswith((".test.ts", ".test.tsx"))

    @property
    def is_end_to_end(self) -> bool:
        return self.test.startswith(("tests/e2e", "tests/simulation"))


def read(patch: Path) -> Mutant:
    """Read a patch's header; raises :class:`StepError` when it names no test."""
    header = dict(HEADER.findall(patch.read_text()))
    if "test" not in header:
        raise StepError(f"{patch.name} does not begin with '# test: …'.")
    return Mutant(patch, header["test"].strip(), header.get("name", "").strip())


def main(arguments: list[str]) -> int:
    wanted = arguments[0] if arguments else ""
    mutants = [read(path) for path in sorted(MUTANTS.glob("*.patch")) if wanted in path.stem]
    if not mutants:
        say(f"there is no mutant{' called ' + wanted if wanted else ''} in tests/mutants")
        return 1 if wanted else 0
    with one_at_a_time():
        node = build.prepared()
    verdicts = []
    for mutant in mutants:
        verdicts.append(verdict(mutant, node))
        print(f"{mutant.patch.stem}: {verdicts[-1]}", flush=True)
    killed = verdicts.count("killed")
    print(f"{killed} killed, {len(verdicts) - killed} not")
    return 0 if killed == len(verdicts) else 1


def verdict(mutant: Mutant, node: Node) -> str:
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder, "checkout")
        shutil.copytree(ROOT, copy, ignore=NOT_COPIED, symlinks=True)
        for shared in (".venv", "node_modules"):
            (copy / shared).symlink_to(ROOT / shared)
        if outcome(mutant, node, copy) != "passed":
            return f"its test does not pass without it: {mutant.test}"
        if not applies(mutant, copy):
            return "the patch does not apply"
        return {"failed": "killed", "passed": f"survived {mutant.test}"}.get(
            outcome(mutant, node, copy), f"its test could not be run: {mutant.test}"
        )


def applies(mutant: Mutant, checkout: Path, *, dry: bool = False) -> bool:
    """Apply the mutant to a checkout, or only see whether it could be; False when it does not fit."""
    tool = ["patch", "-p1", "-s", "-f", *(["--dry-run"] if dry else []), "-i"]
    if shutil.which("patch") is None:
        tool = ["git", "apply", "--recount", *(["--check"] if dry else [])]
    done = subprocess.run([*tool, str(mutant.patch)], cwd=checkout, capture_output=True, check=False)
    return done.returncode == 0


def outcome(mutant: Mutant, node: Node, copy: Path) -> str:
    """Run the mutant's test in the copy: passed, failed, or neither when it could not be run."""
    if mutant.is_end_to_end:
        vite = [str(node.program), str(node.tool("vite")), "build", "--logLevel", "warn"]
        modes = [[], ["--mode", "simulation"]] if build.SIMULATION.is_file() else [[]]
        for mode in modes:
            if subprocess.run([*vite, *mode], cwd=copy, env=node.environment, check=False).returncode:
                return "unusable"
    command = vitest(mutant, node) if mutant.is_for_vitest else pytest(mutant)
    try:
        code = subprocess.run(
            command, cwd=copy, env=node.environment, capture_output=True, timeout=LONGEST_TEST, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return "failed"
    if code == 0:
        return "passed"
    return "failed" if code == PYTEST_TESTS_FAILED else "unusable"


def pytest(mutant: Mutant) -> list[str]:
    return [str(python_environment.PYTHON), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", mutant.test]


def vitest(mutant: Mutant, node: Node) -> list[str]:
    chosen = ["-t", mutant.name] if mutant.name else []
    return [str(node.program), str(node.tool("vitest")), "run", mutant.test, *chosen]
