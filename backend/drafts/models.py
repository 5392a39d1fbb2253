"""The tables of drafts and of their photos and files: sealed, each its owner's alone.

A draft that is gone stays as an empty row, so that his other devices learn of it.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.schema import SystemTables
from backend.database.types import Blob, UtcInstant, Uuid


class KeptDraft(SystemTables):
    """One draft of one account; ``sealed`` and ``key`` are None once it is gone."""

    __tablename__ = "kept_draft"
    __table_args__ = (Index("ix_kept_draft_account_sequence", "account", "sequence", unique=True),)

    account: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)
    """Grows with each write to any draft of the account: how far a device has read."""
    key: Mapped[str | None] = mapped_column(Text)
    """The name of the key by which it is sealed."""
    sealed: Mapped[bytes | None] = mapped_column(Blob)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant, index=True)


class KeptDraftFile(SystemTables):
    """One photo or file of a draft; there is none of a draft that is gone."""

    __tablename__ = "kept_draft_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ("account", "draft"), ("kept_draft.account", "kept_draft.id"), ondelete="CASCADE"
        ),
    )

    account: Mapped[int] = mapped_column(primary_key=True)
    draft: Mapped[str] = mapped_column(Uuid, primary_key=True)
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    size: Mapped[int]
    """Bytes before they were sealed."""
    key: Mapped[str] = mapped_column(Text)
    """The name of the key by which it is sealed."""
    sealed: Mapped[bytes] = mapped_column(Blob)
