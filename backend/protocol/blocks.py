"""The blocks that pages are made of, and the fields placed in them.

Paths name a field of the block's entity, or one through lookups (``customer.name``). A block with a
``parent``, a lookup of its entity, is about the record on show. ``visible_when`` is asked of the record on
show; a page without one shows the block.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.model import ACCENTS
from backend.protocol.shape import Shape, Tagged, choice, rule, slug, tag, text

BLOCKS: dict[str, type[Shape]] = {}
"""Type of a block → its shape; filled below, since groups hold blocks."""


class Sort(Shape):
    """An order of records by one field."""

    field = slug(required=True)
    descending = fields.Boolean(load_default=False)


class View(Shape):
    """A chip above a list: a label and the condition that it narrows the list by (none: all)."""

    id = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(load_default=None, allow_none=True, metadata={"expression": True})


LIST_STYLES = ("simple", "card")

MOST_FETCHED = 500
"""Rows that one question to the office brings at most."""


class ListBlock(Shape):
    """Rows of an entity. With ``parent`` (a lookup field of the entity) the rows of the record on show.

    ``title``, ``subtitle``, ``figure``, ``badge``, ``search`` and ``section`` are field paths. Lists of a
    detail page stand inside it; others fill their page.
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
    style = choice(*LIST_STYLES, load_default="simple")
    search_by = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "the one of ``search`` that is searched until another is chosen; none: all"},
    )
    search_bar = fields.Boolean(load_default=True)
    section = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "rows stand under headings of its values"},
    )
    page_size = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_FETCHED),
        metadata={"description": "rows at first, and more on reaching their end; none: as many as there are"},
    )
    fetch_size = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MOST_FETCHED),
        metadata={"description": "rows that a question to the office brings, first or by search"},
    )
    swipe = fields.List(
        slug(),
        load_default=list,
        validate=validate.Length(max=2),
        metadata={"description": "actions under a row that is drawn aside"},
    )
    select = fields.Boolean(
        load_default=False, metadata={"description": "several rows can be chosen, for one action on all"}
    )
    visible_when = rule()


class LookupLook(Shape):
    """How a lookup of a form is chosen: from the rows of a list page, or of all records of its target."""

    page = slug(load_default=None, allow_none=True, metadata={"description": "list page of the target"})
    display = fields.String(
        load_default=None, allow_none=True, metadata={"description": "path that names a record; none: title"}
    )
    condition = rule()
    full = fields.Boolean(load_default=False, metadata={"description": "chosen on a page of its own"})


class ImageLook(Shape):
    """How large pictures of a field stand on a page, and in what frame."""

    style = choice("square", "round", "wide", "whole", load_default="square")
    size = choice("small", "medium", "large", load_default="medium")


class ShownField(Shape):
    """A field placed on a detail page or a form. ``field`` is a path: of the entity, or through a lookup.

    What is left empty is as the model says. A form can ask for more than the model does, never for less:
    ``max_length`` shortens, ``negative`` false forbids numbers below nought.
    """

    id = slug(required=True)
    field = fields.String(required=True)
    label = text(200, load_default=None, allow_none=True)
    help = text(1000, load_default=None, allow_none=True)
    required = fields.Boolean(load_default=None, allow_none=True)
    read_only = fields.Boolean(load_default=None, allow_none=True)
    page = slug(
        load_default=None, allow_none=True, metadata={"description": "detail page that a lookup links to"}
    )
    hidden = fields.Boolean(
        load_default=False, metadata={"description": "kept and sent with the form, and not shown"}
    )
    max_length = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 100_000))
    negative = fields.Boolean(load_default=None, allow_none=True)
    lookup = fields.Nested(LookupLook, load_default=None, allow_none=True)
    image = fields.Nested(ImageLook, load_default=None, allow_none=True)
    visible_when = rule()
    required_when = rule()
    read_only_when = rule()


class FieldsBlock(Shape):
    """A group of fields, in their order, under an optional heading."""

    id = slug(required=True)
    type = tag("fields")
    label = text(200, load_default=None, allow_none=True)
    fields_ = fields.List(fields.Nested(ShownField), required=True, data_key="fields")
    columns = fields.Integer(
        load_default=1,
        validate=validate.Range(1, 3),
        metadata={"description": "where there is room for them"},
    )
    visible_when = rule()


class LinkBlock(Shape):
    """A row that opens another page, for the record on show when that page's list has a ``parent``."""

    id = slug(required=True)
    type = tag("link")
    label = text(200, load_default=None, allow_none=True)
    page = slug(required=True)
    count = fields.Boolean(load_default=True)
    count_from = fields.String(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "path of the record on show that holds the count; none: the rows are counted"
        },
    )
    visible_when = rule()


class Look(Shape):
    """How what is inside a group looks, unless a group inside says otherwise; tokens, never colours."""

    colour = choice(*ACCENTS, load_default=None, allow_none=True)
    filled = fields.Boolean(load_default=None, allow_none=True)
    size = choice("small", "normal", "large", load_default=None, allow_none=True)
    weight = choice("normal", "strong", load_default=None, allow_none=True)


class GroupBlock(Shape):
    """Blocks under one heading and one look, below each other or side by side."""

    id = slug(required=True)
    type = tag("group")
    label = text(200, load_default=None, allow_none=True)
    icon = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    direction = choice("rows", "columns", load_default="rows")
    look = fields.Nested(Look, load_default=None, allow_none=True)
    blocks = fields.List(Tagged(BLOCKS, name="Block"), required=True)
    visible_when = rule()


class PartBlock(Shape):
    """Another page inside this one: of the record on show, or of what its lookup ``through`` points at."""

    id = slug(required=True)
    type = tag("part")
    label = text(200, load_default=None, allow_none=True)
    page = slug(required=True)
    through = slug(load_default=None, allow_none=True)
    visible_when = rule()


class Measure(Shape):
    """One figure of many records: how many there are, or what a number field comes to."""

    of = choice("count", "sum", "average", "least", "greatest", required=True)
    field = fields.String(load_default=None, allow_none=True, metadata={"description": "path of a number"})


class ChartBlock(Shape):
    """Records as a picture: one number (against ``goal``), bars by a field, a line over time.

    ``by`` is the path that bars stand for (a choice, lookup, text, yes/no or date), and the date of a trend;
    dates are taken together by ``period``.
    """

    id = slug(required=True)
    type = tag("chart")
    label = text(200, load_default=None, allow_none=True)
    entity = slug(required=True)
    parent = slug(load_default=None, allow_none=True)
    condition = rule()
    style = choice("number", "bars", "trend", required=True)
    measure = fields.Nested(Measure, required=True)
    by = fields.String(load_default=None, allow_none=True)
    period = choice("day", "week", "month", "year", load_default=None, allow_none=True)
    goal = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^-?[0-9]{1,15}(\.[0-9]{1,10})?$")
    )
    page = slug(load_default=None, allow_none=True, metadata={"description": "list page that a tap opens"})
    visible_when = rule()


class CalendarBlock(Shape):
    """Records by day: a strip of days above the rows of the chosen one."""

    id = slug(required=True)
    type = tag("calendar")
    label = text(200, load_default=None, allow_none=True)
    entity = slug(required=True)
    parent = slug(load_default=None, allow_none=True)
    condition = rule()
    date = slug(required=True, metadata={"description": "date, or date and time, that a record stands at"})
    title = fields.String(required=True)
    subtitle = fields.List(fields.String(), load_default=list)
    badge = fields.String(load_default=None, allow_none=True)
    detail = slug(load_default=None, allow_none=True)
    empty = text(500, load_default=None, allow_none=True)
    visible_when = rule()


class ReportColumn(Shape):
    """A column of a report: a field's value in each row, and what all of a group come to."""

    id = slug(required=True)
    field = fields.String(required=True)
    label = text(200, load_default=None, allow_none=True)
    total = choice("sum", "average", "least", "greatest", load_default=None, allow_none=True)


class ReportBlock(Shape):
    """Records in groups with totals, and what they are based on: how many, as of when."""

    id = slug(required=True)
    type = tag("report")
    label = text(200, load_default=None, allow_none=True)
    entity = slug(required=True)
    parent = slug(load_default=None, allow_none=True)
    condition = rule()
    groups = fields.List(fields.String(), load_default=list, validate=validate.Length(max=2))
    period = choice("day", "week", "month", "year", load_default=None, allow_none=True)
    columns = fields.List(fields.Nested(ReportColumn), required=True)
    rows = fields.Boolean(load_default=True, metadata={"description": "records too, not totals alone"})
    detail = slug(load_default=None, allow_none=True)
    visible_when = rule()


class TimerBlock(Shape):
    """The time since a moment that the record holds, until another where there is one."""

    id = slug(required=True)
    type = tag("timer")
    label = text(200, load_default=None, allow_none=True)
    since = slug(required=True)
    until = slug(load_default=None, allow_none=True)
    visible_when = rule()


BLOCKS.update(
    list=ListBlock,
    fields=FieldsBlock,
    link=LinkBlock,
    group=GroupBlock,
    part=PartBlock,
    chart=ChartBlock,
    calendar=CalendarBlock,
    report=ReportBlock,
    timer=TimerBlock,
)
