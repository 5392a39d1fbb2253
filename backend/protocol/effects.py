"""What publishing a design will do, counted before it is done: to records, and to phones that hold them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.model import FIELD_TYPES
from backend.protocol.shape import OpenShape, QueryShape, choice, slug, text

EFFECTS = (
    "convert", "require", "unique", "retire", "drop", "compute", "compute_anew", "index", "unindex", "rename",
    "require_when", "demand",
)  # fmt: skip


class Effect(OpenShape):
    """What becomes of the records of an entity where its model changes, at a field or at a choice of it.

    ``records`` are those concerned. Of values that are converted ``looked`` says at how many was looked by
    now, and ``unfit`` how many of these cannot be; of values made unique ``unfit`` are there more than once.
    Where records are asked for something anew, ``unfit`` of those looked at do not meet it.
    """

    kind = choice(*EFFECTS, required=True)
    entity = slug(required=True)
    field = slug(required=True, allow_none=True)
    type = choice(
        *FIELD_TYPES, required=True, allow_none=True, metadata={"description": "what it is from then on"}
    )
    choice = slug(required=True, allow_none=True)
    rule = slug(
        required=True, allow_none=True, metadata={"description": "demand: what must hold of the records"}
    )
    records = fields.Integer(
        required=True, allow_none=True, metadata={"description": "null: that takes too long to count"}
    )
    looked = fields.Integer(required=True)
    unfit = fields.Integer(required=True)
    seconds = fields.Integer(
        required=True, metadata={"description": "for about so long the office works at it beside all else"}
    )


class Download(OpenShape):
    """The records of an entity that each phone which holds them takes anew."""

    entity = slug(required=True)
    records = fields.Integer(required=True)


class AskedRole(OpenShape):
    """The holders of a role who see a workspace that the change is about."""

    id = slug(required=True)
    label = text(200, required=True)
    people = fields.Integer(required=True)


class PhoneEffects(OpenShape):
    """What phones will have to do with it. ``breaking``: nobody is left unasked.

    ``others`` are roles that see other workspaces over the entities that change.
    """

    breaking = fields.Boolean(required=True)
    others = fields.List(fields.Nested(AskedRole), required=True)
    downloads = fields.List(fields.Nested(Download), required=True)
    devices = fields.Integer(
        required=True, metadata={"description": "devices that were here in the last thirty days"}
    )


class PublicationEffects(OpenShape):
    """A part of what publishing will do; ``next`` goes into ``after`` of the following call."""

    effects = fields.List(fields.Nested(Effect), required=True)
    phones = fields.Nested(PhoneEffects, required=True, allow_none=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)


class EffectsQuery(QueryShape):
    """Where to go on counting."""

    after = fields.String(load_default=None, validate=validate.Length(max=200))


class UnfitQuery(QueryShape):
    """The retyped field whose values are asked for."""

    entity = slug(required=True)
    field_ = slug(required=True, data_key="field")


class UnfitValue(OpenShape):
    """A record, and a value of it that cannot be converted, as it stands."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.String(required=True)


class UnfitValues(OpenShape):
    """The first values that cannot be converted, of the records that the designer may read."""

    values = fields.List(fields.Nested(UnfitValue), required=True)
