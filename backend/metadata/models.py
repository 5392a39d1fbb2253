"""The tables of designs, of their edits, and of everything published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database.schema import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid


class ModelVersion(SystemTables):
    """The model as it was published; ``retired`` are the addresses of nodes that are never used again."""

    __tablename__ = "model_version"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    retired: Mapped[list[str]] = mapped_column(JsonDocument)
    steps: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDocument)
    """What happened since the version before (:mod:`backend.metadata.versions`); None: not noted."""
    columns: Mapped[dict[str, dict[str, str]] | None] = mapped_column(JsonDocument)
    """Entity → retyped field → what its columns end in."""


class WorkspaceVersion(SystemTables):
    """A workspace as it was published."""

    __tablename__ = "workspace_version"

    workspace: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    retired: Mapped[list[str]] = mapped_column(JsonDocument)


class ProfileVersion(SystemTables):
    """An offline profile as it was published."""

    __tablename__ = "profile_version"

    profile: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)


class Publication(SystemTables):
    """One metadata version: which version of each part it consists of, and what was told about it."""

    __tablename__ = "publication"

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(Uuid, unique=True)
    """Tells this publication from one that took the same number and was rolled back."""
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    by: Mapped[str] = mapped_column(Uuid)
    by_name: Mapped[str] = mapped_column(Text)
    workspace: Mapped[str | None] = mapped_column(Text)
    """The workspace that was published; None for roles, profiles, and the product's own entities."""
    note: Mapped[dict[str, str]] = mapped_column(JsonDocument)
    urgency: Mapped[str] = mapped_column(Text)
    model: Mapped[int] = mapped_column(ForeignKey("model_version.version"))
    workspaces: Mapped[dict[str, int]] = mapped_column(JsonDocument)
    profiles: Mapped[dict[str, int]] = mapped_column(JsonDocument)


class ProfileDesign(SystemTables):
    """An offline profile being designed; there is none while the published one has not been edited."""

    __tablename__ = "profile_design"

    profile: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    revision: Mapped[int] = mapped_column(Integer)
    edited_at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    edited_by: Mapped[str] = mapped_column(Uuid)


class ProfileAssignment(SystemTables):
    """One profile given to everyone, to the holders of a role, to a team, or to a person."""

    __tablename__ = "profile_assignment"

    profile: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    """everyone, role, team or person"""
    target: Mapped[str] = mapped_column(Text, primary_key=True)
    """The role, team or person by id; empty for everyone."""


class WishVersion(SystemTables):
    """One row: the mark of what people and the organisation wish to have offline.

    Every write to assignments and filters gives it a new value that never comes again, so that what was
    read under a mark may be remembered by it, a transaction that is rolled back included.
    """

    __tablename__ = "wish_version"

    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(Uuid)


class Design(SystemTables):
    """A workspace being designed, as its designer wrote it."""

    __tablename__ = "design"

    workspace: Mapped[str] = mapped_column(Text, primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    revision: Mapped[int] = mapped_column(Integer)
    edited_at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    edited_by: Mapped[str] = mapped_column(Uuid)


class ModelDesign(SystemTables):
    """The one design of the model, beside all workspaces being designed."""

    __tablename__ = "model_design"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]] = mapped_column(JsonDocument)
    revision: Mapped[int] = mapped_column(Integer)


class DesignEdit(SystemTables):
    """An edit that was made, so that a repeat of it does nothing."""

    __tablename__ = "design_edit"

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    workspace: Mapped[str] = mapped_column(Text, index=True)
    edited: Mapped[str] = mapped_column(Text)
    """workspace or model"""
    label: Mapped[str] = mapped_column(Text)
    patches: Mapped[list[dict[str, Any]]] = mapped_column(JsonDocument)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
    by: Mapped[str] = mapped_column(Uuid)


class RuleFailure(SystemTables):
    """A rule that failed while it ran, as it read then, and the record that it failed on last."""

    __tablename__ = "rule_failure"

    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    rule: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    reason: Mapped[str] = mapped_column(Text)
    record: Mapped[str] = mapped_column(Uuid)
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)


class DesignPresence(SystemTables):
    """A tab of a browser that has a design open; the newest of many, as it says again and again."""

    __tablename__ = "design_presence"

    tab: Mapped[str] = mapped_column(Uuid, primary_key=True)
    workspace: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[dict[str, Any] | None] = mapped_column(JsonDocument)
    """Document and path of what is selected there."""
    at: Mapped[dt.datetime] = mapped_column(UtcInstant)
