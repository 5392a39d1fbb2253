"""Under gevent, what native threads lock is locked natively: nobody waits for a hub that does not run."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.sources import ROOT

AS_IN_A_WORKER = """
from gevent.monkey import get_original, patch_all

patch_all()

from backend.native_locks import use_native_locks

use_native_locks()

import importlib._bootstrap
import logging
import threading

from sqlalchemy.orm.mapper import _CONFIGURE_MUTEX

locks = {
    "a handler of logging": logging.StreamHandler().lock,
    "logging itself": logging._lock,
    "the import of a module": importlib._bootstrap._thread.allocate_lock(),
    "the mappers of SQLAlchemy": _CONFIGURE_MUTEX,
    "what is made later": threading.Lock(),
}
native = type(get_original("_thread", "allocate_lock")()), get_original("_thread", "RLock")
for name, lock in locks.items():
    print(f"{name}: {'native' if isinstance(lock, native) else 'gevent'}")
"""


@pytest.mark.invariant(32)
def test_only_what_is_held_for_a_moment_is_locked_natively() -> None:
    command = [sys.executable, "-c", AS_IN_A_WORKER]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    assert dict(line.split(": ") for line in done.stdout.splitlines()) == {
        "a handler of logging": "native",
        "logging itself": "native",
        "the import of a module": "native",
        "the mappers of SQLAlchemy": "native",
        "what is made later": "gevent",
    }
