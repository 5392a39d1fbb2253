"""What the views of records take beside the documents of the protocol."""

from __future__ import annotations

import re

from marshmallow import fields, validate

from backend.errors import NotFound
from backend.protocol.shape import QueryShape, Shape

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def record_id(part: str) -> str:
    """Return the id of a record or blob that stands in an address.

    :raises NotFound: ``not-found``, for what is no id
    """
    if not _UUID.fullmatch(part):
        raise NotFound("not-found")
    return part


class ListQuery(QueryShape):
    """Which records of an entity, in what order. ``filter`` is a JSON tree."""

    after = fields.String(load_default=None, validate=validate.Length(max=6000))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    search = fields.String(load_default=None, validate=validate.Length(max=200))
    sort = fields.String(load_default=None, validate=validate.Length(max=61))
    # The whole address takes 8,190 bytes (backend/gunicorn_settings.py), the filter percent-encoded.
    filter = fields.String(
        load_default=None,
        validate=validate.Length(max=8000),
        metadata={"description": "A JSON tree. The address with it takes at most 8190 bytes."},
    )


class PageQuery(QueryShape):
    """Which page of a list."""

    after = fields.String(load_default=None, validate=validate.Length(max=200))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ConflictQuery(PageQuery):
    """Of one entity, or of all."""

    entity = fields.String(load_default=None)


class StepComment(Shape):
    """What the person says to a step that he runs."""

    comment = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=10_000))
