"""The tables of what people wish to have offline: filters, and the records that they opened lately.

What they pin and follow stands in ``kept``, which is written by changes
(:mod:`backend.records.models`). Every write to the filters moves the wish version
(:func:`backend.metadata.assignments.wishes_moved`); recent records touch the records themselves.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.schema import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class OrganisationFilter(SystemTables):
    """An administrator's filter: ``system`` applies to all, ``template`` is what people begin with."""

    __tablename__ = "organisation_filter"

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    entity: Mapped[str] = mapped_column(Text)
    label: Mapped[dict[str, str]] = mapped_column(JsonDocument)
    condition: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    active: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class PersonalFilter(SystemTables):
    """A filter of one person; ``template`` is the organisation's filter that it was copied from."""

    __tablename__ = "personal_filter"

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    person: Mapped[str] = mapped_column(Uuid, index=True)
    entity: Mapped[str] = mapped_column(Text)
    label: Mapped[dict[str, str]] = mapped_column(JsonDocument)
    condition: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    active: Mapped[bool] = mapped_column(Boolean)
    template: Mapped[str | None] = mapped_column(Uuid)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class FilterOwner(SystemTables):
    """A person who has filters of his own, perhaps none; everyone else has the organisation's templates."""

    __tablename__ = "filter_owner"

    person: Mapped[str] = mapped_column(Uuid, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class RecentRecord(SystemTables):
    """A record that a person opened on a device, and when he did so last."""

    __tablename__ = "recent_record"
    __table_args__ = (Index("ix_recent_record_person_entity", "person", "entity"),)

    device: Mapped[str] = mapped_column(Uuid, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Uuid, primary_key=True)
    person: Mapped[str] = mapped_column(Uuid)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant, index=True)
