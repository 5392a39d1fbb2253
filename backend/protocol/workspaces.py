"""Workspaces: pages of blocks, and the actions on them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.blocks import BLOCKS, ShownField
from backend.protocol.model import ACCENTS
from backend.protocol.shape import Shape, Tagged, choice, rule, slug, text


class Single(Shape):
    """Which record a single page shows: the user, his unit, the company; or the one that points there.

    With ``through``, a lookup of the page's entity: its oldest record that points at the user or unit.
    """

    of = choice("me", "my_unit", "my_company", required=True)
    through = slug(load_default=None, allow_none=True)


class Page(Shape):
    """One screen. A list page shows records of ``entity``, a detail page one of them.

    A single page finds its one record by itself (``single``). Pages stand on the landing page in their order.
    """

    id = slug(required=True)
    kind = choice("list", "detail", "single", required=True)
    single = fields.Nested(Single, load_default=None, allow_none=True)
    entity = slug(required=True)
    title = text(200, required=True)
    icon = fields.String(load_default=None, allow_none=True)
    hidden = fields.Boolean(
        load_default=False, metadata={"description": "not on the landing page of the workspace"}
    )
    on_tile = fields.Boolean(
        load_default=False,
        metadata={"description": "list page: how many rows it has stands on the workspace's tile, if any"},
    )
    blocks = fields.List(Tagged(BLOCKS, name="Block"), required=True)
    actions = fields.List(slug(), load_default=list)


class Setting(Shape):
    """What an action puts into a field: a constant, the comment that the user gave, who, when.

    A create that copies can also put in what a formula makes of the record that is copied.
    """

    id = slug(required=True)
    field = slug(required=True)
    to = choice("value", "comment", "me", "now", "rule", required=True)
    value = fields.Raw(load_default=None, allow_none=True)
    rule = rule(description="value, made of the record that is copied")


class When(Shape):
    """The one condition of a step: the choice field holds one of these choices."""

    field = slug(required=True)
    one_of = fields.List(slug(), required=True, validate=validate.Length(min=1))


class Lines(Shape):
    """Lines that a form makes or changes with its record, in one change."""

    id = slug(required=True)
    entity = slug(required=True)
    parent = slug(required=True, metadata={"description": "lookup of the lines that points at the record"})
    label = text(200, load_default=None, allow_none=True)
    fields_ = fields.List(fields.Nested(ShownField), required=True, data_key="fields")
    least = fields.Integer(load_default=0, validate=validate.Range(0, 200))
    most = fields.Integer(load_default=200, validate=validate.Range(1, 200))


class Action(Shape):
    """Something a user may do to records of one entity, with their lines.

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
    copies = fields.Boolean(
        load_default=False,
        metadata={"description": "create: the form begins with what the record on show holds"},
    )
    lines = fields.List(fields.Nested(Lines), load_default=list)
    when = fields.Nested(When, load_default=None, allow_none=True)
    available_when = rule(description="condition of the record under which it is offered, and done")
    placement = choice(
        "button",
        "menu",
        "hidden",
        load_default="button",
        metadata={"description": "hidden: reached by swipe, by a link, or as what follows another"},
    )
    offline = choice(
        "yes",
        "online",
        "intent",
        load_default="yes",
        metadata={
            "description": "intent: kept as a wish that the office carries out, nothing is shown as done"
        },
    )
    idempotent = fields.Boolean(
        load_default=True, metadata={"description": "done twice is as done once; two of one record are one"}
    )
    comment = choice("none", "optional", "required", load_default="none")
    confirm = text(500, load_default=None, allow_none=True)
    quick = fields.Boolean(
        load_default=False, metadata={"description": "offered on the landing page as well"}
    )
    next = slug(
        load_default=None,
        allow_none=True,
        metadata={"description": "page shown afterwards; none: where he was"},
    )
    next_action = slug(
        load_default=None,
        allow_none=True,
        metadata={"description": "create: form that opens for the new record"},
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
