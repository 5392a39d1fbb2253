"""The database port inside the server that we ship: gunicorn, one gevent worker, native threads."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import orjson
import pytest

from backend.config import Settings
from tests.backend.server_process import ServerProcess, gunicorn_command, running


@pytest.fixture
def server(settings: Settings) -> Iterator[ServerProcess]:
    environment = {"DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    with running(gunicorn_command("tests.backend.database.load_app:app"), environment) as server:
        yield server


def call(server: ServerProcess, path: str, method: str = "GET") -> Any:
    request = urllib.request.Request(server.address + path, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return orjson.loads(reply.read())


def steps_that_take(server: ServerProcess, seconds: float) -> int:
    """Measure this machine at its quickest: how many steps of the slow query take at least that long."""
    probe = 300_000
    times = []
    for _ in range(5):
        started = time.monotonic()
        call(server, f"/slow-read/{probe}")
        times.append(time.monotonic() - started)
    return int(probe * seconds / min(times))


@pytest.mark.parametrize(("path", "method"), [("/slow-read", "GET"), ("/slow-write", "POST")])
def test_a_long_query_does_not_delay_a_ping(server: ServerProcess, path: str, method: str) -> None:
    steps = steps_that_take(server, 2.0)
    call(server, "/healthz")

    slow = threading.Event()
    took: list[float] = []

    def run_slow() -> None:
        started = time.monotonic()
        call(server, f"{path}/{steps}", method)
        took.append(time.monotonic() - started)
        slow.set()

    thread = threading.Thread(target=run_slow)
    thread.start()
    pings = []
    while not slow.is_set():
        started = time.monotonic()
        call(server, "/healthz")
        pings.append(time.monotonic() - started)
    thread.join()

    assert took[0] > 1.0
    assert len(pings) > 20
    # Whatever else the machine does: a ping that waits for the query waits for most of it.
    assert max(pings) < took[0] / 3


def test_queries_that_never_end_are_ended_and_leave_everyone_else_his_readers(server: ServerProcess) -> None:
    call(server, "/count")
    pings, counts = [], []

    with ThreadPoolExecutor(12) as callers:
        slow = [callers.submit(call, server, f"/too-slow/{number % 3}") for number in range(12)]
        while not all(one.done() for one in slow):
            started = time.monotonic()
            call(server, "/healthz")
            pings.append(time.monotonic() - started)
            call(server, "/count")
            counts.append(time.monotonic() - started)

    assert [one.result(timeout=1) for one in slow] == ["filter-too-slow"] * 12
    assert max(counts) < 0.8
    assert max(pings) < 0.8


def test_parallel_reads_and_writes_all_end_and_every_write_is_there(server: ServerProcess) -> None:
    writes, reads = 300, 300
    jobs = [("POST", f"/line/{number}") for number in range(writes)]
    jobs += [("GET", "/count")] * reads + [("GET", "/refuse")] * 50 + [("GET", "/offload")] * 50

    with ThreadPoolExecutor(40) as callers:
        futures = {callers.submit(call, server, path, method): path for method, path in jobs}
        replies = [(futures[future], future.result()) for future in as_completed(futures, timeout=50)]

    assert len(replies) == len(jobs)
    lines = [reply for path, reply in replies if path.startswith("/line")]
    assert all(reply["woken"] for reply in lines)
    assert call(server, "/count") == writes
    assert all(reply == {"refused": True} for path, reply in replies if path == "/refuse")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_sqlite_writes_come_one_after_the_other(server: ServerProcess) -> None:
    with ThreadPoolExecutor(20) as callers:
        replies = list(callers.map(lambda n: call(server, f"/line/{n}", "POST"), range(100)))

    assert sorted(reply["count"] for reply in replies) == list(range(1, 101))


def test_threads_that_are_interrupted_anywhere_all_come_to_an_end(server: ServerProcess) -> None:
    call(server, "/restless", "POST")

    with ThreadPoolExecutor(8) as callers:
        calls = [callers.submit(call, server, "/many-reads") for _ in range(40)]
        answers = [one.result() for one in as_completed(calls)]

    assert answers == [{"done": True}] * 40
