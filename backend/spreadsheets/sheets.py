"""What a file is: a workbook, a text file, or nothing that rows can be read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from backend.errors import Invalid
from backend.spreadsheets.text_files import Row, TextFile
from backend.spreadsheets.workbooks import Workbook

_ZIP: Final = b"PK"
_OLD_EXCEL: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""The container of workbooks before 2007, and of those that are locked by a password."""


class Sheet(Protocol):
    """Rows to be read one by one. ``title`` is known once the first has been."""

    title: str
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Yield the rows, empty ones too."""


def sheet_of(path: Path) -> Sheet:
    """Tell by its bytes what a file is, whatever it is called.

    :raises Invalid: ``spreadsheet-empty``, ``spreadsheet-old-excel``, ``spreadsheet-not-a-workbook`` or
        ``spreadsheet-not-text``
    """
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise Invalid("spreadsheet-empty")
    if beginning == _OLD_EXCEL:
        raise Invalid("spreadsheet-old-excel")
    return Workbook(path) if beginning.startswith(_ZIP) else TextFile(path)
