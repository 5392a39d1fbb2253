"""Yes and no as they stand in spreadsheets, in the languages that people keep theirs in."""

from __future__ import annotations

from typing import Final

from backend.spreadsheets.cells import Cell

_YES: Final = frozenset(
    ("true", "yes", "y", "ja", "j", "sant", "x", "✓", "✔", "1", "oui", "si", "sí", "kyllä")
)
_NO: Final = frozenset(("false", "no", "n", "nej", "nein", "falskt", "0", "non", "ei", "nei"))


def yes_or_no(cell: Cell) -> bool | None:
    """Read a cell; None for what is neither."""
    if isinstance(cell, bool):
        return cell
    if cell in (0, 1):
        return bool(cell)
    word = cell.strip().casefold() if isinstance(cell, str) else ""
    return True if word in _YES else False if word in _NO else None
