"""A process with one task, which notes every few moments that it was this process that ran it."""

from __future__ import annotations

import os
import signal
from contextlib import closing

from sqlalchemy import text

from backend.config import Settings
from backend.database import Database
from backend.jobs.leader import Leader
from backend.jobs.schedule import Schedule, Task

TICK = text("INSERT INTO tick (process) VALUES (:process)")


def main() -> None:
    with closing(Database(Settings.from_environment())) as database:
        task = Task(
            "tick",
            every=0.02,
            run=lambda: database.write(lambda session: session.execute(TICK, {"process": os.getpid()})),
        )
        schedule = Schedule([task], leads=Leader(database).leads, election_seconds=0.05)
        signal.signal(signal.SIGTERM, lambda *_: schedule.stop())
        print("ready", flush=True)  # noqa: T201
        schedule.work()


if __name__ == "__main__":
    main()
