"""The files of an import, in a folder of its own: what came up, and the rows that were read from it.

Rows lie one a line, with their numbers. A place in that file is a byte, so whoever goes on, after a crash or
in another process, goes on from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson

from backend.spreadsheets.cells import Cell, restored, stored


@dataclass(frozen=True)
class SavedRow:
    """A row as it was read: its number in the spreadsheet, its cells, and where the next one begins."""

    number: int
    cells: list[Cell]
    end: int

    def cell(self, column: int) -> Cell:
        """Return a cell; rows end with their last filled one."""
        return self.cells[column] if column < len(self.cells) else None


class ImportFiles:
    """The files of one import."""

    def __init__(self, folder: Path, identity: str) -> None:
        self._folder = folder / identity
        self.upload = self._folder / "upload"
        self._rows = self._folder / "rows"
        self._twice = self._folder / "twice"
        self._reading = self._folder / "reading"

    def received(self) -> int:
        """Return how many bytes have come."""
        return self.upload.stat().st_size if self.upload.exists() else 0

    def put(self, start: int, data: bytes) -> None:
        """Write bytes of the upload where they belong."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.upload, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
            file.seek(start)
            file.write(data)

    def keep_reading(self, reading: Mapping[str, Any]) -> None:
        """Keep what of the upload is to be read."""
        self._reading.write_bytes(orjson.dumps(dict(reading)))

    def reading(self) -> dict[str, Any]:
        """Return what is kept of it; nothing where nobody has chosen."""
        found: dict[str, Any] = orjson.loads(self._reading.read_bytes()) if self._reading.exists() else {}
        return found

    def write_rows(self, rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[int]:
        """Write rows and yield the number of each; what is written is there once all are."""
        written = self._folder / f"rows-{uuid4()}"
        try:
            with written.open("wb") as file:
                for number, cells in rows:
                    file.write(orjson.dumps([number, [stored(cell) for cell in cells]]) + b"\n")
                    yield number
            os.replace(written, self._rows)
        finally:
            written.unlink(missing_ok=True)

    def rows(self, place: int, most: int) -> list[SavedRow]:
        """Read at most so many rows from a place on."""
        found: list[SavedRow] = []
        with self._rows.open("rb") as file:
            file.seek(place)
            for line in file:
                place += len(line)
                number, cells = orjson.loads(line)
                found.append(SavedRow(number, [restored(cell) for cell in cells], place))
                if len(found) == most:
                    break
        return found

    def keep_twice(self, twice: dict[int, int]) -> None:
        """Keep which rows repeat, at which column, what must not come twice."""
        self._twice.write_bytes(orjson.dumps({str(row): column for row, column in twice.items()}))

    def twice(self) -> dict[int, int]:
        """Return row number → column of what comes twice."""
        if not self._twice.exists():
            return {}
        return {int(row): column for row, column in orjson.loads(self._twice.read_bytes()).items()}

    def forget_twice(self) -> None:
        """Let go of what was found out about another plan."""
        self._twice.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove all of them."""
        shutil.rmtree(self._folder, ignore_errors=True)
