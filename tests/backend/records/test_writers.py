"""Tests of many writers at once, in threads of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from backend.records import stream
from backend.records.models import history
from tests.backend.records.office import Office, change, create, edits, new_id

NUMBERS = select(history.c.seq)
WRITERS = 8
EACH = 12


def together(work: Callable[[int], object]) -> None:
    """Run ``work`` in as many threads as there are writers; re-raise the first failure."""
    failures: list[BaseException] = []
    start = threading.Barrier(WRITERS)

    def run(writer: int) -> None:
        try:
            start.wait(10)
            work(writer)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(50)
    if failures:
        raise failures[0]


@pytest.mark.invariant(9)
def test_the_stream_is_dense_whatever_many_writers_do(office: Office) -> None:
    shared = office.make(name="v0")

    def work(writer: int) -> None:
        for turn in range(EACH):
            office.apply(
                change(create(name=f"{writer}.{turn}")),
                change(create(name=None)),
                change(edits("customer", shared, 1, name=("v0", f"{writer}.{turn}"))),
                device=new_id(),
            )

    together(work)

    assert office.numbers() == list(range(1, office.head() + 1))


@pytest.mark.invariant(10)
def test_who_reads_up_to_the_head_never_misses_a_write_below_it(office: Office) -> None:
    seen: set[int] = set()
    done = threading.Event()
    holes: list[int] = []

    def watch() -> None:
        cursor = office.head()
        while not done.is_set():
            head, numbers = office.read(lambda s: (stream.head(s), s.execute(NUMBERS).scalars().all()))
            seen.update(number for number in numbers if cursor < number <= head)
            holes.extend(number for number in range(cursor + 1, head + 1) if number not in seen)
            cursor = head

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        together(lambda writer: [office.make(name=f"{writer}") for _ in range(EACH)])
    finally:
        done.set()
        watcher.join(10)

    assert holes == []


@pytest.mark.invariant(18)
def test_of_many_writers_of_one_value_one_wins_and_all_others_are_kept(office: Office) -> None:
    customer = office.make(name="Acme")

    together(lambda writer: office.apply(change(edits("customer", customer, 1, name=("Acme", f"W{writer}")))))

    (winner, rows) = (office.values("customer", customer)["name"], office.conflicts())
    assert {winner, *(row["mine"]["name"] for row in rows)} == {f"W{writer}" for writer in range(WRITERS)}
    assert len(rows) == WRITERS - 1
    assert {row["theirs"]["name"] for row in rows} == {winner}


def test_auto_numbers_of_many_writers_have_no_hole_and_no_twin(office: Office) -> None:
    together(lambda _writer: [office.make("order") for _ in range(EACH)])

    found = office.page("order", limit=200, sort="number")["records"]

    assert [row["values"]["number"] for row in found] == [f"SO-{n:06d}" for n in range(1, WRITERS * EACH + 1)]


def test_of_many_writers_of_one_unique_value_one_gets_it(office: Office) -> None:
    statuses: list[str] = []

    together(lambda _writer: statuses.append(office.apply(change(create(account="A1")))["status"]))

    assert sorted(statuses) == ["applied"] + ["rejected"] * (WRITERS - 1)
