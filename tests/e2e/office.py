"""The office of an end-to-end test: a real server with data of its own, behind a cable.

Started once to make the demonstration's data, then copied for every test. Its port stays
the same when it is stopped and started, as a server's address does.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

from tests.e2e.cable import Cable

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "lantern-harbour-42"
ANA, BJORN, ELIN, FEMKE, KARIM, CHIARA = (
    f"{name}@satchel.example" for name in ("ana", "bjorn", "elin", "femke", "karim", "chiara")
)
"""Administrator and designer; sales manager and representative (Swedish); sales representative; technician
and finance manager with expenses only. Without a remark they read English."""
START_SECONDS = 120.0


class Office:
    """A server process on a data folder."""

    def __init__(self, data: Path, *, scale: str = "0.05", demo: bool = True) -> None:
        """Prepare an office; without the demonstration it begins empty."""
        self.data, self.demo = data, demo
        self.program = ROOT
        self.scale = scale
        self.port = free_port()
        self.cable = Cable(self.port)
        self._process: subprocess.Popen[bytes] | None = None
        self._log = data.with_suffix(".log")

    @property
    def address(self) -> str:
        """Where browsers find the office: through the cable."""
        return self.cable.address

    @property
    def direct(self) -> str:
        """Where tests find it when the cable is cut."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.begin()
        self.await_answer()

    def begin(self) -> None:
        """Let the server start; it answers a moment later."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "backend.serve"],
                cwd=self.program,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_answer(self) -> None:
        """Wait until the server that was begun answers."""
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        pause = threading.Event()
        while True:
            try:
                with urllib.request.urlopen(f"{self.direct}/healthz", timeout=5):
                    return
            except OSError:
                log = self._log.read_text(errors="replace")[-4000:]
                assert self._process.poll() is None, f"the server ended: {log}"
                assert time.monotonic() < deadline, f"the server did not answer: {log}"
                pause.wait(0.05)

    def stop(self) -> None:
        """Stop the server as an administrator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """End everything that the office has started."""
        if self._process is not None:
            self.kill()
        self.cable.close()

    def processes(self) -> list[psutil.Process]:
        """Return the server's processes that run."""
        assert self._process is not None
        server = psutil.Process(self._process.pid)
        return [server, *server.children(recursive=True)]

    def command(self, *words: str) -> str:
        """Run ``satchel`` on this office's data, as an administrator at its console does."""
        done = subprocess.run(
            [sys.executable, "-m", "backend.cli", *words],
            cwd=self.program,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Ask the server's database, as an SQL tool would."""
        with sqlite3.connect(f"file:{self.data / 'satchel.db'}?mode=ro", uri=True, timeout=10) as database:
            return database.execute(query, parameters or {}).fetchall()

    def one(self, query: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Return the first column of the first row, which there has to be."""
        found = self.rows(query, parameters)
        assert found, f"the office has no row of: {query} {dict(parameters or {})}"
        return found[0][0]

    def blob(self, sha256: str) -> Path:
        """Return where the whole file with this hash stands."""
        return self.data / "blobs" / sha256[:2] / sha256

    def await_rows(self, query: str, count: int, seconds: float = 30) -> list[tuple[Any, ...]]:
        """Wait until a query gives ``count`` rows; polled, as a file tells of nothing."""
        return self._await(query, lambda found: len(found) == count, seconds)

    def await_some(self, query: str, seconds: float = 30) -> list[tuple[Any, ...]]:
        """Wait until a query gives any row."""
        return self._await(query, bool, seconds)

    def _await(
        self, query: str, enough: Callable[[list[tuple[Any, ...]]], bool], seconds: float
    ) -> list[tuple[Any, ...]]:
        deadline = time.monotonic() + seconds
        pause = threading.Event()
        while not enough(found := self.rows(query)):
            assert time.monotonic() < deadline, f"{len(found)} rows after {seconds} s: {query}"
            pause.wait(0.05)
        return found

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "DATA": str(self.data),
            "PORT": str(self.port),
            "DEMO": "1" if self.demo else "0",
            "DEMO_SCALE": self.scale,
            "DEMO_PASSWORD": PASSWORD,
            "PUBLIC_URL": self.cable.address,
        }

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            if how is signal.SIGKILL:
                os.killpg(self._process.pid, how)
            else:
                self._process.send_signal(how)
        self._process.wait(20)
        self._process = None


def free_port() -> int:
    """Return a port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def copied(template: Path, data: Path) -> Path:
    """Copy a data folder that no server is using."""
    shutil.copytree(template, data, ignore=shutil.ignore_patterns("server.lock"))
    return data
