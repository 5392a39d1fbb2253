"""A backup of the whole database, taken and put back on either kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, Table, insert

from backend.database import Database


class Backup:
    """All rows of all tables as they were at one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: list[tuple[Table, list[dict[str, Any]]]] = database.read(self._take)

    def put_back(self) -> None:
        """Make the database what it was; whatever came since is lost."""
        self._database.write(self._put_back)

    @staticmethod
    def _take(session: Any) -> list[tuple[Table, list[dict[str, Any]]]]:
        there = MetaData()
        there.reflect(session.connection())
        return [
            (table, [dict(row) for row in session.execute(table.select()).mappings()])
            for table in there.sorted_tables
        ]

    def _put_back(self, session: Any) -> None:
        for table, _ in reversed(self._rows):
            session.execute(table.delete())
        for table, rows in self._rows:
            if rows:
                session.execute(insert(table), rows)
