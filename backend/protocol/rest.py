"""What the REST interface takes and gives beside the documents and messages."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.shape import OpenShape, Shape, slug, text, uuid


class SignIn(Shape):
    """E-mail and password."""

    email = fields.String(required=True, validate=validate.Length(min=1, max=320))
    password = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class SessionState(OpenShape):
    """Who is signed in, and the token that writes carry in ``X-CSRF-Token``."""

    person = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    privileges = fields.List(fields.String(), required=True)
    csrf = fields.String(required=True)
    organisation = fields.String(required=True)


class RecordDocument(OpenShape):
    """One record. ``version`` is also its ETag; a write names it in ``If-Match``."""

    id = uuid(required=True)
    entity = slug(required=True)
    version = fields.Integer(required=True)
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    owner = uuid(load_default=None, allow_none=True)
    modified_at = fields.String(required=True)
    modified_by = uuid(load_default=None, allow_none=True)


class RecordValues(Shape):
    """Values to write. With ``id`` (a UUIDv7) a create under an id of the caller's."""

    id = uuid(load_default=None, allow_none=True)
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)


class RecordPage(OpenShape):
    """A page of a list; ``next`` goes into ``after`` of the following call."""

    records = fields.List(fields.Nested(RecordDocument), required=True)
    next = fields.String(load_default=None, allow_none=True)
    total = fields.Integer(required=True)


class HistoryEntry(OpenShape):
    """What one write replaced."""

    version = fields.Integer(required=True)
    at = fields.String(required=True)
    by = fields.String(load_default=None, allow_none=True)
    by_name = fields.String(load_default=None, allow_none=True)
    kind = fields.String(required=True)
    old = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    new = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)


class BlobState(OpenShape):
    """How much of an upload the server has."""

    blob = uuid(required=True)
    received = fields.Integer(required=True)
    complete = fields.Boolean(required=True)


class WorkspaceSummary(OpenShape):
    """A row of the designer's list."""

    id = slug(required=True)
    title = text(required=True)
    description = text(required=True)
    icon = fields.String(required=True)
    accent = fields.String(required=True)
    published_version = fields.Integer(required=True)
    published_at = fields.String(load_default=None, allow_none=True)
    changed = fields.Boolean(required=True)
    edited_at = fields.String(load_default=None, allow_none=True)


class RoleSummary(OpenShape):
    """A role as the publish dialog offers it."""

    id = slug(required=True)
    label = text(required=True)
    people = fields.Integer(required=True)
