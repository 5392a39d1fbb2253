"""A process that writes: records through the one write path, and rows numbered the naive way beside them.

Run by :mod:`tests.backend.concurrency.test_missed_rows` with the installation's settings in the environment.
It says ``ready``, waits for a line, writes in several threads, and tells what it has committed as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from collections.abc import Callable
from contextlib import closing

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE
from backend.config import Settings
from backend.database import Database
from backend.metadata import service as metadata
from backend.records.apply import apply
from tests.backend.sync.office import create_place, new_id

NAIVE = text("INSERT INTO naive_row (writer) VALUES (:writer) RETURNING no")
NAIVE_LINE = text("INSERT INTO naive_line (row, words) VALUES (:row, :words)")
LINES = 5
"""As many statements after the first as a change of ours takes after its numbers."""


def main(name: str, threads: int, each: int) -> None:
    with closing(Database(Settings.from_environment())) as database:
        committed = Committed(database)
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        writing = [
            threading.Thread(target=write, args=(f"{name}.{number}", each))
            for number in range(threads)
            for write in (committed.write_places, committed.write_naive_rows)
        ]
        for thread in writing:
            thread.start()
        for thread in writing:
            thread.join()
    told = {"places": committed.places, "naive": committed.naive, "attempts": committed.attempts}
    print(json.dumps(told), flush=True)  # noqa: T201


class Committed:
    """What the threads of this process have committed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.places: dict[str, str] = {}
        self.naive: list[int] = []
        self.attempts = 0

    def write_places(self, name: str, each: int) -> None:
        for turn in range(each):
            record = new_id()
            self.database.write(self._place(record, f"{name}.{turn}"))
            self.places[record] = f"{name}.{turn}"

    def write_naive_rows(self, name: str, each: int) -> None:
        for turn in range(each):
            self.naive.append(self.database.write(self._naive_row(f"{name}.{turn}")))

    def _place(self, record: str, name: str) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            self.attempts += 1
            current = metadata.current(session)
            change = {
                "id": new_id(),
                "metadata_version": current.version,
                "made_at": None,
                "acts": [create_place(name, record)],
            }
            [outcome] = apply(session, OFFICE, [change], metadata=current, now=dt.datetime.now(dt.UTC))
            assert outcome["status"] == "applied", outcome

        return work

    def _naive_row(self, name: str) -> Callable[[Session], int]:
        """Take a number from the table's own sequence, and write something more, as applications do."""

        def work(session: Session) -> int:
            number = int(session.execute(NAIVE, {"writer": name}).scalar_one())
            for line in range(LINES):
                session.execute(NAIVE_LINE, {"row": number, "words": f"{name}.{line}"})
            return number

        return work


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
