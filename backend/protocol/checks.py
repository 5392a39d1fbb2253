"""A check: a device and the office count the same records apart, and mend where they differ.

First come sums; of buckets that differ the device says record by record what it holds there, and gets what
makes them equal, as a page of a pull would bring it.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.exchange import Coming, EntityCount, Reply, Request
from backend.protocol.shape import OpenShape, Shape, choice, slug, tag, uuid


class SumsOf(Shape):
    """What a device holds of one entity, as 256 sums of 64 bits: 16 hexadecimal digits each, or empty."""

    entity = slug(required=True)
    sums = fields.String(required=True, validate=validate.Regexp(r"^([0-9a-f]{4096})?$"))


class Verify(Request):
    """A check: is this what I should hold at this cursor? All messages of one check have the same ``run``."""

    type = tag("verify")
    run = uuid(required=True)
    cursor = fields.String(required=True, validate=validate.Length(max=2000))
    why = choice("week", "absence", "suspicion", "asked", required=True)
    entities = fields.List(fields.Nested(SumsOf), required=True, validate=validate.Length(max=40))


class Mend(Request):
    """What a device holds in buckets that differ: all of it, record by record.

    ``versions`` and ``masked`` go with ``records``; a mask is the names of the fields that have a value, and
    ``masked`` says which of the ``masks``.
    """

    type = tag("mend")
    run = uuid(required=True)
    cursor = fields.String(required=True, validate=validate.Length(max=2000))
    entity = slug(required=True)
    buckets = fields.List(
        fields.Integer(validate=validate.Range(min=0, max=255)),
        required=True,
        validate=validate.Length(max=256),
    )
    records = fields.List(uuid(), required=True, validate=validate.Length(max=4000))
    versions = fields.List(fields.Integer(), required=True, validate=validate.Length(max=4000))
    masked = fields.List(
        fields.Integer(validate=validate.Range(min=0)), required=True, validate=validate.Length(max=4000)
    )
    masks = fields.List(fields.List(slug()), required=True, validate=validate.Length(max=4000))


class Differing(OpenShape):
    """The buckets of an entity that are not as they should be, or were not when the office looked."""

    entity = slug(required=True)
    buckets = fields.List(fields.Integer(), required=True)


class Verified(Reply):
    """What differs. ``behind``: nothing was compared, since there is something to be pulled first."""

    type = tag("verified")
    behind = fields.Boolean(required=True)
    differing = fields.List(fields.Nested(Differing), required=True)


class Mended(Coming):
    """What makes buckets equal, to be taken like a last page; the device is at ``cursor`` then.

    ``more``: not all of it fitted, so ask again with what is held now.
    """

    type = tag("mended")
    behind = fields.Boolean(required=True)
    more = fields.Boolean(required=True)
    found = fields.Integer(required=True, metadata={"description": "faults that were found and mended"})
    cursor = fields.String(required=True)
    generation = fields.Integer(required=True)
    head = fields.Integer(required=True)
    counts = fields.List(fields.Nested(EntityCount), required=True)
