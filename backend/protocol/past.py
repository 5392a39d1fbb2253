"""What the REST interface tells of a record's past, and of the conflicts that wait in it."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.changes import ConflictRow
from backend.protocol.shape import OpenShape, Shape, slug, uuid


class ConflictsPage(OpenShape):
    """A page of open conflicts; it may be short. ``next`` goes into ``after`` of the following call."""

    conflicts = fields.List(fields.Nested(ConflictRow), required=True)
    next = fields.String(load_default=None, allow_none=True)


class ConflictChoice(Shape):
    """Which conflicts of a record are closed, and with what: values, nothing but the office's, or its end."""

    conflicts = fields.List(uuid(), required=True, validate=validate.Length(min=1, max=200))
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), load_default=dict)
    delete = fields.Boolean(load_default=False)


class HistoryEntry(OpenShape):
    """What one write replaced, and what it left out.

    Values are as their fields are now; what was entered before a field changed its type, and is no value of
    it, stands as it was entered.
    """

    version = fields.Integer(required=True)
    at = fields.String(required=True)
    by = fields.String(load_default=None, allow_none=True)
    by_name = fields.String(load_default=None, allow_none=True)
    device = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "by what its author tells his devices apart; null: not from a device"},
    )
    kind = fields.String(required=True)
    old = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    new = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    overruled = fields.Dict(
        keys=slug(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "what its author wanted where a policy left the office's value"},
    )
    disputed = fields.Dict(
        keys=slug(),
        values=fields.Raw(allow_none=True),
        load_default=dict,
        metadata={"description": "what its author wanted and became a conflict"},
    )
    lost = fields.Dict(
        keys=slug(),
        values=fields.List(fields.Raw(allow_none=True)),
        load_default=dict,
        metadata={"description": "what was wanted in the conflicts that this closed, and was not chosen"},
    )


class HistoryPage(OpenShape):
    """A page of the history of a record, newest first; it may be short. ``next`` goes into ``after``."""

    entries = fields.List(fields.Nested(HistoryEntry), required=True)
    next = fields.String(load_default=None, allow_none=True)
