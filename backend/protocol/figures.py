"""Figures of all the records that a person may read, counted at the office: what is asked, and the answer."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.blocks import Measure
from backend.protocol.shape import OpenShape, Shape, choice

MOST_MEASURES = 20
DEEPEST_GROUPS = 2


class FigureGrouping(Shape):
    """What records are taken together by; dates by ``period``, if none is named by month."""

    path = fields.String(required=True, validate=validate.Length(min=1, max=300))
    period = choice("day", "week", "month", "year", load_default=None, allow_none=True)


class FiguresAsked(Shape):
    """Measures of the records that meet all conditions, of each group and of all together."""

    conditions = fields.List(
        fields.Dict(metadata={"expression": True}), load_default=list, validate=validate.Length(max=2)
    )
    groups = fields.List(
        fields.Nested(FigureGrouping), load_default=list, validate=validate.Length(max=DEEPEST_GROUPS)
    )
    measures = fields.List(
        fields.Nested(Measure), load_default=list, validate=validate.Length(max=MOST_MEASURES)
    )


class Figure(OpenShape):
    """What a measure comes to. Null: no record has a value, or ``mixed``: amounts of several currencies."""

    value = fields.String(required=True, allow_none=True, metadata={"description": "an exact decimal"})
    currency = fields.String(required=True, allow_none=True)
    mixed = fields.Boolean(required=True)


class FigureGroup(OpenShape):
    """The figures of one group, by one key or, below it, by two.

    A key is a value as it travels, a day for the period that begins with it, or null where there is none;
    ``labels`` name the records that lookups lead to, as far as he may read them.
    """

    keys = fields.List(fields.Raw(allow_none=True), required=True)
    labels = fields.List(fields.String(allow_none=True), required=True)
    count = fields.Integer(required=True)
    figures = fields.List(fields.Nested(Figure), required=True)


class FiguresTold(OpenShape):
    """The figures of all records, then of groups, those with most records first; ``more`` were left out."""

    at = fields.String(required=True)
    count = fields.Integer(required=True)
    figures = fields.List(fields.Nested(Figure), required=True)
    groups = fields.List(fields.Nested(FigureGroup), required=True)
    more = fields.Integer(required=True)
