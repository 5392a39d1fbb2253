"""B9: thousands of idle sockets in one process: memory, a hint to the last of them, and all of them coming
back.

Each socket is a device of a person of its own that has said hello and pulled, over the server as it ships,
on SQLite. The storm is what follows the end of a network: all go at once, and come back at random moments
within the seconds that the server itself names when it restarts.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backend.channel.hub import SPREAD_SECONDS
from tests.bench import processes, reference
from tests.bench.crowd import Crowd, crowd, room_for
from tests.bench.distant import distant
from tests.bench.edits import edits
from tests.bench.figures import figure, middle, tell
from tests.bench.installation import Installation, installation
from tests.bench.options import Options, options
from tests.bench.served import Served, serve_ours
from tests.bench.stamps import committed_at

ORDERS = 1_000
GOAL_KB, GOAL_HINT_MS = 45.0, 200.0
SERVER_REST_SECONDS = 120.0
OPENING_MS, GREETING_MS = 2_500.0, 12_000.0
"""How long the phone waits for a socket to open, and for the answer to its hello, before it tries again."""
WARM_SHARE = 50
"""One device in so many is there before memory is looked at: what is kept once is no part of a socket."""
FIRST_A_SECOND, AGAIN_A_SECOND = 20, 100
"""How many come in a second while a storm is not what is measured: of those unknown yet, of those known."""


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=5_000, smoke_n=50)
    count = room_for(asked.n)
    if count < asked.n:
        tell(f"this machine allows {count} sockets")
    with installation("sqlite") as office, ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="satchel-bench-")))
        office.fill(ORDERS)
        people = office.people(count)
        tell(f"{count} people are there")
        devices = stack.enter_context(crowd())
        with serve_ours(office.settings, folder / "first.txt") as server:
            devices.devices(server.port, [someone.token for someone in people])
            _check(devices.connect(within=count / FIRST_A_SECOND, seed=1), count)
            devices.drop()
        tell("all have been there once")
        stamps = folder / "stamps.txt"
        server = stack.enter_context(serve_ours(office.settings, folder / "log.txt", stamps=stamps))
        devices.move(server.port)
        _idle(server, devices, count, asked)
        _hints(office, server, devices, stamps, count, asked)
        _storm(server, devices, count, asked)
    return 0


def _idle(server: Served, devices: Crowd, count: int, asked: Options) -> None:
    """What an idle socket costs a server that has just begun, to which all devices are known."""
    warm = count // WARM_SHARE
    _check(devices.connect(within=1.0, seed=2, first=warm), warm)
    _rest(server)
    before = server.memory_bytes()
    _check(devices.connect(within=count / AGAIN_A_SECOND, seed=3), count - warm)
    _rest(server)
    each = (server.memory_bytes() - before) / (count - warm) / 1024
    figure(
        "B9 idle sockets, one process",
        float(count),
        "sockets",
        n=asked.n,
        limit=float(asked.n),
        goal=1.0,
        at_least=True,
        server_mb=server.memory_bytes() / 2**20,
        **asked.marks,
    )
    figure(
        "B9 memory of an idle socket",
        each,
        "KB",
        n=count,
        limit=GOAL_KB,
        goal=1.0,
        **asked.marks,
    )


def _hints(
    office: Installation, server: Served, devices: Crowd, stamps: Path, count: int, asked: Options
) -> None:
    writer = distant(office, office.person("writer"), server.port)
    writer.hello()
    first, last, reply = [], [], []
    old = next(reference.orders(1, customers=reference.customers_for(ORDERS)))[1]["note"]
    for rep in range(asked.reps + 1):
        _rest(server)
        note = f"hint {rep}"
        head = writer.push(edits(writer, "note", note, [(reference.record_id("order", 0), old, rep + 1)]))
        heard = devices.heard(head)
        if heard["count"] != count:
            raise AssertionError(f"{heard['count']} of {count} sockets heard of {head}")
        at = committed_at(stamps, head)
        old = note
        if rep:
            first.append(heard["first"] - at)
            last.append(heard["last"] - at)
            reply.append(writer.seconds * 1000)
        writer.forget_figures()
    figure(
        "B9 hint, from the commit to the last socket",
        last,
        "ms",
        n=count,
        limit=GOAL_HINT_MS,
        goal=1.0,
        first_ms=middle(first),
        writer_waits_ms=middle(reply),
        **asked.marks,
    )


def _storm(server: Served, devices: Crowd, count: int, asked: Options) -> None:
    spread = 1.0 if asked.smoke else float(SPREAD_SECONDS)
    runs, used = [], []
    trouble: Counter[str] = Counter()
    for rep in range(min(asked.reps, 3)):
        devices.drop()
        _rest(server)
        before = server.processor_seconds()
        found = devices.connect(within=spread, seed=100 + rep)
        runs.append(found)
        used.append((server.processor_seconds() - before) * 1000 / count)
        trouble.update(found["trouble"])
        tell(f"storm: {found}")

    def of_each(what: str, part: str) -> list[float]:
        return [run[what][part] for run in runs]

    figure(
        "B9 reconnect storm, served without a refusal",
        [run["served"] for run in runs],
        "sockets",
        n=count,
        limit=float(count),
        goal=1.0,
        at_least=True,
        spread_s=spread,
        trouble=dict(trouble),
        seconds=middle([run["seconds"] for run in runs]),
        ready_p50_ms=middle(of_each("ready_ms", "p50")),
        ready_p95_ms=middle(of_each("ready_ms", "p95")),
        ready_max_ms=max(of_each("ready_ms", "max")),
        server_cpu_ms=middle(used),
        **asked.marks,
    )
    for name, what, limit in (
        ("the slowest opening", "opening_ms", OPENING_MS),
        ("the slowest hello", "greeting_ms", GREETING_MS),
    ):
        figure(
            f"B9 reconnect storm, {name}",
            of_each(what, "max"),
            "ms",
            n=count,
            limit=limit,
            goal=1.0,
            p50_ms=middle(of_each(what, "p50")),
            p95_ms=middle(of_each(what, "p95")),
            **asked.marks,
        )


def _check(found: dict[str, Any], count: int) -> None:
    if found["served"] != count:
        raise AssertionError(f"{found['served']} of {count} sockets are open: {found}")


def _rest(server: Served) -> None:
    """Wait until the server has let go of what is gone, and of what it had to do."""
    processes.wait_for_rest(server.processor_seconds, SERVER_REST_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
