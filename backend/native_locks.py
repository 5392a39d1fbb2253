"""Native locks for what native threads take under gevent, on SQLite.

gevent's locks wake who waits through the hub of the thread that used the lock first. One of the pool's
native threads runs no hub between two pieces of work: whoever waits for it waits for ever, and its
connection with him. What is held for a moment and never across a switch of greenlets may be a native lock:
those of SQLAlchemy's modules, of logging and of the import system.
"""

from __future__ import annotations

import importlib._bootstrap
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from gevent.monkey import get_original

_lock, _rlock, _ident = (get_original("_thread", name) for name in ("allocate_lock", "RLock", "get_ident"))


def use_native_locks() -> None:
    """Call in a worker once gevent has patched, and before anything imports SQLAlchemy."""
    threads = SimpleNamespace(allocate_lock=_lock, RLock=_rlock, get_ident=_ident)
    importlib._bootstrap._thread = threads  # type: ignore[attr-defined]
    logging.Handler.createLock = _create_lock  # type: ignore[assignment,method-assign]
    logging._lock = _rlock()  # type: ignore[attr-defined]
    for reference in logging._handlerList:  # type: ignore[attr-defined]
        if (handler := reference()) is not None:
            handler.createLock()
    with _making_native_locks():
        import sqlalchemy.orm  # noqa: F401


def _create_lock(handler: logging.Handler) -> None:
    handler.lock = _rlock()


@contextmanager
def _making_native_locks() -> Iterator[None]:
    patched = threading.Lock, threading.RLock
    threading.Lock, threading.RLock = _lock, _rlock
    try:
        yield
    finally:
        threading.Lock, threading.RLock = patched
