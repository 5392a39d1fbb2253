"""Reading within a deadline, and turns: nobody keeps the database from everybody else."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.database import Database
from backend.database.deadlines import DeadlinePassed
from backend.database.turns import Turns
from backend.errors import TooMany

pytestmark = pytest.mark.timeout(60)

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def endless(session: Session) -> None:
    session.execute(text(ENDLESS))


def one(session: Session) -> int:
    return int(session.execute(text("SELECT 1")).scalar_one())


def test_a_query_that_takes_too_long_is_ended_and_the_connection_goes_on(database: Database) -> None:
    started = time.monotonic()

    with pytest.raises(DeadlinePassed):
        database.read(endless, seconds=0.3)

    assert 0.25 < time.monotonic() - started < 5
    assert [database.read(one, seconds=0.3) for _ in range(6)] == [1] * 6


def test_a_deadline_ends_with_its_transaction(database: Database) -> None:
    def slow(session: Session) -> int:
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            one(session)
        steps = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) "
        return int(session.execute(text(steps + "SELECT count(*) FROM n")).scalar_one())

    with pytest.raises(DeadlinePassed):
        database.read(slow, seconds=0.2)

    assert [database.read(slow) for _ in range(3)] == [300000] * 3


def test_one_person_waits_for_himself_and_keeps_nobody_else_waiting() -> None:
    turns = Turns(each=1, in_all=2, longest_wait=0.2)

    with turns.taken("ulla"):
        with pytest.raises(TooMany) as refused, turns.taken("ulla"):
            pass
        with turns.taken("bo"), pytest.raises(TooMany), turns.taken("ana"):
            pass

    assert (refused.value.code, refused.value.retry_after) == ("too-many-at-once", 5)
    with turns.taken("ulla"), turns.taken("ana"):
        pass
    assert not turns._lines


def test_never_more_than_so_many_run_at_once() -> None:
    turns = Turns(each=1, in_all=2, longest_wait=30)
    running: list[str] = []
    most: list[int] = []
    of_one: list[int] = []
    guard = threading.Lock()

    def run(number: int) -> None:
        person = f"person {number % 3}"
        with turns.taken(person):
            with guard:
                running.append(person)
                most.append(len(running))
                of_one.append(running.count(person))
            threading.Event().wait(0.01)
            with guard:
                running.remove(person)

    with ThreadPoolExecutor(12) as callers:
        list(callers.map(run, range(36)))

    assert (max(most), max(of_one), len(most)) == (2, 1, 36)
