"""B5: a device reconnects and nothing is new; the server's time for hello and pull, by the size of its
scope.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.bench.device import Device
from tests.bench.figures import figure, middle
from tests.bench.installation import installation
from tests.bench.options import options

GOAL_MS = 3.0
GROWTH = 1.25
"""What may lie between the smallest and the largest scope: noise, no work for records."""
RECONNECTS = 200


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=100_000, smoke_n=2_000)
    sizes = [size for size in (1_000, 10_000) if size < asked.n] + [asked.n]
    each = 20 if asked.smoke else RECONNECTS
    for kind in asked.databases:
        with installation(kind) as office:
            medians: dict[int, list[float]] = {size: [] for size in sizes}
            processor: dict[int, list[float]] = {size: [] for size in sizes}
            there = 0
            for size in sizes:
                if there:
                    office.fill_more(there, size - there)
                else:
                    office.fill(size)
                there = size
                device = Device(office.desk, office.person(f"reader{size}").token)
                device.first_sync()
                device.pull()
                assert device.counts["sales_order"] == size, device.counts
                for _ in range(asked.reps):
                    seconds, cpu = _reconnects(device, each)
                    medians[size].append(middle(seconds) * 1000)
                    processor[size].append(middle(cpu) * 1000)
            more = {"database": kind, **asked.marks}
            for size in sizes:
                figure(
                    "B5 no-op reconnect: hello and pull",
                    medians[size],
                    "ms",
                    n=size,
                    limit=GOAL_MS,
                    goal=1.0,
                    cpu_ms=middle(processor[size]),
                    reconnects=each,
                    **more,
                )
            figure(
                "B5 growth from the smallest to the largest scope",
                medians[sizes[-1]],
                "ms",
                n=sizes[-1],
                limit=medians[sizes[0]],
                goal=GROWTH,
                limit_n=sizes[0],
                **more,
            )
    return 0


def _reconnects(device: Device, times: int) -> tuple[list[float], list[float]]:
    seconds, processor = [], []
    for _ in range(times):
        device.forget_figures()
        device.hello()
        device.pull()
        assert (device.put, device.out) == (0, 0)
        seconds.append(device.seconds)
        processor.append(device.processor)
    return seconds, processor


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
