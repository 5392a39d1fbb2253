"""A file read into rows on the disk, with a guess of what each column holds.

One of the first rows names the columns; those above it are left out, and so is a last row of sums. Two
columns of one name are numbered, one without is called by its letter, and one with nothing in it at all is
left out of the guesses. Rows are read and written one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

from openpyxl.utils import get_column_letter

from backend.errors import Invalid, TooLarge
from backend.fields.fold import equal_key
from backend.metadata.slug import slug_of
from backend.spreadsheets.cells import Cell, shortened, text_of
from backend.spreadsheets.files import ImportFiles
from backend.spreadsheets.guessing import Column
from backend.spreadsheets.headings import LOOKED_AT, heading_among, is_sum
from backend.spreadsheets.limits import MOST_COLUMNS, MOST_ROWS, PREVIEW_ROWS
from backend.spreadsheets.sheets import sheet_of
from backend.spreadsheets.text_files import Row

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
        self._chosen = {"heading": None, "keep_sum": False, "once": False, **files.reading()}
        self._top: list[Row] = []
        self._heading = 0
        self._sum: Row | None = None
        self._seen: set[bytes] = set()
        self._twice = 0
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
        filled = ((number, cells) for number, cells in self._sheet.rows() if cells)
        self._top = list(islice(filled, LOOKED_AT))
        if not self._top:
            return
        at = self._heading_at()
        self._heading, names = self._top[at]
        self._labels = [text_of(cell) for cell in names]
        for number, cells in self._without_sum(chain(self._top[at + 1 :], filled)):
            if self._came_before(cells):
                self._twice += 1
                if self._chosen["once"]:
                    continue
            if self.count == MOST_ROWS:
                raise TooLarge("spreadsheet-too-long", maximum=MOST_ROWS)
            self.count += 1
            self._take(cells)
            yield number, cells

    def _heading_at(self) -> int:
        numbers = [number for number, _ in self._top]
        if self._chosen["heading"] in numbers:
            return numbers.index(self._chosen["heading"])
        return heading_among([cells for _, cells in self._top])

    def _without_sum(self, rows: Iterable[Row]) -> Iterator[Row]:
        last: Row | None = None
        for row in rows:
            if last is not None:
                yield last
            last = row
        if last is not None and len(self._labels) > 1 and is_sum(last[1]):
            self._sum = last
        if last is not None and (self._sum is None or self._chosen["keep_sum"]):
            yield last

    def _came_before(self, cells: list[Cell]) -> bool:
        mark = blake2b(repr(cells).encode(), digest_size=12).digest()
        if mark in self._seen:
            return True
        self._seen.add(mark)
        return False

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
            "heading": self._heading,
            "top": [_shown(row) for row in self._top],
            "sum": _shown(self._sum) if self._sum else None,
            "twice": self._twice,
            "reading": self._chosen,
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
        plain = equal_key(sheet.rstrip("0123456789 ()._-")) in _PLAIN_TITLES
        return (stem if plain else sheet)[:LONGEST_LABEL].replace("_", " ").strip()


_PLAIN_TITLES = frozenset(
    (
        "", "sheet", "worksheet", "blad", "tabelle", "tabellenblatt", "ark", "feuil", "feuille", "hoja",
        "foglio", "planilha", "folha", "taulukko", "list", "arkusz", "data", "daten", "export",
        "query", "result", "results",
    )
)  # fmt: skip
"""What programs call a sheet that nobody has named."""


def _shown(row: Row) -> Document:
    number, cells = row
    return {"row": number, "cells": [shortened(cell) for cell in cells]}


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
