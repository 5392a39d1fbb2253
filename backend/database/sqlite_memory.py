"""SQLite without its count of allocated bytes, which nobody asks for.

For this count every allocation of every connection takes one lock of the whole process: four threads that
write rows as JSON then take twice as long together as one takes alone, instead of a quarter. SQLite's makers
recommend to build it without (https://sqlite.org/compile.html, SQLITE_DEFAULT_MEMSTATUS); the builds of most
systems have it. It can be left out only before anybody has used the library, and Python has no word for it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import sys

_MEMSTATUS = 9
"""SQLITE_CONFIG_MEMSTATUS."""

_log = logging.getLogger(__name__)


def stop_counting() -> bool:
    """Leave the count out, if that is possible still, and say whether; without it all is slower and right."""
    spec = importlib.util.find_spec("_sqlite3")
    # The call takes arguments of any number, which some systems pass in ways that ctypes does not know.
    if sys.platform != "linux" or "_sqlite3" in sys.modules or spec is None or not spec.origin:
        _log.info("SQLite goes on counting its memory: it was in use already, or this is not Linux")
        return False
    try:
        # Through Python's own module, so that it is the library which that one uses.
        return bool(ctypes.CDLL(spec.origin).sqlite3_config(_MEMSTATUS, 0) == 0)
    except (OSError, AttributeError) as error:
        _log.info("SQLite goes on counting its memory: %s", error)
        return False
