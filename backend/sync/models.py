"""The durable answer to every change that a device has sent, and the body of each that was not applied."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class ChangeOutcome(SystemTables):
    """What became of one change; ``body_hash`` binds the answer to what was asked.

    A copied store, a device that begins anew and one that replays what a backup has lost send changes under
    numbers that are not those of the first time: these are known by ``change`` and by what they ask for.
    """

    __tablename__ = "change_outcome"

    device: Mapped[str] = mapped_column(Uuid, ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    change: Mapped[str | None] = mapped_column(Uuid, index=True)
    body_hash: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(Text)
    """The hash of what its author wanted, without what he saw; None: answered before that was noted."""
    outcome: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class RefusedChange(SystemTables):
    """A change that was not applied, kept with its body: refused, or waiting for one that was.

    ``state``: *waiting* (its answer is ``blocked``), *open*, then what became of it: *applied*, *returned* or
    *discarded* by an administrator, or *withdrawn* by its author, who sent it anew or gave it up.
    """

    __tablename__ = "refused_change"
    __table_args__ = (
        UniqueConstraint("device", "number", name="uq_refused_change_device_number"),
        Index("ix_refused_change_state", "state", "id"),
    )

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    device: Mapped[str] = mapped_column(Uuid)
    number: Mapped[int] = mapped_column(BigInteger)
    change: Mapped[str] = mapped_column(Uuid)
    account: Mapped[int] = mapped_column(Integer)
    person: Mapped[str] = mapped_column(Uuid)
    entity: Mapped[str] = mapped_column(Text)
    """Of its first act, as is ``record``."""
    record: Mapped[str] = mapped_column(Uuid)
    body: Mapped[str | None] = mapped_column(Text)
    """As it was loaded, as text: PostgreSQL's own JSON takes no U+0000. None: deeper than can be written."""
    code: Mapped[str] = mapped_column(Text)
    problem: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    for_rights: Mapped[bool] = mapped_column(Boolean)
    """Whether its author lacked a right. He is not told so where the record is hidden from him."""
    state: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    note: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Uuid)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcInstant)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """Of the last attempt of an administrator's to apply it."""


class HeldAct(SystemTables):
    """An act that was not carried out, for what comes behind it: one of a change that waits, or a creation.

    ``makes``: it was to make the record. ``waits``: its change waits. ``fields``: all that it sets; None: it
    concerns the whole record.
    """

    __tablename__ = "held_act"

    device: Mapped[str] = mapped_column(Uuid, ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Uuid, primary_key=True)
    change: Mapped[str] = mapped_column(Uuid)
    makes: Mapped[bool] = mapped_column(Boolean)
    waits: Mapped[bool] = mapped_column(Boolean)
    fields: Mapped[list[str] | None] = mapped_column(JsonDocument)


class DroppedValues(SystemTables):
    """What a change set in fields of a record that there are not any more."""

    __tablename__ = "dropped_values"
    __table_args__ = (Index("ix_dropped_values_at", "at"),)

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text)
    record: Mapped[str] = mapped_column(Uuid)
    dropped: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    change: Mapped[str] = mapped_column(Uuid)
    device: Mapped[str] = mapped_column(Uuid)
    person: Mapped[str] = mapped_column(Uuid)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
