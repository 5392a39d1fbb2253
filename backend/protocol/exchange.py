"""What requests and replies are made of: their numbers, and what brings records and takes them away."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.changes import ConflictRow
from backend.protocol.shape import OpenShape, Shape, choice, slug, uuid


class Request(Shape):
    """What every request has: a number of its sender's, given back in the reply."""

    id = fields.Integer(required=True, validate=validate.Range(min=0))
    device = uuid(required=True)


class Reply(OpenShape):
    """What every reply has."""

    id = fields.Integer(required=True)


class Row(fields.Tuple):
    """A record as it comes down: id, version, values (only fields that have one).

    Reserved among the values: ``owner``, and ``shared``, what the record is shared with the user for.
    """

    def __init__(self) -> None:
        super().__init__(
            (
                fields.String(),
                fields.Integer(),
                fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)),
            )
        )


class Put(OpenShape):
    """Records of one entity, new or newer."""

    entity = slug(required=True)
    rows = fields.List(Row(), required=True)


class Stubs(OpenShape):
    """Records that the device knows by their label only: others point at them, or they have left."""

    entity = slug(required=True)
    labels = fields.Dict(
        keys=uuid(), values=fields.String(), required=True, metadata={"description": "by id"}
    )


class Mask(OpenShape):
    """From here on rows of the entity hold these fields only: the others go, wherever they are kept."""

    entity = slug(required=True)
    fields_ = fields.List(slug(), required=True, data_key="fields")


class Out(OpenShape):
    """Records that leave the device.

    ``left``: still readable, no longer wanted; the label stays, and a frozen copy may, for a while.
    ``lost``: deleted or no longer readable; every trace goes.
    """

    entity = slug(required=True)
    why = choice("left", "lost", required=True)
    records = fields.List(uuid(), required=True)


class Coming(Reply):
    """What a page of a pull brings, to be taken in this order: masks, records, what leaves, labels.

    With a record come the conflicts that are open on it and the user's to see, on this page or a later one;
    what others disagree on and does not come with it goes.
    """

    masks = fields.List(fields.Nested(Mask), load_default=list)
    put = fields.List(fields.Nested(Put), required=True)
    stubs = fields.List(fields.Nested(Stubs), load_default=list)
    out = fields.List(fields.Nested(Out), required=True)
    conflicts = fields.List(fields.Nested(ConflictRow), required=True)


class EntityCount(OpenShape):
    """How many records of an entity the device now holds."""

    entity = slug(required=True)
    count = fields.Integer(required=True)
