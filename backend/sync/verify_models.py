"""The table of checks: what came out when a device and the office counted the same records apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class DeviceCheck(SystemTables):
    """One check of one device. The newest few of each are kept."""

    __tablename__ = "device_check"

    device: Mapped[str] = mapped_column(Uuid, ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    run: Mapped[str] = mapped_column(Uuid, primary_key=True)
    """Made up by the device, the same in all messages of one check."""
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    why: Mapped[str] = mapped_column(Text)
    """week, absence, suspicion or asked"""
    head: Mapped[int] = mapped_column(BigInteger)
    records: Mapped[int] = mapped_column(BigInteger)
    """How many the office counted."""
    differing: Mapped[int] = mapped_column(Integer)
    """How many buckets were not equal at first sight; records on their way are among the reasons."""
    mended: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    """Entity → what was wrong with how many of its records."""
