"""The organisation's model: its entities, their fields and choices, and what must hold of their records."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.shape import Shape, choice, rule, slug, text

FIELD_TYPES = (
    "text", "multi_line", "integer", "big_integer", "decimal", "money", "yes_no", "date", "date_time",
    "choice", "lookup", "phone", "email", "link", "barcode", "auto_number", "image",
    "file", "signature", "position",
)  # fmt: skip

ACCENTS = (
    "red", "orange", "amber", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "pink", "slate",
)  # fmt: skip
"""Workspace colours; tokens of the same names stand in ``frontend/ui/tokens.css``."""
PLAIN_POLICIES = ("ask", "office", "device")
"""What becomes of a field that two people have changed: somebody chooses, or one of the two wins."""

COMBINING_POLICIES = ("append", "add", "greatest", "least", "union", "lines")
"""Policies that make one value of two; which of them a field may have is its type's to say."""

ENTITY_POLICIES = ("ask", "merge", "office", "device")
"""``merge``: long texts by line, all else asks."""


class Choice(Shape):
    """One value that a choice field may take. A retired choice is kept, shown, and no longer offered."""

    id = slug(required=True)
    label = text(200, required=True)
    colour = choice(*ACCENTS, load_default=None, allow_none=True)
    retired = fields.Boolean(load_default=False)


class Field(Shape):
    """A property of an entity. Which of the optional keys apply is the field type's to say."""

    id = slug(required=True)
    type = choice(*FIELD_TYPES, required=True)
    label = text(200, required=True)
    help = text(1000, load_default=None, allow_none=True)
    required = fields.Boolean(load_default=False)
    unique = fields.Boolean(load_default=False)
    indexed = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "the office keeps an index, since lists sort or filter by it"},
    )
    read_only = fields.Boolean(load_default=False)
    default = fields.Raw(load_default=None, allow_none=True)
    max_length = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 100_000))
    scale = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(0, 10))
    minimum = fields.Raw(load_default=None, allow_none=True)
    maximum = fields.Raw(load_default=None, allow_none=True)
    currency = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=3))
    choices = fields.List(fields.Nested(Choice), load_default=list)
    target = slug(load_default=None, allow_none=True)
    prefix = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    digits = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 12))
    manual = fields.Boolean(
        load_default=False, metadata={"description": "people write an auto-number, not the server"}
    )
    several = fields.Boolean(load_default=False)
    group = slug(
        load_default=None, allow_none=True, metadata={"description": "fields of one group conflict as one"}
    )
    policy = choice(
        *PLAIN_POLICIES,
        *COMBINING_POLICIES,
        load_default=None,
        allow_none=True,
        metadata={"description": "what becomes of two changes of it; none given: as its entity says"},
    )
    computed = rule(
        description="value that is always computed: at the office for good, on a phone until then"
    )
    default_rule = rule(description="value that a new record begins with, before ``default``")
    required_when = rule(description="condition under which it may not be empty")


class Validity(Shape):
    """What must hold of every record of an entity; where it does not, the message is said at a field.

    ``severity`` "error", or none: the record is not accepted. Otherwise it is, and its author is told.
    """

    id = slug(required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})
    message = text(500, required=True)
    field = slug(load_default=None, allow_none=True)
    severity = choice("error", "warning", "information", metadata={"optional": True})


class Entity(Shape):
    """A kind of thing. Its records live in a table of their own.

    ``ownership`` "person": each record has an owner, a person; "organisation": nobody owns it.
    ``built_in`` entities (person, team, business_unit) belong to the product; fields may be added.
    """

    id = slug(required=True)
    label = text(200, required=True)
    plural = text(200, required=True)
    icon = fields.String(load_default="database", validate=validate.Length(max=40))
    ownership = choice("person", "organisation", load_default="organisation")
    title = slug(
        required=True, metadata={"description": "the field that names a record in lookups and titles"}
    )
    fields_ = fields.List(fields.Nested(Field), required=True, data_key="fields")
    built_in = fields.Boolean(load_default=False)
    policy = choice(*ENTITY_POLICIES, load_default="ask")
    validities = fields.List(fields.Nested(Validity), load_default=list)


class Model(Shape):
    """The organisation's entities, with one linear version."""

    version = fields.Integer(load_default=0)
    entities = fields.List(fields.Nested(Entity), required=True)
