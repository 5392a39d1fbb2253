"""The long run as a command: lanes side by side, each in a process of its own, from one seed after the other.

``python3 dev.py simulate`` is this. A lane that finds something broken writes the day's steps down and ends,
and so do the others; the line that repeats the day is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.simulation.long import paging
from tests.simulation.long.lane import Broken, Lane, read, written
from tests.simulation.long.report import Report
from tests.simulation.long.shrinking import shrunk

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "frontend" / "dist-node" / "many.js"
FOUND = ROOT / "var" / "simulation"
EACH_SECONDS = 15.0


def main() -> int:
    assert paging.ROWS
    parser = argparse.ArgumentParser(prog="python3 dev.py simulate", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000, help="how many steps, in all lanes together")
    parser.add_argument("--seed", type=int, default=1, help="of the first lane; those after it count on")
    parser.add_argument("--lanes", type=int, default=4, help="how many side by side")
    parser.add_argument(
        "--minutes", type=float, default=0, help="end after so long, whatever was done till then"
    )
    parser.add_argument("--report", type=Path, help="where to write the report as well, all the time")
    parser.add_argument("--case", type=Path, help="live one day again, from the list of its steps")
    parser.add_argument("--shrink", action="store_true", help="with --case: leave out what it does not need")
    parser.add_argument("--go-on", action="store_true", help="after a broken day, begin the next one")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="simulation-", dir=fast_folder()))
    try:
        if asked.case:
            return repeat(folder, asked.case, shrink=asked.shrink)
        return run(folder, asked)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fast_folder() -> Path | None:
    """Return a folder in memory, where there is one."""
    memory = Path("/dev", "shm")
    return memory if os.access(memory, os.W_OK) else None


def repeat(folder: Path, case: Path, *, shrink: bool) -> int:
    steps = read(case.read_text())
    if shrink:
        steps = shrunk(steps, folder, SCRIPT, lambda line: print(line, flush=True))
        case.write_text(written(steps))
    lane = Lane(folder / "case", SCRIPT)
    try:
        lane.day(case.stem, iter(steps), len(steps))
    except Broken as broken:
        print(broken)
        return 1
    finally:
        lane.close()
    print(f"{case.name}: all promises held for {len(steps)} steps")
    return 0


def run(folder: Path, asked: argparse.Namespace) -> int:
    """Let the lanes run, tell how far they are, and report."""
    seeds = [asked.seed + at for at in range(asked.lanes)]
    files = {seed: folder / f"{seed}.json" for seed in seeds}
    # A lane forks its server as it is by then: it must not be one that was started afresh itself.
    process = get_context("fork").Process
    lanes = [process(target=live, args=(folder, seed, asked, files[seed])) for seed in seeds]
    for lane in lanes:
        lane.start()
    told = begun = time.monotonic()
    running = lanes
    try:
        while running:
            wait([lane.sentinel for lane in running], max(0, told + EACH_SECONDS - time.monotonic()))
            ended = [lane for lane in running if not lane.is_alive()]
            running = [lane for lane in running if lane not in ended]
            if not asked.go_on and any(lane.exitcode for lane in ended):
                end(running)
            if time.monotonic() >= told + EACH_SECONDS:
                told = time.monotonic()
                tell(files, asked.report, f"{told - begun:.0f} s")
    except KeyboardInterrupt:
        end(running)
        for lane in running:
            lane.join()
    report = tell(files, asked.report, "done")
    print(*report.lines(), sep="\n", flush=True)
    failed = report.failures or any(lane.exitcode for lane in lanes)
    return 1 if failed or (report.missing() and report.steps >= asked.steps) else 0


def tell(files: dict[int, Path], into: Path | None, when: str) -> Report:
    report = Report.together(Report.read(file) for file in files.values() if file.exists())
    print(f"{when}: {report.steps} steps", file=sys.stderr, flush=True)
    if into:
        into.write_text("\n".join(report.lines()) + "\n")
    return report


def end(lanes: Iterable[BaseProcess]) -> None:
    for lane in lanes:
        assert lane.pid
        with suppress(ProcessLookupError):
            os.kill(lane.pid, signal.SIGINT)


def live(folder: Path, seed: int, asked: argparse.Namespace, file: Path) -> None:
    """Be a lane: what a process of its own does."""
    sys.exit(follow(Lane(folder / f"lane {seed}", SCRIPT), seed, asked, file))


def follow(lane: Lane, seed: int, asked: argparse.Namespace, file: Path) -> int:
    """Let a lane run, and keep its report."""
    begun = time.monotonic()
    failures: list[str] = []

    def note() -> None:
        Report.of(lane, seed, time.monotonic() - begun, failures).write(file)

    def broken(found: Broken) -> None:
        failures.append(kept(found))

    try:
        lane.run(
            seed, asked.steps // asked.lanes, note,
            until=begun + asked.minutes * 60 if asked.minutes else None,
            broken=broken if asked.go_on else None,
        )  # fmt: skip
    except Broken as found:
        broken(found)
    except KeyboardInterrupt:
        pass
    finally:
        note()
        lane.close()
    return 1 if failures else 0


def kept(broken: Broken) -> str:
    """Write a broken day down, and return what there is to say of it."""
    FOUND.mkdir(parents=True, exist_ok=True)
    case = FOUND / f"{broken.name}.json"
    case.write_text(written(broken.steps))
    again = f"python3 dev.py simulate --case {case.relative_to(ROOT)}"
    return f"{broken}\n  again: {again}\n  fewer steps: {again} --shrink"


sys.exit(main())
