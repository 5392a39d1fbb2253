"""The tables of accounts, roles, teams' members, sign-ins and devices."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.schema import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class Account(SystemTables):
    """The right of one person to sign in. ``name`` repeats the person's record, for greetings and history."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person: Mapped[str] = mapped_column(Uuid, unique=True)
    email: Mapped[str] = mapped_column(Text)
    email_key: Mapped[str] = mapped_column(Text, unique=True)
    """The e-mail as it is compared: two spellings of one address are one account."""
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, default="en")
    zone: Mapped[str | None] = mapped_column(Text)
    """The IANA name of his time zone; None: the organisation's."""
    password_hash: Mapped[str | None] = mapped_column(Text)
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class Role(SystemTables):
    """A role, as its document (:class:`backend.protocol.metadata.Role`)."""

    __tablename__ = "role"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class AccountRole(SystemTables):
    """One role held by one account."""

    __tablename__ = "account_role"

    account: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(ForeignKey("role.id"), primary_key=True, index=True)


class TeamMember(SystemTables):
    """One person in one team, both by the ids of their records."""

    __tablename__ = "team_member"

    team: Mapped[str] = mapped_column(Uuid, primary_key=True)
    person: Mapped[str] = mapped_column(Uuid, primary_key=True, index=True)


class SignIn(SystemTables):
    """One session of one account. The token itself is known to the browser alone."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    """The SHA-256 of the token."""
    account: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text)
    """The browser profile, from its long-lived cookie."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    last_seen: Mapped[dt.datetime] = mapped_column(UtcInstant, index=True)


class Device(SystemTables):
    """One person in one browser profile, as the sync protocol knows it.

    ``nonce`` and ``next_nonce`` tell a clone from a lost reply; ``effective_key`` is that of the metadata
    which the device last said it works by. Scope sets are the offline feature's own.
    """

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    profile: Mapped[str | None] = mapped_column(Text)
    nonce: Mapped[str | None] = mapped_column(Text)
    next_nonce: Mapped[str | None] = mapped_column(Text)
    next_change: Mapped[int] = mapped_column(BigInteger, default=1)
    protocol_version: Mapped[int] = mapped_column(Integer, default=0)
    expressions_version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    """The newest version of filters and rules that it understands."""
    epoch: Mapped[str | None] = mapped_column(Text)
    """The epoch of the stream in which it was here last; None: before epochs were noted."""
    metadata_version: Mapped[int] = mapped_column(Integer, default=0)
    effective_key: Mapped[str | None] = mapped_column(Text)
    synced_before: Mapped[bool] = mapped_column(Boolean, default=False)
    status: Mapped[str] = mapped_column(Text, default="active")
    created_at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    last_seen: Mapped[dt.datetime] = mapped_column(UtcInstant)


class Organisation(SystemTables):
    """The one organisation of the installation."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(Text)
    """The IANA name of the zone of everyone who has chosen none; None: UTC."""
    experience: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """How people work offline whose roles do not say (the protocol's ``Experience``)."""
