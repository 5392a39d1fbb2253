"""B6: a user changes team; 20,000 records leave his device and 20,000 come, beside some that stay.

The server's time for the whole pull, however many pages; and its bytes, which may be those of the records
that come and the ids of those that go, and nothing for what stays.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.bench import arrangement, reference, seeding
from tests.bench.device import Device
from tests.bench.figures import figure, middle
from tests.bench.installation import Installation, Someone, installation
from tests.bench.options import options

GOAL_MS = 2000.0
BYTES_GOAL = 1.2
"""Beside the records that come there are ids that go, labels and envelopes."""
STAY_SHARE = 0.5


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=20_000, smoke_n=500)
    for kind in asked.databases:
        with installation(kind, filtered=False, depth="team") as office:
            someone, teams = _people(office, asked.n)
            device = Device(office.desk, someone.token)
            device.first_sync()
            device.pull()
            weight = _weight_of_a_record(office, someone)
            seconds, processor, sent, pages = [], [], [], []
            for turn in range(asked.reps):
                to = teams[(turn + 1) % 2]
                _move(office, someone, to)
                device.forget_figures()
                pages.append(device.pull())
                if (device.put, device.out) != (asked.n, asked.n):
                    raise AssertionError(f"{device.put} came and {device.out} left")
                seconds.append(device.seconds * 1000)
                processor.append(device.processor)
                sent.append(float(device.bytes))
                device.pull()
            more = {"database": kind, **asked.marks}
            figure(
                "B6 rescope, the server's time",
                seconds,
                "ms",
                n=asked.n,
                limit=GOAL_MS,
                goal=1.0,
                cpu_s=middle(processor),
                pages=middle([float(count) for count in pages]),
                stay=round(asked.n * STAY_SHARE),
                **more,
            )
            figure(
                "B6 rescope, bytes beside those of the records that come",
                sent,
                "bytes",
                n=asked.n,
                limit=weight * asked.n,
                goal=BYTES_GOAL,
                **more,
            )
    return 0


def _people(office: Installation, count: int) -> tuple[Someone, tuple[str, str]]:
    """Let somebody be in the first of two teams with so many orders each, and own some himself."""
    teams = (reference.record_id("team", 0), reference.record_id("team", 1))
    someone = office.person("mover")
    named = [(team, {"name": f"Team {at}"}) for at, team in enumerate(teams)]
    office.database.write(lambda session: seeding.fill(session, "team", named))
    _move(office, someone, teams[0])
    office.fill(count, owner=teams[0])
    office.fill_more(count, count, owner=teams[1])
    office.fill_more(2 * count, round(count * STAY_SHARE), owner=someone.person)
    return someone, teams


def _move(office: Installation, someone: Someone, team: str) -> None:
    now = office.desk.now()
    office.database.write(lambda session: arrangement.move_to_team(session, someone.person, team, now))


def _weight_of_a_record(office: Installation, someone: Someone) -> float:
    """Return the bytes of an order in a first copy."""
    device = Device(office.desk, someone.token)
    device.hello()
    plan = device.ask("pull", cursor=None, page=None)
    part = next(one for one in plan["entities"] if one["entity"] == "sales_order")
    device.forget_figures()
    page = device.ask(
        "snapshot", plan=plan["plan"], entity=part["entity"], after="", until=(part["ends"] or [""])[0]
    )
    return device.bytes / len(page["rows"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
