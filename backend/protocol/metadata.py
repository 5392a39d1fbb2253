"""The documents that a designer makes: the model, workspaces, roles; and what a device gets of them.

One node, one ``id``: short, readable, unique among its siblings, never changed. A
workspace is edited by patches that address nodes by these ids, so every list here
holds nodes that carry one. Labels are texts in several languages.

Shapes check form only. That ids refer to something is checked by
``backend.metadata.checks``, which names the place.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.profiles import Profile
from backend.protocol.shape import Shape, Tagged, choice, slug, tag, text

FIELD_TYPES = (
    "text", "multi_line", "integer", "decimal", "money", "yes_no", "date", "date_time",
    "choice", "lookup", "phone", "email", "link", "auto_number", "image",
)  # fmt: skip

ACCENTS = (
    "red", "orange", "amber", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "pink", "slate",
)  # fmt: skip
"""Workspace colours; tokens of the same names stand in ``frontend/ui/tokens.css``."""

OPERATIONS = ("read", "create", "edit", "delete", "assign", "share")

DEPTHS = ("none", "own", "team", "unit", "unit_and_below", "all")
"""How far an operation reaches, each depth with those before it: my records, my teams', my unit's…"""

PRIVILEGES = ("use_app", "go_offline", "design", "administer", "read_profiles", "review")

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


class Model(Shape):
    """The organisation's entities, with one linear version."""

    version = fields.Integer(load_default=0)
    entities = fields.List(fields.Nested(Entity), required=True)


class Sort(Shape):
    """An order of records by one field."""

    field = slug(required=True)
    descending = fields.Boolean(load_default=False)


class View(Shape):
    """A chip above a list: a label and the condition that it narrows the list by (none: all)."""

    id = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(load_default=None, allow_none=True, metadata={"expression": True})


class ListBlock(Shape):
    """Rows of an entity. With ``parent`` (a lookup field of the entity) the rows of the record on show.

    ``title``, ``subtitle``, ``figure``, ``badge`` and ``search`` are field paths: a field, or one through
    a lookup (``customer.name``). ``inline`` lists stand inside a detail page; others fill their page.
    """

    id = slug(required=True)
    type = tag("list")
    entity = slug(required=True)
    label = text(200, load_default=None, allow_none=True)
    parent = slug(load_default=None, allow_none=True)
    title = fields.String(required=True)
    subtitle = fields.List(fields.String(), load_default=list)
    figure = fields.String(load_default=None, allow_none=True)
    badge = fields.String(load_default=None, allow_none=True)
    image = fields.String(load_default=None, allow_none=True)
    search = fields.List(fields.String(), load_default=list)
    sort = fields.Nested(Sort, load_default=None, allow_none=True)
    views = fields.List(fields.Nested(View), load_default=list)
    condition = fields.Dict(load_default=None, allow_none=True, metadata={"expression": True})
    detail = slug(
        load_default=None, allow_none=True, metadata={"description": "page that a tap on a row opens"}
    )
    empty = text(500, load_default=None, allow_none=True)


class ShownField(Shape):
    """A field placed on a detail page or a form. ``field`` is a path: of the entity, or through a lookup."""

    id = slug(required=True)
    field = fields.String(required=True)
    label = text(200, load_default=None, allow_none=True)
    help = text(1000, load_default=None, allow_none=True)
    required = fields.Boolean(load_default=None, allow_none=True)
    read_only = fields.Boolean(load_default=None, allow_none=True)
    page = slug(
        load_default=None, allow_none=True, metadata={"description": "detail page that a lookup links to"}
    )


class FieldsBlock(Shape):
    """A group of fields, in their order, under an optional heading."""

    id = slug(required=True)
    type = tag("fields")
    label = text(200, load_default=None, allow_none=True)
    fields_ = fields.List(fields.Nested(ShownField), required=True, data_key="fields")


class LinkBlock(Shape):
    """A row that opens another page, for the record on show when that page's list has a ``parent``."""

    id = slug(required=True)
    type = tag("link")
    label = text(200, load_default=None, allow_none=True)
    page = slug(required=True)
    count = fields.Boolean(load_default=True)


BLOCKS = {"list": ListBlock, "fields": FieldsBlock, "link": LinkBlock}


class Page(Shape):
    """One screen. A list page shows records of ``entity``; a detail page shows one of them."""

    id = slug(required=True)
    kind = choice("list", "detail", required=True)
    entity = slug(required=True)
    title = text(200, required=True)
    icon = fields.String(load_default=None, allow_none=True)
    hidden = fields.Boolean(
        load_default=False, metadata={"description": "not on the landing page of the workspace"}
    )
    blocks = fields.List(Tagged(BLOCKS, name="Block"), required=True)
    actions = fields.List(slug(), load_default=list)


class Setting(Shape):
    """What a step puts into a field: a constant, the comment that the user gave, who, when."""

    id = slug(required=True)
    field = slug(required=True)
    to = choice("value", "comment", "me", "now", required=True)
    value = fields.Raw(load_default=None, allow_none=True)


class When(Shape):
    """The one condition of a step: the choice field holds one of these choices."""

    field = slug(required=True)
    one_of = fields.List(slug(), required=True, validate=validate.Length(min=1))


class Action(Shape):
    """Something a user may do to records of one entity.

    create and edit open a form of ``fields``; delete asks, then removes; step is a business step: it sets
    fields by ``settings``, allowed only ``when``, and asks for a comment if ``comment`` says so.
    """

    id = slug(required=True)
    kind = choice("create", "edit", "delete", "step", required=True)
    entity = slug(required=True)
    label = text(200, required=True)
    icon = fields.String(load_default=None, allow_none=True)
    tone = choice("normal", "positive", "danger", load_default="normal")
    fields_ = fields.List(fields.Nested(ShownField), load_default=list, data_key="fields")
    settings = fields.List(fields.Nested(Setting), load_default=list)
    when = fields.Nested(When, load_default=None, allow_none=True)
    comment = choice("none", "optional", "required", load_default="none")
    confirm = text(500, load_default=None, allow_none=True)
    quick = fields.Boolean(
        load_default=False, metadata={"description": "offered on the landing page as well"}
    )
    next = slug(
        load_default=None, allow_none=True, metadata={"description": "detail page shown after create"}
    )


class Workspace(Shape):
    """One application made in the designer."""

    id = slug(required=True)
    version = fields.Integer(load_default=0)
    title = text(200, required=True)
    description = text(2000, load_default=dict)
    icon = fields.String(required=True, validate=validate.Length(max=40))
    accent = choice(*ACCENTS, required=True)
    model_version = fields.Integer(load_default=0)
    pages = fields.List(fields.Nested(Page), required=True)
    actions = fields.List(fields.Nested(Action), load_default=list)


class EntityRights(Shape):
    """What a role may do to the records of one entity, how far, and the fields that it is kept from."""

    read = choice(*DEPTHS, load_default="none")
    create = choice(*DEPTHS, load_default="none")
    edit = choice(*DEPTHS, load_default="none")
    delete = choice(*DEPTHS, load_default="none")
    assign = choice(*DEPTHS, load_default="none")
    share = choice(*DEPTHS, load_default="none")
    hidden = fields.List(slug(), load_default=list)
    read_only = fields.List(slug(), load_default=list)


class Role(Shape):
    """What its holders may do: per entity the operations and their depths, workspaces, privileges."""

    id = slug(required=True)
    label = text(200, required=True)
    entities = fields.Dict(keys=slug(), values=fields.Nested(EntityRights), load_default=dict)
    workspaces = fields.List(slug(), load_default=list)
    privileges = fields.List(choice(*PRIVILEGES), load_default=list)


class Person(Shape):
    """The person a device belongs to, as far as the phone shows him."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    language = fields.String(load_default=None, allow_none=True)


class EffectiveMetadata(Shape):
    """All that one user's device works by, at one metadata version."""

    metadata_version = fields.Integer(required=True)
    organisation = fields.String(required=True)
    person = fields.Nested(Person, required=True)
    model = fields.Nested(Model, required=True)
    workspaces = fields.List(fields.Nested(Workspace), required=True)
    profile = fields.Nested(Profile, required=True)
    rights = fields.Dict(keys=slug(), values=fields.List(choice(*OPERATIONS)), required=True)
    privileges = fields.List(fields.String(), required=True)
