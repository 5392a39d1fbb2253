"""The schedule: tasks run when they are due, and a failing one keeps no other from running."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import uuid
from pathlib import Path

import pytest
from PIL import Image

from backend.accounts.user import User
from backend.database import Database
from backend.jobs.schedule import Schedule, Task
from backend.jobs.tasks import tasks
from backend.records.blob_store import BlobStore
from backend.records.blobs import Chunk, receive

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_task_runs_when_it_is_due_and_again_after_its_interval() -> None:
    clock, ran = Clock(), []
    schedule = Schedule([Task("often", 10, lambda: ran.append(clock.now))], clock)

    for clock.now in (0.0, 9.0, 10.0, 15.0, 20.0):
        schedule.run_due()

    assert ran == [10.0, 20.0]
    assert schedule.seconds_to_next() == 10.0


def test_a_task_that_fails_is_tried_again_and_keeps_no_other_from_running(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, ran = Clock(), []

    def fail() -> None:
        ran.append("fails")
        raise OSError("disk away")

    schedule = Schedule([Task("fails", 5, fail), Task("works", 5, lambda: ran.append("works"))], clock)

    for clock.now in (5.0, 10.0):
        schedule.run_due()

    assert ran == ["fails", "works"] * 2
    assert "the task fails failed" in caplog.text


def test_who_does_not_lead_runs_nothing_and_asks_again_before_long() -> None:
    clock, ran, leading = Clock(), [], [False]
    schedule = Schedule(
        [Task("often", 10, lambda: ran.append(clock.now))],
        clock,
        leads=lambda: leading[0],
        election_seconds=3,
    )

    clock.now = 10.0
    schedule.run_due()
    waited = schedule.seconds_to_next()
    leading[0] = True
    clock.now = 13.0
    schedule.run_due()

    assert waited == 3.0
    assert ran == [13.0]
    assert schedule.seconds_to_next() == 10.0


@pytest.mark.invariant(40)
def test_the_tasks_throw_away_an_old_upload_that_no_record_refers_to_and_keep_a_new_one(
    database: Database, tmp_path: Path
) -> None:
    store = BlobStore(tmp_path / "blobs")
    person = User(account=1, person=str(uuid.uuid4()), name="Ana")
    old, new = (
        upload(database, store, person, "red", LONG_AGO),
        upload(database, store, person, "blue", dt.datetime.now(dt.UTC)),
    )

    for task in tasks(database, tmp_path):
        task.run()

    assert not store.path(old).exists()
    assert store.path(new).exists()


def upload(database: Database, store: BlobStore, person: User, colour: str, now: dt.datetime) -> str:
    """Upload a picture and return the hash of it."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    content = stream.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    receive(database, store, person, str(uuid.uuid4()), Chunk(0, content, len(content), digest), now=now)
    return digest
