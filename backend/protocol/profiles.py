"""The documents of offline profiles: per entity, which records a device takes along.

As in :mod:`backend.protocol.metadata`, shapes check form only.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.shape import Shape, Tagged, choice, slug, tag, text

DIRECTIONS = ("two_way", "down", "none")

SHORTEST_INTERVAL, LONGEST_INTERVAL = 5, 24 * 60
"""Minutes between two pulls."""


class AllRecords(Shape):
    """Every record that the user may read."""

    kind = tag("all")


class MyRecords(Shape):
    """The records that the user owns."""

    kind = tag("mine")


class MyTeamsRecords(Shape):
    """The records that the user or one of his teams owns."""

    kind = tag("my_teams")


class MyUnitsRecords(Shape):
    """The records whose owner belongs to the user's business unit."""

    kind = tag("my_unit")


class Relation(Shape):
    """A lookup by which records go along: of the entity itself, or of another one (``from``) to it."""

    path = slug(required=True)
    from_ = slug(load_default=None, allow_none=True, data_key="from")


class RelatedRecords(Shape):
    """Only the records that belong to some that are taken along; without a relation none."""

    kind = tag("related")
    by = fields.List(fields.Nested(Relation), load_default=list)


class CustomRecords(Shape):
    """The records that meet a condition, in which ``related`` is a condition like any other."""

    kind = tag("custom")
    condition = fields.Dict(required=True, metadata={"expression": True})


RULES = {
    "all": AllRecords,
    "mine": MyRecords,
    "my_teams": MyTeamsRecords,
    "my_unit": MyUnitsRecords,
    "related": RelatedRecords,
    "custom": CustomRecords,
}


class CarriedField(Shape):
    """A field that a profile takes along; ``down``: it is not changed on the phone."""

    id = slug(required=True)
    direction = choice("two_way", "down", load_default="two_way")


class ProfileEntity(Shape):
    """What an offline profile takes along of one entity: the records that meet any of its rules."""

    id = slug(required=True, metadata={"description": "the entity"})
    rules = fields.List(
        Tagged(RULES, tag="kind", name="Rule"), required=True, validate=validate.Length(min=1, max=20)
    )
    fields_ = fields.List(
        fields.Nested(CarriedField),
        load_default=None,
        allow_none=True,
        data_key="fields",
        metadata={"description": "none given: all of them"},
    )
    files = choice("all", "thumbnail", "none", load_default="thumbnail")
    images = fields.List(
        slug(),
        load_default=None,
        allow_none=True,
        metadata={"description": "image fields whose pictures go along; none given: all of them"},
    )
    direction = choice(*DIRECTIONS, load_default="two_way")
    interval = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(SHORTEST_INTERVAL, LONGEST_INTERVAL),
        metadata={"description": "minutes between two pulls; none given: as soon as there is news"},
    )
    stage = fields.Integer(
        load_default=2, metadata={"description": "1 my work today, 2 the rest, 3 reference data"}
    )


class Profile(Shape):
    """Named rules given to people: per entity, which records a device takes along."""

    id = slug(required=True)
    version = fields.Integer(load_default=0)
    label = text(200, required=True)
    keep_days = fields.Integer(
        load_default=7,
        validate=validate.Range(0, 90),
        metadata={"description": "days for which a phone may keep a copy of what is no longer wanted"},
    )
    entities = fields.List(fields.Nested(ProfileEntity), required=True)
