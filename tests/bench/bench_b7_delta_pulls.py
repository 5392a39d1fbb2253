"""B7: pulls that bring 100 changed rows through a filter that looks through two lookups.

How many a second over HTTP: from one process on SQLite, from four on PostgreSQL. And the server's time for
one by the number of records, which may grow as an index does and no faster.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import orjson

from backend.accounts import sessions
from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from tests.bench import reference, seeding
from tests.bench.device import Device
from tests.bench.figures import figure, middle
from tests.bench.installation import Installation, Someone, installation
from tests.bench.options import Options, options
from tests.bench.served import ROOT, serve_ours

CHANGED = 100
GOALS = {"sqlite": 300.0, "postgresql": 500.0}
PROCESSES = {"sqlite": 1, "postgresql": 4}
CONNECTIONS = 8
SMALLEST, MIDDLE = 10_000, 100_000
SECONDS = 5.0


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=1_000_000, smoke_n=2_000)
    sizes = [size for size in (SMALLEST, MIDDLE) if size < asked.n] + [asked.n]
    for kind in asked.databases:
        with installation(kind) as office:
            _measure(office, sizes, asked)
    return 0


def _measure(office: Installation, sizes: Sequence[int], asked: Options) -> None:
    more = {"database": office.kind, **asked.marks}
    alone: dict[int, list[float]] = {}
    processor: dict[int, list[float]] = {}
    there = 0
    for size in sizes:
        if there:
            office.fill_more(there, size - there)
        else:
            office.fill(size)
        there = size
        someone = office.person(f"reader{size}")
        devices = [Device(office.desk, someone.token) for _ in range(CONNECTIONS)]
        for device in devices:
            device.adopt()
        note = f"changed at {size}"
        _change(office, size, note)
        alone[size], processor[size] = _alone(devices[0], asked)
        figure(
            "B7 delta pull, the server's time",
            alone[size],
            "ms",
            n=size,
            cpu_ms=middle(processor[size]),
            bytes=devices[0].bytes,
            **more,
        )
        if size == sizes[-1] or size == MIDDLE:
            _rate(office, someone, devices, note, size, asked)
    first, last = sizes[0], sizes[-1]
    if first != last:
        figure(
            "B7 growth of a delta pull",
            processor[last],
            "ms of processor time",
            n=last,
            limit=processor[first],
            goal=math.log(last) / math.log(first),
            limit_n=first,
            **more,
        )


def _change(office: Installation, size: int, note: str) -> None:
    ids = [reference.record_id("order", at * (size // CHANGED)) for at in range(CHANGED)]
    office.database.write(lambda session: seeding.touch_values(session, "sales_order", "note", note, ids))


def _alone(device: Device, asked: Options) -> tuple[list[float], list[float]]:
    """Pull from the same cursor again and again: nothing is written, as no membership moves.

    Milliseconds of the clock, and of the processor.
    """
    cursor, found, used = device.cursor, [], []
    for _ in range(asked.reps):
        times, processor = [], []
        for _ in range(5 if asked.smoke else 40):
            device.forget_figures()
            device.cursor = cursor
            device.pull()
            if device.put != CHANGED:
                raise AssertionError(f"{device.put} rows came")
            times.append(device.seconds * 1000)
            processor.append(device.processor * 1000)
        found.append(middle(times))
        used.append(middle(processor))
    device.cursor = cursor
    return found, used


def _rate(
    office: Installation, someone: Someone, devices: Sequence[Device], note: str, size: int, asked: Options
) -> None:
    now = office.desk.now()
    signed_in = office.database.read(lambda session: sessions.running(session, someone.token, now=now))
    assert signed_in is not None
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"{SESSION_COOKIE}={someone.token}",
        CSRF_HEADER: signed_in.csrf,
    }
    requests = [{"body": _pull(device), "headers": headers, "has": note} for device in devices]
    processes = PROCESSES[office.kind]
    rates: list[dict[str, float]] = []
    seconds = 1.0 if asked.smoke else SECONDS
    with (
        tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder,
        serve_ours(office.settings, Path(folder) / "log.txt", web_processes=processes) as server,
    ):
        load = {"port": server.port, "seconds": seconds, "requests": requests}
        for _ in range(asked.reps + 1):
            used = server.processor_seconds()
            found = _load(load)
            pulls = found["rate"] * seconds
            found["cpu_ms"] = (server.processor_seconds() - used) * 1000 / pulls
            rates.append(found)
    # The first load met a server that had just begun.
    del rates[0]
    figure(
        "B7 delta pulls over HTTP",
        [one["rate"] for one in rates],
        "a second",
        n=size,
        limit=GOALS[office.kind],
        goal=1.0,
        at_least=True,
        processes=processes,
        connections=len(requests),
        bytes=middle([one["bytes"] for one in rates]),
        server_cpu_ms=middle([one["cpu_ms"] for one in rates]),
        p50_ms=middle([one["p50"] for one in rates]),
        p95_ms=middle([one["p95"] for one in rates]),
        database=office.kind,
        **asked.marks,
    )


def _pull(device: Device) -> str:
    return orjson.dumps(
        {"type": "pull", "id": 1, "device": device.id, "cursor": device.cursor, "page": None}
    ).decode()


def _load(load: dict[str, object]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        cwd=ROOT,
        input=json.dumps(load),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
