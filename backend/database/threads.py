"""Where blocking work runs: on native threads under gevent, in the calling thread everywhere else.

Under gevent ``threading`` and ``concurrent.futures`` are patched: a pool made with them is one thread
that every greenlet shares, and a blocking call stops them all. gevent's own ``ThreadPool`` has native
threads and wakes the waiting greenlet through the hub. This module knows nothing of databases.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from gevent.monkey import is_module_patched

T = TypeVar("T")


class Threads(Protocol):
    """A place that runs at most so many pieces of work at once and hands back what each returns."""

    def run(self, work: Callable[[], T]) -> T:
        """Run ``work`` to its end and return its result, or raise what it raised."""


def threads(size: int) -> Threads:
    """Return a place for ``size`` pieces of work at once that suits the runtime."""
    return _NativeThreads(size) if is_module_patched("threading") else _CallingThread(size)


class _CallingThread:
    def __init__(self, size: int) -> None:
        self._free = threading.BoundedSemaphore(size)

    def run(self, work: Callable[[], T]) -> T:
        with self._free:
            return work()


class _NativeThreads:
    def __init__(self, size: int) -> None:
        from gevent.threadpool import ThreadPool

        self._pool = ThreadPool(size)

    def run(self, work: Callable[[], T]) -> T:
        # spawn().get(), never apply(): apply() quietly runs the work in the caller when it is called
        # from another thread. Errors travel as values: the pool prints the ones that are raised in it.
        outcome: Any = self._pool.spawn(_outcome, work).get()
        value, error = outcome
        if error is not None:
            raise error
        return cast(T, value)


def _outcome(work: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    try:
        return work(), None
    except BaseException as error:
        return None, error
