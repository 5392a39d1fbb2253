"""The physical names of entity tables and their columns, derived from ids that never change.

PostgreSQL cuts a name after 63 bytes without a word; a name that would be longer ends in a hash of all
of it instead.
"""

from __future__ import annotations

import hashlib

LONGEST = 63


def table_name(entity: str) -> str:
    """Return the table of an entity."""
    return _fit(f"e_{entity}")


def value_column(field: str, suffix: str = "") -> str:
    """Return the column that holds a field's value, or the part of it that ``suffix`` names.

    Of a retyped field the suffix begins with what its columns end in.
    """
    return _fit(f"f_{field}{suffix}")


def search_column(field: str, end: str = "") -> str:
    """Return the shadow column with the search key."""
    return _fit(f"s_{field}{end}")


def equal_column(field: str, end: str = "") -> str:
    """Return the shadow column with the equal key, which is unique where the field is."""
    return _fit(f"u_{field}{end}")


def index_name(table: str, column: str, *, unique: bool = False) -> str:
    """Return the name of a column's index."""
    return _fit(f"{'uq' if unique else 'ix'}_{table}_{column}")


def _fit(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
