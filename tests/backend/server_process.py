"""A real server in a process of its own, for tests that need gunicorn, signals or sockets."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30
END_SECONDS = 15
ENDED = ""
"""What stands for the end of a server's output; a line has its line end at least."""


class ServerProcess:
    """A started server and the address it has printed."""

    def __init__(self, process: subprocess.Popen[str], port: int, lines: Queue[str]) -> None:
        self.process = process
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._lines = lines

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal and return the exit code."""
        self.process.send_signal(how)
        return self.process.wait(END_SECONDS)

    def output(self) -> str:
        """What the server has printed since it was ready; ask when it has ended, or has said all of it."""
        printed = []
        while True:
            try:
                printed.append(self._lines.get(timeout=0.5))
            except Empty:
                return "".join(printed)
            if printed[-1] == ENDED:
                return "".join(printed)


def serve_command() -> list[str]:
    """The command that people use."""
    return [sys.executable, "-m", "backend.serve"]


def gunicorn_command(application: str) -> list[str]:
    """The same server settings with another application, such as one with routes that misbehave."""
    settings = ROOT / "backend" / "gunicorn_settings.py"
    return [sys.executable, "-m", "gunicorn", "--config", str(settings), "--bind", "127.0.0.1:0", application]


@contextmanager
def running(command: list[str], environment: Mapping[str, str]) -> Iterator[ServerProcess]:
    """Start a server, wait until it says that it is ready, and end it afterwards whatever happened."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PORT": "0", "LANG": "C.UTF-8", "DEMO": "0", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    threading.Thread(target=_pass_on, args=(process.stdout, lines)).start()
    try:
        yield ServerProcess(process, _await_port(process, lines), lines)
    finally:
        if process.poll() is None:
            # The whole session: a worker whose parent was killed would live on.
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _pass_on(output: IO[str], lines: Queue[str]) -> None:
    for line in output:
        lines.put(line)
    lines.put(ENDED)


def _await_port(process: subprocess.Popen[str], lines: Queue[str]) -> int:
    printed = []
    while True:
        try:
            printed.append(lines.get(timeout=START_SECONDS))
        except Empty:
            raise AssertionError(f"the server did not start: {''.join(printed)}") from None
        if ready := re.search(r"ready: https?://\S+:(\d+)$", printed[-1]):
            return int(ready[1])
        if printed[-1] == ENDED:
            ended = process.wait(END_SECONDS)
            raise AssertionError(f"the server ended with {ended}: {''.join(printed)}")
