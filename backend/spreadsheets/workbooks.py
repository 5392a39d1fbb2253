"""Workbooks as current spreadsheet programs write them (XLSX), read row by row.

A workbook is a ZIP archive of XML files. What the archive says its parts come to is checked before any is
opened, and nothing more than that is ever unpacked. Formulas are not calculated: what their program showed
last is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from backend.errors import Invalid, TooLarge
from backend.spreadsheets.cells import cells_of
from backend.spreadsheets.hyperlinks import addresses_of, linked
from backend.spreadsheets.limits import MOST_COLUMNS, MOST_ROWS, UNPACKED_BYTES
from backend.spreadsheets.text_files import Row

_BROKEN: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ArithmeticError,
)
"""What the library raises for archives that only look like workbooks."""
_MOST_GAPS: Final = 10_000
"""So many empty rows in a row end a sheet: programs write cells that were formatted and never filled."""


class Workbook:
    """The first sheet of a workbook that has any cells."""

    encoding = ""
    delimiter = ""

    def __init__(self, path: Path) -> None:
        """Look at the archive.

        :raises Invalid: ``spreadsheet-not-a-workbook``
        :raises TooLarge: ``spreadsheet-unpacks-too-large``
        """
        self._path = path
        self.title = ""
        try:
            with zipfile.ZipFile(path) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError):
            raise Invalid("spreadsheet-not-a-workbook") from None
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise Invalid("spreadsheet-not-a-workbook")
        if sum(part.file_size for part in parts) > UNPACKED_BYTES:
            raise TooLarge("spreadsheet-unpacks-too-large", max_bytes=UNPACKED_BYTES)

    def rows(self) -> Iterator[Row]:
        """Yield the rows one by one, empty ones too.

        :raises Invalid: ``spreadsheet-not-a-workbook``; ``spreadsheet-too-wide``
        """
        # As an open file: of a path the library wants to see an ending that it knows.
        with self._path.open("rb") as file:
            try:
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            except _BROKEN:
                raise Invalid("spreadsheet-not-a-workbook") from None
            with closing(book):
                yield from self._rows_of(book)

    def _rows_of(self, book: Any) -> Iterator[Row]:
        for sheet in book.worksheets:
            self.title = sheet.title
            rows = _rows(sheet)
            first = next(rows, None)
            if first is not None:
                yield first
                yield from rows
                return


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows of a sheet up to its last filled one; nothing of an empty sheet."""
    sheet.reset_dimensions()
    gap: list[Row] = []
    try:
        addresses = addresses_of(sheet.parent._archive, sheet._worksheet_path)
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS + _MOST_GAPS)
        for number, values in enumerate(rows, 1):
            cells = cells_of(values)
            if not cells:
                gap.append((number, []))
                if len(gap) >= _MOST_GAPS:
                    return
                continue
            if len(cells) > MOST_COLUMNS:
                raise Invalid("spreadsheet-too-wide", maximum=MOST_COLUMNS)
            yield from gap
            gap.clear()
            yield number, linked(cells, addresses[number]) if number in addresses else cells
    except _BROKEN:
        raise Invalid("spreadsheet-not-a-workbook") from None
