"""Words by which people say in a cell that there is nothing in it.

Where a text can stand, such a word is a text. It is empty where it is no value: among numbers, days and the
like.
"""

from __future__ import annotations

from typing import Final

from backend.spreadsheets.cells import Cell

_LONGEST: Final = 9
_WORDS: Final = frozenset(
    (
        "n/a", "n.a.", "n. a.", "na", "#n/a", "none", "null", "nil", "nan", "unknown", "missing", "tbd",
        "-", "--", "---", "–", "—", "?", "??", "???", ".", "…", "...",
        "saknas", "okänd", "okänt", "ingen", "inget", "e/t",
        "k.a.", "k. a.", "k.a", "unbekannt", "keine", "keiner", "ukendt", "ukjent", "inconnu", "aucun",
    )
)  # fmt: skip


def says_nothing(cell: Cell) -> bool:
    """Tell whether a cell says that there is nothing."""
    return isinstance(cell, str) and len(cell) <= _LONGEST and cell.lower() in _WORDS
