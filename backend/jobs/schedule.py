"""The schedule: runs each task when it is due, one after the other, until it is told to stop.

Every server process has one. Tasks are safe to run twice at once, since they take the
database's own locks, so nobody has to be elected; a task that fails is told and tried again
when it is next due.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """A piece of work, and how many seconds lie between two runs of it."""

    name: str
    every: float
    run: Callable[[], object]


class Schedule:
    """Tasks and the thread (a greenlet under gevent) that runs them."""

    def __init__(self, tasks: Sequence[Task], clock: Callable[[], float] = time.monotonic) -> None:
        self._tasks, self._clock = tasks, clock
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
        """Run every task that is due and return their names."""
        due = [task for task in self._tasks if self._due[task.name] <= self._clock()]
        for task in due:
            self._due[task.name] = self._clock() + task.every
            try:
                task.run()
            except Exception:
                log.exception("the task %s failed", task.name)
        return [task.name for task in due]

    def seconds_to_next(self) -> float:
        """Return how long to wait for the next task."""
        return max(0.0, min(self._due.values(), default=60.0) - self._clock())
