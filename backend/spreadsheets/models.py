"""The tables of imports: each with how it stands, the slices that were written, and what does not fit.

Which records an import made and changed is what history says of the numbers of its slices.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, false

from backend.database.schema import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid

spreadsheet_import = Table(
    "spreadsheet_import",
    SystemTables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("account", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("begun_at", UtcInstant, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unfit", Integer, nullable=False),
    Column("left", Integer, nullable=False),
    Column("emptied", Integer, nullable=False, server_default="0"),
    Column("preview", JsonDocument),
    Column("plan", JsonDocument),
    Column("problem", JsonDocument),
    Index("ix_spreadsheet_import_state", "state"),
)
"""``place``: where in the file of rows it goes on."""

import_slice = Table(
    "import_slice",
    SystemTables.metadata,
    Column("import", Uuid, ForeignKey("spreadsheet_import.id", ondelete="CASCADE"), primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("entity", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
)
"""Rows written in one transaction, as numbers of the stream: those above ``since``, up to ``until``."""

import_problem = Table(
    "import_problem",
    SystemTables.metadata,
    Column("import", Uuid, ForeignKey("spreadsheet_import.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("row", Integer, nullable=False),
    Column("column", Integer),
    Column("value", Text, nullable=False),
    Column("problem", JsonDocument, nullable=False),
    Column("emptied", Boolean, nullable=False, server_default=false()),
)
"""Why a row does not fit, in the order of rows."""
