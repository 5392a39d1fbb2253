"""The tables of what each device holds: one row a device, sets of record numbers, and small differences.

A generation is one complete pull. What a generation holds of an entity is the newest ``scope_set`` up to it,
with the signs of the ``scope_row`` that came since; numbers of generations are never used twice.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import SystemTables
from backend.database.types import Blob, Uuid


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


class ScopeSet(SystemTables):
    """All records of one entity that a device holds, as a roaring bitmap of their ``rid``."""

    __tablename__ = "scope_set"

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    rids: Mapped[bytes] = mapped_column(Blob)
    count: Mapped[int] = mapped_column(Integer)


class ScopeRow(SystemTables):
    """One record that a generation speaks of.

    ``sign``: +1 it joins, −1 it leaves, 0 it was named and in the end nothing changed.
    """

    __tablename__ = "scope_row"

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    rid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sign: Mapped[int] = mapped_column(SmallInteger)
