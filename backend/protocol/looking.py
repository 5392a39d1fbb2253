"""What a designer is told beside his design: does it work offline, how do others see it, who is here."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.metadata import EffectiveMetadata
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, choice, slug, text


class OfflineGap(OpenShape):
    """Why a page or an action does not work offline, at its place in the workspace.

    ``mendable``: ``entity`` (and ``field`` of it) is published, and a profile could take it along.
    """

    path = fields.List(fields.String(), required=True)
    problem = fields.Nested(Problem, required=True)
    entity = slug(required=True, allow_none=True)
    field = slug(required=True, allow_none=True)
    mendable = fields.Boolean(required=True)


class OfflineAudience(OpenShape):
    """The holders of a role that sees the workspace, the profiles given to them, and what these lack.

    Without a role: whoever will be given the workspace; nobody sees it yet.
    """

    role = slug(required=True, allow_none=True)
    label = text(200, required=True)
    profiles = fields.List(slug(), required=True)
    gaps = fields.List(fields.Nested(OfflineGap), required=True)


class OfflineReport(OpenShape):
    """Whether a design works offline, for each role that sees it."""

    audiences = fields.List(fields.Nested(OfflineAudience), required=True)


class SeenDesign(OpenShape):
    """A design as a role or a person would have it; ``metadata`` none: nothing of it is left for them."""

    metadata = fields.Nested(EffectiveMetadata, required=True, allow_none=True)
    sees = fields.Boolean(
        required=True,
        metadata={"description": "the workspace is among those that are shown to them"},
    )


class DesignPlace(Shape):
    """What is selected in an open design: the node at a path; of the workspace itself none."""

    document = choice("workspace", "model", required=True)
    path = fields.List(
        fields.String(validate=validate.Length(max=60)), required=True, validate=validate.Length(max=20)
    )


class Here(Shape):
    """What a tab says of itself."""

    place = fields.Nested(DesignPlace, load_default=None, allow_none=True)


class OtherTab(OpenShape):
    """Another tab that has the design open, of somebody else or of oneself."""

    tab = fields.String(required=True)
    name = fields.String(required=True)
    place = fields.Nested(DesignPlace, required=True, allow_none=True)


class Presence(OpenShape):
    """Who else has a design open, and the revision that it has come to."""

    revision = fields.Integer(required=True)
    others = fields.List(fields.Nested(OtherTab), required=True)
