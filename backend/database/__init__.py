"""The database: one port for transactions, the column types, the system tables and their migrations."""

# ruff: noqa: E402
from backend.database.sqlite_memory import stop_counting

# Before the first import of sqlite3, and so before everything else here.
stop_counting()

from backend.database.database import Database
from backend.database.schema import SystemTables

__all__ = ["Database", "SystemTables"]
