"""Server processes of a benchmark: ours as it ships, and those of floors and peers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.config import Settings
from tests.bench import processes

ROOT = Path(__file__).resolve().parents[2]
_PREPARE = """
from backend.config import Settings
from backend.serve import prepare

prepare(Settings.from_environment())
"""
PATIENCE = 400.0
"""Seconds that a server may take until it answers: some read all records in first."""


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        """Where pages find it; browsers keep ``localhost`` secure and give each name a store of its own."""
        return f"http://localhost:{self.port}"

    def processor_seconds(self) -> float:
        """Return the processor time that the server and its workers have used."""
        return processes.processor_seconds([self.process.pid])

    def memory_bytes(self) -> int:
        """Return the memory that the server and its workers hold now."""
        return sum(one.memory_info().rss for one in processes.with_children([self.process.pid]))


@contextmanager
def serve(
    command: Sequence[str | Path],
    *,
    port: int,
    log: Path,
    path: str,
    environment: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> Iterator[Served]:
    """Run a server until the block ends; begins once ``path`` answers."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}{path}"
        processes.wait_for(lambda: _answers(address), process, log, PATIENCE)
        yield Served(process, port)
    finally:
        processes.end(process)


@contextmanager
def serve_ours(
    settings: Settings, log: Path, *, web_processes: int = 1, stamps: Path | None = None
) -> Iterator[Served]:
    """Run our server as it ships on an installation's data.

    :param stamps: the file in which it notes its commits (:mod:`tests.bench.stamped`)
    """
    port = free_port()
    environment = {
        "DATA": str(settings.data),
        "SECRET_KEY": settings.secret_key.decode(),
        "DEMO": "0",
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "WEB_PROCESSES": str(web_processes),
    }
    if not settings.on_sqlite:
        environment["DATABASE_URL"] = settings.database_url
    command: list[str | Path] = [sys.executable, "-m", "backend.serve"]
    if stamps is not None:
        environment["STAMPS"] = str(stamps)
        everything = {**os.environ, **environment}
        subprocess.run([sys.executable, "-c", _PREPARE], cwd=ROOT, env=everything, check=True)
        command = [sys.executable, "-m", "gunicorn", "--config", ROOT / "backend" / "gunicorn_settings.py"]
        command += ["--bind", f"127.0.0.1:{port}", "--workers", str(web_processes), "tests.bench.stamped:app"]
    with serve(command, port=port, log=log, path="/healthz", environment=environment) as served:
        yield served


def free_port() -> int:
    """Return a port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    with urllib.request.urlopen(address, timeout=10) as reply:
        return bool(reply.status == 200)
