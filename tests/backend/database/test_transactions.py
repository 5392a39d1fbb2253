"""Transactions on both databases: all or nothing, snapshots, repeats, and what follows a commit."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

import psycopg
import pytest
from flask import Flask, has_app_context
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.database import Database
from backend.database import database as database_module
from backend.errors import Invalid, Unavailable

pytestmark = pytest.mark.timeout(30)


@pytest.fixture(autouse=True)
def note_table(database: Database) -> None:
    database.write(
        lambda session: session.execute(text("CREATE TABLE note (id integer PRIMARY KEY, text text UNIQUE)"))
    )


def add(session: Session, number: int, words: str = "") -> None:
    session.execute(
        text("INSERT INTO note (id, text) VALUES (:id, :text)"), {"id": number, "text": words or str(number)}
    )


def numbers(session: Session) -> list[int]:
    return list(session.scalars(text("SELECT id FROM note ORDER BY id")))


def test_a_write_is_there_for_the_next_read_and_hands_back_its_result(database: Database) -> None:
    def work(session: Session) -> str:
        add(session, 1)
        return "done"

    result = database.write(work)

    assert result == "done"
    assert database.read(numbers) == [1]


def test_an_exception_rolls_all_of_the_work_back_and_reaches_the_caller(database: Database) -> None:
    def work(session: Session) -> None:
        add(session, 1)
        raise Invalid("too-short", field="text")

    with pytest.raises(Invalid):
        database.write(work)

    assert database.read(numbers) == []


def test_the_next_write_works_after_one_that_broke_a_constraint(database: Database) -> None:
    database.write(lambda session: add(session, 1, "same"))

    with pytest.raises(DBAPIError):
        database.write(lambda session: add(session, 2, "same"))
    database.write(lambda session: add(session, 3))

    assert database.read(numbers) == [1, 3]


def test_the_next_write_works_after_one_whose_commit_failed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Any) -> None:
        monkeypatch.undo()
        raise OSError("the disk is full")

    monkeypatch.setattr(database.writer_engine.dialect, "do_commit", fail)
    with pytest.raises(OSError, match="full"):
        database.write(lambda session: add(session, 1))
    database.write(lambda session: add(session, 2))

    assert database.read(numbers) == [2]


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        database.read(lambda session: add(session, 1))

    assert database.read(numbers) == []


def test_a_read_sees_one_snapshot_while_others_write(settings: Settings, database: Database) -> None:
    with closing(Database(settings)) as other:

        def work(session: Session) -> tuple[list[int], list[int]]:
            before = numbers(session)
            writing = threading.Thread(target=lambda: other.write(lambda session: add(session, 1)))
            writing.start()
            writing.join(10)
            assert not writing.is_alive()
            return before, numbers(session)

        before, after = database.read(work)

    assert (before, after) == ([], [])
    assert database.read(numbers) == [1]


def test_a_transaction_inside_a_transaction_is_refused(database: Database) -> None:
    def work(session: Session) -> list[int]:
        return database.read(numbers)

    with pytest.raises(RuntimeError, match="inside a transaction"):
        database.write(work)

    assert database.read(numbers) == []


def test_work_knows_nothing_of_the_request_that_it_runs_for(database: Database) -> None:
    # Under gevent it is on another thread; the same here, so that nothing works in tests alone.
    with Flask("anything").test_request_context():
        seen = [
            run(lambda *_: has_app_context()) for run in (database.read, database.write, database.offload)
        ]

    assert seen == [False, False, False]


def test_a_callback_runs_after_the_commit_in_the_thread_that_asked(database: Database) -> None:
    seen: list[Any] = []

    def work(session: Session) -> None:
        add(session, 1)
        database.after_commit(session, lambda: seen.append((threading.get_ident(), database.read(numbers))))
        assert seen == []

    database.write(work)

    assert seen == [(threading.get_ident(), [1])]


def test_a_callback_is_not_called_when_the_transaction_is_rolled_back(database: Database) -> None:
    called: list[str] = []

    def work(session: Session) -> None:
        database.after_commit(session, lambda: called.append("hint"))
        raise Invalid("too-short")

    with pytest.raises(Invalid):
        database.write(work)

    assert called == []


def test_a_callback_is_forgotten_with_the_savepoint_it_was_registered_in(database: Database) -> None:
    called: list[str] = []

    def work(session: Session) -> None:
        for name, fails in (("kept", False), ("lost", True), ("kept too", False)):
            try:
                with session.begin_nested():
                    database.after_commit(session, lambda name=name: called.append(name))
                    with session.begin_nested():
                        database.after_commit(session, lambda name=name: called.append(f"inner {name}"))
                    if fails:
                        raise Invalid("too-short")
            except Invalid:
                continue

    database.write(work)

    assert called == ["kept", "inner kept", "kept too", "inner kept too"]


def test_a_failing_callback_neither_undoes_the_write_nor_stops_the_next(database: Database) -> None:
    called: list[str] = []

    def fail() -> None:
        raise ValueError("on purpose")

    def work(session: Session) -> None:
        add(session, 1)
        database.after_commit(session, fail)
        database.after_commit(session, lambda: called.append("next"))

    database.write(work)

    assert called == ["next"]
    assert database.read(numbers) == [1]


def test_only_the_callbacks_of_the_attempt_that_committed_are_called(database: Database) -> None:
    attempts: list[int] = []
    called: list[int] = []

    def work(session: Session) -> None:
        attempts.append(attempt := len(attempts) + 1)
        database.after_commit(session, lambda: called.append(attempt))
        if attempt < 3:
            raise collision(database)

    database.write(work)

    assert called == [3]


def collision(database: Database) -> OperationalError:
    if database.on_sqlite:
        busy = sqlite3.OperationalError("database is locked")
        busy.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
        return OperationalError("BEGIN", {}, busy)
    return OperationalError("UPDATE", {}, psycopg.errors.SerializationFailure())


def test_a_collision_repeats_the_whole_work(database: Database) -> None:
    attempts: list[int] = []

    def work(session: Session) -> None:
        attempts.append(1)
        add(session, 1)
        if len(attempts) < 4:
            raise collision(database)

    database.write(work)

    assert len(attempts) == 4
    assert database.read(numbers) == [1]


def test_endless_collisions_end_with_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[int] = []
    monkeypatch.setattr(database_module.time, "sleep", lambda _: None)

    def work(session: Session) -> None:
        attempts.append(1)
        raise collision(database)

    with pytest.raises(Unavailable) as refusal:
        database.write(work)

    assert refusal.value.code == "database-busy"
    assert len(attempts) == database_module.REPEATS + 1


def test_nothing_is_repeated_past_the_deadline(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[int] = []
    monkeypatch.setattr(database_module, "DEADLINE_SECONDS", -1)

    def work(session: Session) -> None:
        attempts.append(1)
        raise collision(database)

    with pytest.raises(Unavailable):
        database.write(work)

    assert len(attempts) == 1


def race(settings: Settings, works: list[Callable[[Session], Any]], times: int) -> list[BaseException]:
    """Run each work on a Database of its own, as separate processes would."""
    errors: list[BaseException] = []

    def run(work: Callable[[Session], Any]) -> None:
        try:
            with closing(Database(settings)) as own:
                for _ in range(times):
                    own.write(work)
        except BaseException as error:
            errors.append(error)

    racing = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join(25)
    return errors


@pytest.mark.invariant(32)
def test_writers_of_several_processes_lose_nothing_and_all_come_to_an_end(
    settings: Settings, database: Database
) -> None:
    database.write(lambda session: add(session, 1, "0"))

    def count_up(session: Session) -> None:
        value = session.scalar(
            text("SELECT text FROM note WHERE id = 1" + ("" if database.on_sqlite else " FOR UPDATE"))
        )
        session.execute(text("UPDATE note SET text = :text WHERE id = 1"), {"text": str(int(value) + 1)})

    errors = race(settings, [count_up] * 4, 20)

    assert errors == []
    assert database.read(lambda session: session.scalar(text("SELECT text FROM note"))) == "80"


def test_transactions_that_lock_in_opposite_order_both_end(settings: Settings, database: Database) -> None:
    database.write(lambda session: (add(session, 1, "a"), add(session, 2, "b")))

    def touch(first: int, second: int) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            for number in (first, second):
                session.execute(text("UPDATE note SET text = text WHERE id = :id"), {"id": number})

        return work

    errors = race(settings, [touch(1, 2), touch(2, 1)], 5)

    assert errors == []


def test_work_in_threads_of_one_process_takes_turns(database: Database) -> None:
    def add_twenty(first: int) -> None:
        for number in range(first, first + 20):
            database.write(partial(add, number=number))

    threads = [threading.Thread(target=add_twenty, args=(first,)) for first in range(0, 120, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(25)

    assert len(database.read(numbers)) == 120


def test_offloaded_work_hands_back_its_result_or_its_error(database: Database) -> None:
    def fail() -> None:
        raise ValueError("on purpose")

    assert database.offload(lambda: 2 + 2) == 4
    with pytest.raises(ValueError, match="on purpose"):
        database.offload(fail)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_sqlite_commit_is_on_disk_before_it_is_answered(database: Database) -> None:
    def pragmas(session: Session) -> tuple[Any, ...]:
        return tuple(
            session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        )

    full = 2

    assert database.write(pragmas) == ("wal", full, 1)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_sqlite_writer_holds_the_lock_before_it_reads(settings: Settings, database: Database) -> None:
    def work(session: Session) -> None:
        with closing(sqlite3.connect(settings.data / "satchel.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        database.write(work)


@pytest.mark.parametrize("database_kind", ["postgresql", "serializable"], indirect=True)
def test_transactions_are_isolated_as_the_settings_say(settings: Settings, database: Database) -> None:
    def isolation(session: Session) -> tuple[str, str]:
        levels = [
            session.scalar(text(f"SHOW {name}"))
            for name in ("transaction_isolation", "transaction_read_only")
        ]
        return levels[0], levels[1]

    writing, reading = database.write(isolation), database.read(isolation)

    if settings.serializable:
        assert (writing, reading) == (("serializable", "off"), ("serializable", "on"))
    else:
        assert (writing, reading) == (("read committed", "off"), ("repeatable read", "on"))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_database_that_is_away_is_told_from_one_that_refuses(
    settings: Settings, database: Database
) -> None:
    def cut_own_connection(session: Session) -> None:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(Unavailable) as refusal:
        database.write(cut_own_connection)

    assert refusal.value.code == "database-away"
    assert database.read(numbers) == []
