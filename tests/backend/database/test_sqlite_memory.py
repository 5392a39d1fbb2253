"""SQLite's count of its memory is left out where it can be, and what cannot be left out does no harm."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from tests.house.sources import ROOT

USED = """
    import ctypes, sqlite3, _sqlite3
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE note AS SELECT zeroblob(1000000)")
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_memory_used.restype = ctypes.c_int64
    print(library.sqlite3_memory_used() > 0)
"""


def told(program: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(program)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout


def test_whoever_begins_with_the_database_counts_no_memory_on_linux() -> None:
    counted = told("import backend.database" + textwrap.dedent(USED))

    assert counted.strip() == str(sys.platform != "linux")


def test_whoever_had_sqlite_in_use_before_goes_on_counting() -> None:
    counted = told("import sqlite3\nimport backend.database" + textwrap.dedent(USED))

    assert counted.strip() == "True"
