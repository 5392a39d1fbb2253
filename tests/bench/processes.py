"""Processor time of programs and of everything that they have started."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

PATIENCE = 15.0
REST_SECONDS = 0.3
REST_SHARE = 0.1
"""Of one processor, what programs still use that have nothing to do: timers, and the clock's own grain."""


def with_children(pids: Iterable[int]) -> list[psutil.Process]:
    """Return these processes and all below them that are still there."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            for one in (process, *process.children(recursive=True)):
                found[one.pid] = one
    return list(found.values())


def processor_seconds(pids: Iterable[int]) -> float:
    """Return the seconds of processor time that these processes, and what they started, have used."""
    total = 0.0
    for process in with_children(pids):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def wait_for_rest(used: Callable[[], float], seconds: float) -> None:
    """Wait until programs have nothing more to do; ``used`` tells the processor seconds they took so far."""
    deadline = time.monotonic() + seconds
    before, since = used(), time.monotonic()
    while True:
        time.sleep(REST_SECONDS)
        now, at = used(), time.monotonic()
        if now - before <= REST_SHARE * (at - since):
            return
        if at > deadline:
            raise TimeoutError(
                f"no rest within {seconds} s: {now - before:.2f} s in the last {at - since:.2f} s"
            )
        before, since = now, at


def mentioning(text: str) -> list[int]:
    """Return the processes whose command line holds a text, such as the folder of a browser's profile."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any(text in word for word in process.info["cmdline"] or ())
    ]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, and what it has started."""
    below = with_children([process.pid])
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _, alive = psutil.wait_procs(below, timeout=2)
    for one in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


def wait_for(answers: object, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Wait until a function answers true; tell the end of the log when the process ends before."""
    assert callable(answers)
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if answers():
                return
        words = log.read_text(errors="replace")[-3000:] if log.exists() else ""
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {words}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server did not answer in {seconds} s: {words}")
        time.sleep(0.05)
