"""The database: one port for transactions, the column types, the system tables and their migrations."""

from backend.database.database import Database
from backend.database.schema import SystemTables

__all__ = ["Database", "SystemTables"]
