"""The soak: 20 devices at three server processes that are killed at random, on PostgreSQL.

``python3 dev.py test backend -k soak --soak 120`` takes two minutes. It prints its seed and what happened;
the decisions of devices and killer repeat with the seed, the moments at which they meet do not.
"""

from __future__ import annotations

import datetime as dt
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
import pytest

from backend.config import Settings
from backend.database import Database
from tests.backend.channel.conftest import csrf_of
from tests.backend.server_process import ServerProcess, running, serve_command
from tests.backend.soak import office_book
from tests.backend.soak.device import TITLES, SoakDevice
from tests.backend.soak.office_book import OfficeBook
from tests.backend.sync.office import Organisation

WORKERS = 3
PEOPLE, DEVICES = 10, 20
LONGEST_REST = 90.0
BETWEEN_KILLS = (20, 120)
"""Replies: a machine that is slow to start processes again has time to serve as well."""
AT_ONCE = (1, 1, 1, 1, 1, 1, 2, 3)
"""How many of the three are killed at the same moment."""
LEAST_KILLS = 5
"""On a busy machine it takes longer until there have been so many."""

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def server(settings: Settings, office: Organisation) -> Iterator[ServerProcess]:
    environment = {
        "WEB_PROCESSES": str(WORKERS),
        "DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "DATABASE_ISOLATION": "serializable" if settings.serializable else "read-committed",
        "SECRET_KEY": settings.secret_key.decode(),
    }
    with running(serve_command(), environment) as server:
        yield server


@pytest.fixture
def office(database: Database) -> Organisation:
    return Organisation(database, now=dt.datetime.now(dt.UTC)).found()


@pytest.mark.invariant(1)
@pytest.mark.invariant(2)
@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
@pytest.mark.invariant(8)
@pytest.mark.invariant(9)
@pytest.mark.invariant(32)
@pytest.mark.parametrize("database_kind", ["postgresql", "serializable"], indirect=True)
def test_nothing_is_lost_or_doubled_while_servers_are_killed(
    office: Organisation, server: ServerProcess, pytestconfig: pytest.Config
) -> None:
    seconds, seed = pytestconfig.getoption("--soak"), pytestconfig.getoption("--soak-seed")
    people = [office.person(f"Person {number}") for number in range(PEOPLE)]
    devices = [
        SoakDevice(
            people[number % PEOPLE],
            port=server.port,
            csrf=csrf_of(people[number % PEOPLE]),
            dice=random.Random(f"{seed} {number}"),
        )
        for number in range(DEVICES)
    ]

    with killer(server, devices, random.Random(seed)) as killed:
        began = time.monotonic()

        def goes_on() -> bool:
            elapsed = time.monotonic() - began
            return elapsed < seconds or (elapsed < 4 * seconds and killed["kills"] < LEAST_KILLS)

        together(devices, lambda device: device.live(goes_on))
    # The second time there is nobody left who writes.
    for _ in range(2):
        together(devices, lambda device: device.rest_within(LONGEST_REST))
    for device in devices:
        for first in range(0, len(device.journal.made), 50):
            device.insist(device.journal.made[first : first + 50])

    book = office.database.read(office_book.read)
    print(report(seed, seconds, killed, devices, book))  # noqa: T201
    for device in devices:
        check_changes(device, book)
        check_copy(device, book)
        device.hang_up()
    assert book.numbers == list(range(1, len(book.numbers) + 1)), "[inv 9]"
    assert killed["kills"] >= LEAST_KILLS
    assert sum(device.tally["answers heard twice"] for device in devices) > 0
    assert sum(len(device.journal.acknowledged) for device in devices) > DEVICES


def check_changes(device: SoakDevice, book: OfficeBook) -> None:
    """What was acknowledged is there, once, in order; what was refused is not."""
    made, acknowledged = device.journal.made, device.journal.acknowledged
    assert book.answers[device.id] == [change["number"] for change in made], "[inv 4] numbers"
    for change, outcome in device.journal.answered:
        for act in change["acts"]:
            times = book.written[change["id"], act["record"]]
            if outcome["status"] == "rejected":
                assert times == 0, f"[inv 7] {change} was refused and written"
            elif outcome["status"] == "applied":
                # To delete what somebody else has deleted meanwhile needs no writing.
                there = act["kind"] != "delete" or act["record"] in book.records[act["entity"]]
                assert times == 1 or not (times or there), f"[inv 4] {change} was written {times} times"
            if change["id"] in acknowledged:
                assert is_kept(change["id"], act, book), f"[inv 2] {act} of {change} is nowhere"
    written = book.order[device.id]
    there = set(written)
    in_order = [change["id"] for change in made if change["id"] in there]
    assert written == in_order, f"[inv 8] {device.id} wrote in another order than it made"


def is_kept(change: str, act: dict[str, Any], book: OfficeBook) -> bool:
    """Say whether a value is the record's, or was and is in its history, or is in a conflict."""
    place = (change, act["record"])
    if act["kind"] == "delete":
        gone = act["record"] not in book.records[act["entity"]]
        return gone or place in book.deleted or place in book.disputed
    values = act.get("values") or {name: edit["value"] for name, edit in act["edits"].items()}
    title = office_book.title_of(values)
    now = book.records[act["entity"]].get(act["record"])
    known = book.replaced[act["record"]] | book.disputed[place]
    return title in known or (now is not None and now.title == title)


def check_copy(device: SoakDevice, book: OfficeBook) -> None:
    """The device holds all places and its own person's visits, at the versions that the office has."""
    person = device.person.user.person
    for entity, title in TITLES.items():
        expected = {
            record: (row.version, row.title)
            for record, row in book.records[entity].items()
            if entity == "place" or row.owner == person
        }
        held = {
            record: (version, values.get(title))
            for record, (version, values) in device.records.get(entity, {}).items()
        }
        assert held == expected, f"[inv 1] {entity}"


@contextmanager
def killer(
    server: ServerProcess, devices: Iterable[SoakDevice], dice: random.Random
) -> Iterator[Counter[str]]:
    """Kill worker processes at random, in the midst of their work; gunicorn starts them again."""
    ended = threading.Event()
    told: Counter[str] = Counter()

    def replies() -> int:
        return sum(device.tally["replies"] for device in devices)

    def kill() -> None:
        main = psutil.Process(server.process.pid)
        at = dice.randint(*BETWEEN_KILLS)
        while not ended.wait(dice.uniform(0, 0.05)):
            if replies() < at:
                continue
            workers = main.children()
            for worker in dice.sample(workers, k=min(len(workers), dice.choice(AT_ONCE))):
                with suppress(psutil.NoSuchProcess):
                    worker.send_signal(signal.SIGKILL)
                    told["kills"] += 1
            at = replies() + dice.randint(*BETWEEN_KILLS)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield told
    finally:
        ended.set()
        thread.join(10)


def together(devices: Iterable[SoakDevice], work: Callable[[SoakDevice], None]) -> None:
    """Let each device work in a thread of its own; re-raise the first failure."""
    failures: list[BaseException] = []

    def run(device: SoakDevice) -> None:
        try:
            work(device)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(device,)) for device in devices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def report(
    seed: int, seconds: float, killed: Counter[str], devices: list[SoakDevice], book: OfficeBook
) -> str:
    """Return what happened, in a few lines."""
    tally, statuses = Counter[str](), Counter[str]()
    for device in devices:
        tally += device.tally
        statuses.update(outcome["status"] for outcome in device.journal.outcomes.values())
    return (
        f"\nsoak of {seconds:.0f} s, seed {seed}: {killed['kills']} server processes killed,"
        f" {sum(statuses.values())} changes answered {dict(statuses)}, {len(book.numbers)} numbers,"
        f" {sum(len(rows) for rows in book.records.values())} records\n{dict(tally.most_common())}"
    )
