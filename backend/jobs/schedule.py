"""The schedule: runs each task when it is due, one after the other, until it is told to stop.

Every server process has one, and a worker process has nothing else; the one that leads runs the tasks, and
another takes its place when it ends. Tasks are safe to run twice at once all the same, since they take the
database's own locks. A task that fails is told and tried again when it is next due.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ELECTION_SECONDS = 30.0
"""How long whoever does not lead waits before he asks again, once something is due."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A piece of work, and how many seconds lie between two runs of it."""

    name: str
    every: float
    run: Callable[[], object]


class Schedule:
    """Tasks and the thread (a greenlet under gevent) that runs them."""

    def __init__(
        self,
        tasks: Sequence[Task],
        clock: Callable[[], float] = time.monotonic,
        *,
        leads: Callable[[], bool] = lambda: True,
        election_seconds: float = ELECTION_SECONDS,
    ) -> None:
        self._tasks, self._clock, self._leads = tasks, clock, leads
        self._election_seconds, self._next_election = election_seconds, clock()
        # The first run waits its turn too: a server that is starting has better things to do.
        self._due = {task.name: clock() + task.every for task in tasks}
        self._stopped = threading.Event()

    def start(self) -> None:
        """Run in the background."""
        threading.Thread(target=self.work, name="jobs", daemon=True).start()

    def stop(self) -> None:
        """Begin no further task."""
        self._stopped.set()

    def work(self) -> None:
        """Run tasks as they become due, until stopped."""
        while not self._stopped.wait(self.seconds_to_next()):
            self.run_due()

    def run_due(self) -> list[str]:
        """Run every task that is due, if this process leads, and return their names."""
        due = [task for task in self._tasks if self._due[task.name] <= self._clock()]
        if due and not self._leads():
            self._next_election = self._clock() + self._election_seconds
            return []
        for task in due:
            self._due[task.name] = self._clock() + task.every
            try:
                task.run()
            except Exception:
                log.exception("the task %s failed", task.name)
        return [task.name for task in due]

    def seconds_to_next(self) -> float:
        """Return how long to wait for the next task, or for the next election."""
        due = min(self._due.values(), default=self._clock() + 60.0)
        return max(0.0, max(due, self._next_election) - self._clock())
