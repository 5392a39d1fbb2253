"""Where the table of a sheet begins and ends: the row that names its columns, and a last row of sums.

People put a title and a note above their columns. The headings are the first row that fills at least half of
what the widest row fills, with texts that are mostly not the same, and with rows like it below. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backend.fields.fold import equal_key
from backend.spreadsheets.cells import Cell, text_of
from backend.spreadsheets.written_days import day_of
from backend.spreadsheets.written_numbers import number_of

LOOKED_AT: Final = 20
"""So many filled rows are looked at for headings."""
_SUMS: Final = frozenset(
    (
        "total", "totals", "grand total", "sum", "sums", "summe", "gesamt", "gesamtsumme", "insgesamt",
        "summa", "totalt", "i alt", "sum total", "totaal", "somme", "suma", "yhteensä",
    )
)  # fmt: skip


def heading_among(rows: Sequence[Sequence[Cell]]) -> int:
    """Return which of the first filled rows of a sheet names its columns; where none seems to, the first."""
    filled = [sum(cell is not None for cell in row) for row in rows]
    widest = max(filled, default=0)
    enough = max(widest / 2, min(widest, 2))
    for at, row in enumerate(rows):
        below = filled[at + 1 :]
        if (
            filled[at] >= enough
            and _names(row)
            and below
            and sum(count >= enough for count in below) * 2 >= len(below)
        ):
            return at
    return 0


def is_sum(cells: Sequence[Cell]) -> bool:
    """Tell whether a last row sums up: it begins with such a word, and the rest hold figures."""
    filled = [cell for cell in cells if cell is not None]
    if not filled or not isinstance(filled[0], str):
        return False
    return equal_key(filled[0].rstrip(" :")) in _SUMS and all(_is_figure(cell) for cell in filled[1:])


def _names(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    texts = sum(_is_text(cell) for cell in filled)
    distinct = {equal_key(text_of(cell)) for cell in filled}
    return texts * 2 > len(filled) and len(distinct) * 2 >= len(filled)


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and not _is_number(cell) and day_of(cell, "dmy") is None


def _is_figure(cell: Cell) -> bool:
    return _is_number(cell) or (isinstance(cell, str) and any(map(str.isdecimal, cell)))


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.startswith("=") or any(number_of(cell, mark) for mark in ".,")
    return isinstance(cell, int | float) and not isinstance(cell, bool)
