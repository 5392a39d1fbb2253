"""Text files of rows, as spreadsheet programs write them: comma, semicolon or tab, in one of four encodings.

The encoding is what its first bytes say, else UTF-8, and where that does not fit the whole file Latin-1 as
Windows writes it. The delimiter is the one that parts most of the first lines into equally many cells.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from backend.errors import Invalid
from backend.spreadsheets.cells import Cell, cells_of
from backend.spreadsheets.limits import LONGEST_CELL, MOST_COLUMNS

DELIMITERS: Final = (",", ";", "\t", "|")
_BEGINNING: Final = 64 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORDS: Final = {
    "utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "latin-1": "Latin-1", "cp1252": "Latin-1",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
}  # fmt: skip
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a\x1b")

Row = tuple[int, list[Cell]]
"""A row with its number, from 1."""


class TextFile:
    """A text file whose encoding and delimiter are known."""

    title = ""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        :raises Invalid: ``spreadsheet-not-text``: it is something else, whatever it is called
        """
        self._path = path
        self._encoding = _encoding_of(path)
        self.encoding = _WORDS[self._encoding]
        with self._open() as file:
            beginning = file.read(_BEGINNING)
        self.delimiter = _delimiter_of(beginning)

    def rows(self) -> Iterator[Row]:
        """Yield the rows one by one, empty ones too.

        :raises Invalid: ``spreadsheet-broken-row`` with the row; ``spreadsheet-too-wide``
        """
        # The limit is the process's own and lets quotes that never end not swallow the whole file.
        csv.field_size_limit(LONGEST_CELL + 1000)
        with self._open() as file:
            reader = csv.reader(file, delimiter=self.delimiter)
            number = 0
            try:
                for number, row in enumerate(reader, 1):
                    cells = cells_of(row)
                    if len(cells) > MOST_COLUMNS:
                        raise Invalid("spreadsheet-too-wide", maximum=MOST_COLUMNS)
                    yield number, cells
            except (csv.Error, UnicodeError):
                raise Invalid("spreadsheet-broken-row", row=number + 1) from None

    def _open(self) -> io.TextIOWrapper:
        return self._path.open(encoding=self._encoding, errors="strict", newline="")


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return encoding
    if beginning[1::2].count(0) > len(beginning) // 3:
        return "utf-16-le"
    if beginning[::2].count(0) > len(beginning) // 3:
        return "utf-16-be"
    if sum(byte in _CONTROLS for byte in beginning) > len(beginning) // 500:
        raise Invalid("spreadsheet-not-text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252" if _is_windows(path) else "latin-1"
    return "utf-8"


def _is_windows(path: Path) -> bool:
    """Tell whether Windows' own Latin-1 has a sign for every byte of a file."""
    decoder = codecs.getincrementaldecoder("cp1252")()
    with path.open("rb") as file:
        try:
            while part := file.read(1 << 20):
                decoder.decode(part)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter_of(beginning: str) -> str:
    """Return the delimiter by which most lines have as many cells as the first; a comma where none parts."""
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(beginning), delimiter=delimiter))[:50]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if any(row))
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (count / widths.total(), width)
        if width > 1 and score > most:
            best, most = delimiter, score
    return best
