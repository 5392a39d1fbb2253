"""Where a user stands, as his phone is told: what he may do how far, and what his filters mean."""

from __future__ import annotations

from marshmallow import fields

from backend.protocol.metadata import DEPTHS
from backend.protocol.shape import OpenShape, choice, slug, text, uuid


class Depths(OpenShape):
    """How far each operation on an entity reaches for the user."""

    read = choice(*DEPTHS, required=True)
    create = choice(*DEPTHS, required=True)
    edit = choice(*DEPTHS, required=True)
    delete = choice(*DEPTHS, required=True)
    assign = choice(*DEPTHS, required=True)
    share = choice(*DEPTHS, required=True)


class Reach(OpenShape):
    """The owners that each depth reaches, by id; a depth that no right of the user's has is left out."""

    own = fields.List(fields.String(), load_default=list)
    team = fields.List(fields.String(), load_default=list)
    unit = fields.List(fields.String(), load_default=list)
    unit_and_below = fields.List(fields.String(), load_default=list, data_key="unit_and_below")


class Kept(OpenShape):
    """A record that the user keeps on his devices."""

    entity = slug(required=True)
    record = uuid(required=True)
    how = choice("pin", "follow", required=True)


class ActiveFilter(OpenShape):
    """A filter that brings records to the user's devices, his own or the organisation's."""

    id = fields.String(required=True)
    entity = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})
    active = fields.Boolean(required=True)
    system = fields.Boolean(required=True)


class Circle(OpenShape):
    """What "my team" and "my unit" mean in a filter, for the user."""

    teams = fields.List(fields.String(), required=True)
    reports = fields.List(fields.String(), required=True)
    report_teams = fields.List(fields.String(), required=True)
    unit = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    zone = fields.String(required=True)


class Standing(OpenShape):
    """Where the user stands: his rights record by record, what he keeps, and his filters.

    With it a phone decides offline as the server did at the last sync: an operation is allowed where its
    depth is ``all``, where the record's owner is among those that the depth reaches, or where the
    record's ``shared`` says so.
    """

    key = fields.String(required=True)
    rights = fields.Dict(keys=slug(), values=fields.Nested(Depths), required=True)
    read_only = fields.Dict(keys=slug(), values=fields.List(slug()), required=True)
    reach = fields.Nested(Reach, required=True)
    circle = fields.Nested(Circle, required=True)
    kept = fields.List(fields.Nested(Kept), required=True)
    filters = fields.List(fields.Nested(ActiveFilter), required=True)
