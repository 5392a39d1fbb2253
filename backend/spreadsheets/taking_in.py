"""A file read into rows on the disk, with a guess of what each column holds.

The first filled row names the columns. Two of one name are numbered, one without is called by its letter,
and one with nothing in it at all is left out of the guesses. Rows are read and written one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter

from backend.errors import Invalid, TooLarge
from backend.fields.fold import equal_key
from backend.metadata.slug import slug_of
from backend.spreadsheets.cells import Cell, shortened, text_of
from backend.spreadsheets.files import ImportFiles
from backend.spreadsheets.guessing import Column
from backend.spreadsheets.limits import MOST_COLUMNS, MOST_ROWS, PREVIEW_ROWS
from backend.spreadsheets.sheets import sheet_of

LONGEST_LABEL = 200
_NOT_FOR_FIELDS = ("id", "version", "owner", "shared")

Document = dict[str, Any]


class Reading:
    """A file while it is read; iterate :meth:`steps` to its end, then ask for :meth:`preview`."""

    def __init__(self, files: ImportFiles, name: str) -> None:
        """Look at the file.

        :raises Invalid: it is no spreadsheet
        """
        self._files, self._name = files, name
        self._sheet = sheet_of(files.upload)
        self._labels: list[str] = []
        self._columns: list[Column] = []
        self._first: list[list[str]] = []
        self.count = 0

    def steps(self) -> Iterator[int]:
        """Read row after row, yielding the number of each.

        :raises Invalid: what is wrong with the file; ``spreadsheet-empty``
        :raises TooLarge: ``spreadsheet-too-long``
        """
        yield from self._files.write_rows(self._rows())
        if not self._labels:
            raise Invalid("spreadsheet-empty")

    def _rows(self) -> Iterator[tuple[int, list[Cell]]]:
        for number, cells in self._sheet.rows():
            if not cells:
                continue
            if not self._labels:
                self._labels = [text_of(cell) for cell in cells]
                continue
            if self.count == MOST_ROWS:
                raise TooLarge("spreadsheet-too-long", maximum=MOST_ROWS)
            self.count += 1
            self._take(cells)
            yield number, cells

    def _take(self, cells: list[Cell]) -> None:
        for at in range(len(self._columns), len(cells)):
            self._columns.append(Column(""))
            self._labels += [""] * (at + 1 - len(self._labels))
        for column, cell in zip(self._columns, cells, strict=False):
            column.take(cell)
        if len(self._first) < PREVIEW_ROWS:
            self._first.append([shortened(cell) for cell in cells])

    def preview(self) -> Document:
        """Return what was read, as the protocol's ``SheetPreview``."""
        labels = _told_apart(self._labels[:MOST_COLUMNS])
        taken: set[str] = set(_NOT_FOR_FIELDS)
        guesses = []
        for number, label in enumerate(labels):
            column = self._columns[number] if number < len(self._columns) else Column("")
            if not self._labels[number].strip() and not column.filled:
                continue
            column.label = label
            identity = slug_of(label, taken, otherwise="column")
            taken.add(identity)
            guesses.append({"column": number, "id": identity, **column.guess(self.count)})
        width = len(labels)
        return {
            "title": self._title(),
            "encoding": self._sheet.encoding,
            "delimiter": self._sheet.delimiter,
            "columns": guesses,
            "rows": [row[:width] + [""] * (width - len(row)) for row in self._first],
        }

    def distinct(self) -> dict[int, dict[str, str]]:
        """Return the texts of those columns that have few enough, by equal key: they may name records."""
        return {
            number: column.distinct
            for number, column in enumerate(self._columns)
            if column.distinct and column.filled > len(column.distinct) > 1
        }

    def _title(self) -> str:
        stem = self._name.rpartition(".")[0] or self._name
        sheet = self._sheet.title
        plain = not sheet or equal_key(sheet.rstrip("0123456789 ")) in _PLAIN_TITLES
        return (stem if plain else sheet)[:LONGEST_LABEL].replace("_", " ").strip()


_PLAIN_TITLES = frozenset({"sheet", "blad", "tabelle", "ark", "feuil", "hoja", "taulukko"})
"""What programs call a sheet that nobody has named."""


def _told_apart(labels: list[str]) -> list[str]:
    found: list[str] = []
    taken: set[str] = set()
    for number, label in enumerate(labels, 1):
        plain = " ".join(label.split())[:LONGEST_LABEL]
        name = plain or f"Column {get_column_letter(number)}"
        again = 1
        while equal_key(name) in taken:
            again += 1
            name = f"{plain[: LONGEST_LABEL - 8]} {again}"
        taken.add(equal_key(name))
        found.append(name)
    return found
