"""The ``test`` command: sets up, builds, and runs every test or one part of them.

Quiet while all is well: one line a stage, then the closing line that counts
both runners. A skipped test counts against the run unless its reason begins
with "does not apply", so that a missing tool never looks like success. Up to
five failures among tests with real servers and browsers get a second try, and
one that passes only then is named.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import build, chromium, python_environment, results
from scripts.node_environment import Node
from scripts.results import Count, Result
from scripts.steps import ROOT, VAR, execute, one_at_a_time, seconds

TESTS = ROOT / "tests"
MOST_WORKERS = 4
NO_TESTS_COLLECTED = 5
MOST_SECOND_TRIES = 5


@dataclass(frozen=True)
class Run:
    """One run of the command: where results go, what reaches the runner, with what around it."""

    node: Node
    folder: Path
    arguments: Sequence[str]
    environment: dict[str, str]

    @property
    def is_part(self) -> bool:
        return self.folder == results.PART_RUN


@dataclass(frozen=True)
class Stage:
    """A part of the tests with the runner that it needs."""

    name: str
    runner: Callable[[Run, "Stage"], list[Result]]
    folders: tuple[str, ...]
    workers: int = 1
    tries_twice: bool = False
    needs_browser: bool = False


def vitest(run: Run, stage: Stage) -> list[Result]:
    report = VAR / "vitest.json"
    report.unlink(missing_ok=True)
    command: list[str | Path] = [
        run.node.program,
        run.node.tool("vitest"),
        "run",
        "--reporter=dot",
        "--reporter=json",
    ]
    command += [f"--outputFile.json={report}", *run.arguments]
    done = execute(command, run.environment)
    if not report.is_file():
        print(done.stdout)
        return [Result("vitest", "failed", reason="ended without a report")]
    found = list(results.from_vitest(json.loads(report.read_text())))
    if run.is_part:
        found = [one for one in found if one.result != "skipped"]
    if done.returncode:
        print(done.stdout)
        if not any(one.result == "failed" for one in found):
            found.append(Result("vitest", "failed", reason=f"exit code {done.returncode}"))
    results.write(run.folder / f"{stage.name}.json", stage.name, found)
    return found


def pytest(run: Run, stage: Stage) -> list[Result]:
    """Run a stage. A few failures beside real processes are run once more, alone, and told either way."""
    file = run.folder / f"{stage.name}.json"
    folders = [f"tests/{name}" for name in stage.folders if has_tests(TESTS / name, "test_*.py")]
    found = pytest_once(run, stage, file, [*folders, *run.arguments], workers=stage.workers)
    failed = [one.test for one in found if one.result == "failed"]
    if not stage.tries_twice or not 0 < len(failed) <= MOST_SECOND_TRIES or "::" not in "".join(failed):
        return found
    again = run.folder / f"{stage.name}-again.json"
    second = {one.test: one for one in pytest_once(run, stage, again, failed, workers=1)}
    again.unlink(missing_ok=True)
    for one in failed:
        if one in second and second[one].result == "passed":
            print(f"passed only at the second try, look at it: {one}")
    found = [second.get(one.test, one) for one in found]
    results.write(file, stage.name, found)
    return found


def pytest_once(
    run: Run, stage: Stage, file: Path, arguments: Sequence[str], *, workers: int
) -> list[Result]:
    command: list[str | Path] = [python_environment.PYTHON, "-m", "pytest", "-q", "--no-header"]
    command += [f"--results={file}", f"--stage={stage.name}"]
    if workers > 1:
        # Whoever has nothing left to do takes from the others, or the last ones would be waited for.
        command += ["-n", str(min(workers, int(run.environment["TEST_WORKERS"]))), "--dist", "worksteal"]
    done = execute([*command, *arguments], run.environment)
    found = results.read(file)
    if done.returncode not in (0, NO_TESTS_COLLECTED):
        print(done.stdout)
        if not any(one.result == "failed" for one in found):
            found.append(
                Result(stage.name, "failed", reason=f"pytest ended with exit code {done.returncode}")
            )
            results.write(file, stage.name, found)
    return found


STAGES = (
    Stage("frontend", vitest, ("frontend", "service_worker")),
    Stage("house", pytest, ("house",), workers=MOST_WORKERS),
    Stage("backend", pytest, ("backend", "service_worker"), workers=MOST_WORKERS, tries_twice=True),
    Stage("simulation", pytest, ("simulation",), workers=MOST_WORKERS),
    Stage("e2e", pytest, ("e2e",), workers=3, tries_twice=True, needs_browser=True),
)


def main(arguments: list[str]) -> int:
    names = [stage.name for stage in STAGES]
    part = bool(arguments) and not arguments[0].startswith("-")
    if part and arguments[0] not in names:
        print(f"no part is called {arguments[0]}; there are {', '.join(names)}")
        return 2
    stages = [stage for stage in STAGES if not part or stage.name == arguments[0]]
    stages = [stage for stage in stages if is_present(stage)]
    if not part and arguments:
        print(f"name the part that {' '.join(arguments)} is for: {', '.join(names)}")
        return 2
    run = prepare(stages, arguments[1:], results.PART_RUN if part else results.FULL_RUN)
    count = Count()
    for stage in stages:
        begun = time.monotonic()
        mine = Count().add(found := stage.runner(run, stage))
        print(f"{stage.name}: {mine}, {seconds(begun)}", flush=True)
        count.add(found)
    for one in count.gaps:
        print(f"skipped: {one.test}: {one.reason or 'no reason given'}")
    print(count)
    return 0 if count.is_good else 1


def prepare(stages: Sequence[Stage], arguments: Sequence[str], folder: Path) -> Run:
    with one_at_a_time():
        node = build.prepared()
        environment = {**node.environment, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
        environment.setdefault("TEST_WORKERS", str(min(MOST_WORKERS, os.cpu_count() or 1)))
        if any(stage.needs_browser for stage in stages):
            environment["CHROMIUM"] = chromium.ensure()
            # Playwright's own Node needs a system library that a machine with a browser may still lack.
            environment["PLAYWRIGHT_NODEJS_PATH"] = str(node.program)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Run(node, folder, arguments, environment)


def is_present(stage: Stage) -> bool:
    pattern = "*.test.ts*" if stage.runner is vitest else "test_*.py"
    return any(has_tests(TESTS / folder, pattern) for folder in stage.folders)


def has_tests(folder: Path, pattern: str) -> bool:
    return any(folder.rglob(pattern))
