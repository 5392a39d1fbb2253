"""Devices, as those who run the office see them: what each goes by, and what came of its checks."""

from __future__ import annotations

from marshmallow import fields

from backend.protocol.shape import OpenShape, choice, slug, uuid


class FaultsFound(OpenShape):
    """So many records of an entity that a check had to mend.

    missing, stale, or with other fields than the device may have; surplus: not to be there; set: the device
    was right, and what the office kept of it was not.
    """

    entity = slug(required=True)
    why = choice("missing", "stale", "fields", "surplus", "set", required=True)
    count = fields.Integer(required=True)


class DeviceCheck(OpenShape):
    """A check: a device and the office counted the same records apart."""

    at = fields.String(required=True)
    why = choice("week", "absence", "suspicion", "asked", required=True)
    records = fields.Integer(required=True)
    mended = fields.List(
        fields.Nested(FaultsFound),
        required=True,
        metadata={"description": "empty: everything was the same"},
    )


class DeviceState(OpenShape):
    """One of a person's devices, as it was when it last said hello."""

    id = uuid(required=True)
    created_at = fields.String(required=True)
    last_seen = fields.String(required=True)
    protocol_version = fields.Integer(required=True)
    metadata_version = fields.Integer(required=True, metadata={"description": "0: none yet"})
    expressions_version = fields.Integer(required=True)
    lacking = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "operators in its user's workspaces that its app does not understand"},
    )
    checks = fields.List(
        fields.Nested(DeviceCheck), required=True, metadata={"description": "the newest first"}
    )
