"""A crowd of connected devices, in a process of its own: what a benchmark tells it and hears from it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from tests.bench import processes
from tests.bench.served import ROOT

PATIENCE = 600.0
SPARE_FILES = 500
"""What a process opens besides the sockets."""


class Crowd:
    """Devices that do what they are told; each call waits for their answer."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders, self._answers = orders, answers

    def _tell(self, order: str, **how: Any) -> dict[str, Any]:
        self._orders.write(json.dumps({"do": order, **how}) + "\n")
        self._orders.flush()
        line = self._answers.readline()
        if not line:
            raise RuntimeError("the crowd's process has ended")
        found: dict[str, Any] = json.loads(line)
        return found

    def devices(self, port: int, tokens: Sequence[str]) -> None:
        """Make a device for each sign-in, none of them connected."""
        self._tell("devices", port=port, tokens=list(tokens))

    def move(self, port: int) -> None:
        """Go to another server of the same installation from now on."""
        self._tell("move", port=port)

    def connect(self, *, within: float, seed: int = 0, first: int | None = None) -> dict[str, Any]:
        """Connect all who are not, at random moments within so many seconds: hello, and what is new.

        :param first: only so many of them
        """
        return self._tell("connect", within=within, patience=within + PATIENCE, seed=seed, first=first)

    def let_pull(self, on: bool) -> None:
        """Let them pull at each hint, as an open app does; or only hear it, as one that may wait does."""
        self._tell("pulls", on=on)

    def heard(self, head: int, *, patience: float = 30.0) -> dict[str, Any]:
        """Wait until all have heard of a head; ``first`` and ``last`` in milliseconds of the clock."""
        return self._tell("heard", head=head, patience=patience)

    def still(self) -> dict[str, Any]:
        """Wait until none of them is in the middle of anything."""
        return self._tell("still", patience=PATIENCE)

    def drop(self) -> None:
        """End all connections without a word."""
        self._tell("drop")


@contextmanager
def crowd() -> Iterator[Crowd]:
    """Start the process; it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sockets"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Crowd(process.stdin, process.stdout)
    finally:
        processes.end(process)  # type: ignore[arg-type]


def room_for(sockets: int) -> int:
    """Raise the limit of open files, for this process and those that it starts.

    Returns how many of the sockets the machine allows.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    allowed = sockets + SPARE_FILES if hard == resource.RLIM_INFINITY else hard
    return min(sockets, allowed - SPARE_FILES)
