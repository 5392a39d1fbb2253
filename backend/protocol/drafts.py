"""Drafts that follow their writer to his other devices. What stands in one is for his phones alone."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.shape import OpenShape, QueryShape, Shape


class DraftsAsked(QueryShape):
    """After which write a device asks."""

    since = fields.Integer(load_default=0, validate=validate.Range(min=0))


class DraftWrite(Shape):
    """A draft as its phone keeps it."""

    content = fields.Dict(required=True)


class KeptDraft(OpenShape):
    """A draft as the office keeps it; without content where it is gone or cannot be opened any more."""

    id = fields.String(required=True)
    revision = fields.Integer(required=True)
    sequence = fields.Integer(required=True)
    gone = fields.Boolean(required=True)
    content = fields.Dict(required=True, allow_none=True)


class DraftPage(OpenShape):
    """What was written since, and how far that is."""

    sequence = fields.Integer(required=True)
    drafts = fields.List(fields.Nested(KeptDraft), required=True)
