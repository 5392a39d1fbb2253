"""The durable answer to every change that a device has sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class ChangeOutcome(SystemTables):
    """What became of one change; ``body_hash`` binds the answer to what was asked."""

    __tablename__ = "change_outcome"

    device: Mapped[str] = mapped_column(Uuid, ForeignKey("device.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body_hash: Mapped[str] = mapped_column(Text)
    outcome: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
