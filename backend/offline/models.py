"""The tables of what each device holds: one row a device, sets of record numbers, and small differences.

A generation is one complete pull. What a generation holds of an entity is the newest ``scope_set`` up to it,
with the signs of the ``scope_row`` that came since; numbers of generations are never used twice. A device
holds records in full, and of others a trace: the label, and perhaps a frozen copy.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import SystemTables
from backend.database.types import Blob, JsonDocument, Uuid

FULL: Final = "full"
TRACE: Final = "trace"


class ScopeState(SystemTables):
    """Which generations of a device there are: the one it has, and the one that is on its way."""

    __tablename__ = "scope_state"

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    acknowledged: Mapped[int] = mapped_column(Integer)
    """The newest generation of which a cursor has come back; 0: none."""
    pending: Mapped[int] = mapped_column(Integer)
    """The generation that was sent and not presented yet; 0: none."""
    last: Mapped[int] = mapped_column(Integer)
    """The highest number given out."""
    acknowledged_ledger: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Entity → how many records the generation holds of it, and how its rows were masked."""
    pending_ledger: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class ScopeSet(SystemTables):
    """All records of one entity that a device holds in one way, as a roaring bitmap of their ``rid``."""

    __tablename__ = "scope_set"

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    holding: Mapped[str] = mapped_column(Text, primary_key=True)
    """full or trace"""
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    rids: Mapped[bytes] = mapped_column(Blob)
    """Or, of a generation on its way, their difference from those of the acknowledged one."""


class ScopeRow(SystemTables):
    """One record that a generation speaks of.

    ``sign``: +1 it joins, −1 it leaves, 0 it was named and in the end nothing changed.
    """

    __tablename__ = "scope_row"

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    holding: Mapped[str] = mapped_column(Text, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    rid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sign: Mapped[int] = mapped_column(SmallInteger)


class ScopeMark(SystemTables):
    """The number below which the stream alone does not tell who holds the records of an entity.

    Set when one change moves more of them in and out of scopes than are touched one by one: a device whose
    cursor is older compares whole sets.
    """

    __tablename__ = "scope_mark"

    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
