"""Whose turn it is: how many readings of one kind run at once, in all and for one person.

What one person asks for must leave room for everybody else. Turns are waited for by who calls, before a
connection is taken and never on a native thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend.errors import TooMany

LONGEST_WAIT = 15.0
_RETRY_SECONDS = 5


@dataclass
class _Line:
    free: threading.Semaphore
    people: int = 0
    """How many hold or await a turn in it."""


class Turns:
    """Turns of one kind. ``in_all`` None: as many as there are people who ask."""

    def __init__(self, *, each: int, in_all: int | None = None, longest_wait: float = LONGEST_WAIT) -> None:
        self._each, self._longest_wait = each, longest_wait
        self._all = None if in_all is None else threading.Semaphore(in_all)
        self._lines: dict[str, _Line] = {}
        self._guard = threading.Lock()

    @contextmanager
    def taken(self, person: str) -> Iterator[None]:
        """Hold a turn of a person's.

        :raises TooMany: ``too-many-at-once``: it did not come in time
        """
        with self._guard:
            line = self._lines.setdefault(person, _Line(threading.Semaphore(self._each)))
            line.people += 1
        try:
            # His own first: whoever waits for himself keeps nobody else waiting.
            with self._held(line.free), self._held(self._all):
                yield
        finally:
            with self._guard:
                line.people -= 1
                if not line.people:
                    self._lines.pop(person, None)

    @contextmanager
    def _held(self, free: threading.Semaphore | None) -> Iterator[None]:
        if free is None:
            yield
            return
        if not free.acquire(timeout=self._longest_wait):
            raise TooMany("too-many-at-once", retry_after=_RETRY_SECONDS)
        try:
            yield
        finally:
            free.release()
