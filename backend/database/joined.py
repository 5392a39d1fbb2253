"""Many rows of SQLite in one step: their columns as one text, which is taken apart here.

Python's lock is given up and taken again for every row that SQLite steps to. Where threads read at the same
time, each waits for the others as often as it reads rows, which takes longer than the reading does.
"""

from __future__ import annotations

from collections.abc import Sequence

_ROW, COLUMN = b"\x1e", b"\x1f"
"""What stands between rows and between columns: JSON text, ids and numbers hold neither."""


def joined(columns: Sequence[str]) -> str:
    """Return the expression that gives all rows at once; a column without a value is empty there.

    Columns hold ids, numbers or JSON text. Of an ordered subquery with a limit the order stays.
    """
    line = " || char(31) || ".join(f"coalesce({column}, '')" for column in columns)
    return f"CAST(group_concat({line}, char(30)) AS BLOB)"


def joined_rows(found: bytes | None) -> list[bytes]:
    """Return the rows that such an expression gave, each with :data:`COLUMN` between its columns."""
    return found.split(_ROW) if found else []
