"""B8: changes that one stream brings in, fifty in a request: how many a second are accepted.

A device edits one field of each record, again and again, as :mod:`backend.sync.push` takes it: rights,
validation, merge, history and outcome in one transaction a request. Over HTTP to the server as it ships, on
one connection; and in the server's functions alone, to tell what is the server's own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from tests.bench import reference, seeding
from tests.bench.device import Device
from tests.bench.distant import distant
from tests.bench.edits import edits
from tests.bench.figures import figure, middle
from tests.bench.installation import Installation, installation
from tests.bench.options import Options, options
from tests.bench.served import serve_ours

BATCH = 50
PUSHED, SMOKE_PUSHED = 1_000, 100
GOALS = {"sqlite": 1_500.0, "postgresql": 3_000.0}


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=50_000, smoke_n=500)
    for kind in asked.databases:
        with installation(kind) as office:
            office.fill(asked.n)
            stream = _Stream(office, asked.n, min(asked.n, SMOKE_PUSHED if asked.smoke else PUSHED))
            device = Device(office.desk, office.person("near").token)
            device.adopt()
            _figure("B8 changes accepted, the server's functions", stream, device, asked)
            with (
                tempfile.TemporaryDirectory(prefix="satchel-bench-") as folder,
                serve_ours(office.settings, Path(folder) / "log.txt") as server,
            ):
                far = distant(office, office.person("far"), server.port)
                far.adopt()
                _figure("B8 changes accepted over HTTP", stream, far, asked, server.processor_seconds)
    return 0


class _Stream:
    """What is edited: the same records each time, so each edit builds upon the one before."""

    def __init__(self, office: Installation, there: int, count: int) -> None:
        self.office, self.count = office, count
        made = islice(reference.orders(there, customers=reference.customers_for(there)), count)
        self._notes = {record: values["note"] for record, values in made}
        self._version = 1

    def send(self, device: Device) -> None:
        """Edit all of them, and look that they are edited."""
        note = f"version {self._version + 1}"
        seen = [(record, old, self._version) for record, old in self._notes.items()]
        for at in range(0, self.count, BATCH):
            device.push(edits(device, "note", note, seen[at : at + BATCH]))
        self._version += 1
        self._notes = dict.fromkeys(self._notes, note)
        found = self.office.database.read(
            lambda session: seeding.count_value(session, "sales_order", "note", note)
        )
        if found != self.count:
            raise AssertionError(f"{found} of {self.count} records are edited")


def _figure(
    name: str,
    stream: _Stream,
    device: Device,
    asked: Options,
    used: Callable[[], float] | None = None,
) -> None:
    rates, processor = [], []
    for rep in range(asked.reps + 1):
        device.forget_figures()
        before = used() if used else 0.0
        stream.send(device)
        if rep == 0:
            # The first one meets empty caches.
            continue
        rates.append(stream.count / device.seconds)
        spent = used() - before if used else device.processor
        processor.append(spent * 1000 / stream.count)
    kind = stream.office.kind
    figure(
        name,
        rates,
        "a second",
        n=asked.n,
        limit=GOALS[kind],
        goal=1.0,
        at_least=True,
        batch=BATCH,
        changes=stream.count,
        server_cpu_ms=middle(processor),
        database=kind,
        **asked.marks,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
