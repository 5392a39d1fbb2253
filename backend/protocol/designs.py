"""How a design is edited: patches on nodes, addressed by a path of keys and ids.

A path walks from the document's root: at an object the next part is a key, at a list
the next part is the ``id`` of a node: ``["pages", "orders", "blocks", "rows"]``. Each
patch carries what its inverse needs, so undo is a patch as well.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.metadata import Model, Workspace
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, Tagged, choice, slug, tag, text, uuid


def path() -> fields.List[str]:
    """Declare an address inside a document."""
    return fields.List(
        fields.String(validate=validate.Length(max=60)), required=True, validate=validate.Length(max=12)
    )


class SetKey(Shape):
    """Put ``value`` at ``key`` of the object at ``path``; ``old`` is what stood there (null: nothing)."""

    op = tag("set")
    path = path()
    key = fields.String(required=True, validate=validate.Length(max=60))
    value = fields.Raw(required=True, allow_none=True)
    old = fields.Raw(required=True, allow_none=True)


class Insert(Shape):
    """Put ``node`` into the list at ``path``, before the node ``before`` (null: at the end)."""

    op = tag("insert")
    path = path()
    node = fields.Raw(required=True)
    before = fields.String(required=True, allow_none=True)


class Remove(Shape):
    """Take the node out of the list at ``path``; ``before`` is the node that stood after it."""

    op = tag("remove")
    path = path()
    node = fields.Raw(required=True)
    before = fields.String(required=True, allow_none=True)


class Move(Shape):
    """Move a node (its id) inside the list at ``path`` to before ``before``; it stood before ``was``."""

    op = tag("move")
    path = path()
    node = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    was = fields.String(required=True, allow_none=True)


PATCHES = {"set": SetKey, "insert": Insert, "remove": Remove, "move": Move}


class DesignEdit(Shape):
    """One intention of a designer: patches that hold together, on the design or on the model's design."""

    id = uuid(required=True)
    document = choice("workspace", "model", required=True)
    label = fields.String(
        required=True, validate=validate.Length(max=200), metadata={"description": "what undo calls it"}
    )
    patches = fields.List(
        Tagged(PATCHES, tag="op", name="Patch"), required=True, validate=validate.Length(min=1, max=500)
    )


class DesignEdits(Shape):
    """Edits in order, on top of ``revision``."""

    revision = fields.Integer(required=True)
    edits = fields.List(fields.Nested(DesignEdit), required=True, validate=validate.Length(min=1, max=200))


class Finding(OpenShape):
    """What a check found in a design, and where."""

    document = choice("workspace", "model", required=True)
    path = fields.List(fields.String(), required=True)
    problem = fields.Nested(Problem, required=True)
    level = choice("error", "warning", required=True)


class RetiredIds(OpenShape):
    """Addresses of nodes whose ids may not be given again, as ``entities/customer/fields/name``."""

    workspace = fields.List(fields.String(), required=True)
    model = fields.List(fields.String(), required=True)


class Design(OpenShape):
    """A workspace being designed, with the model's design beside it."""

    workspace = fields.Nested(Workspace, required=True)
    model = fields.Nested(Model, required=True)
    revision = fields.Integer(required=True)
    published_version = fields.Integer(required=True, metadata={"description": "0: never published"})
    changed = fields.Boolean(required=True, metadata={"description": "differs from what is published"})
    roles = fields.List(slug(), required=True, metadata={"description": "roles that see the workspace"})
    findings = fields.List(fields.Nested(Finding), required=True)
    retired = fields.Nested(RetiredIds, required=True)


class PublishedDesign(Design):
    """A design that has just been published, and the metadata version that it became."""

    metadata_version = fields.Integer(required=True)


class NewDesign(Shape):
    """A new workspace: blank, or working at once from an entity."""

    id = slug(required=True)
    title = text(200, required=True)
    description = text(2000, load_default=dict)
    icon = fields.String(required=True)
    accent = fields.String(required=True)
    entity = slug(load_default=None, allow_none=True)


class Publication(Shape):
    """The act of publishing: what to tell the users, who sees it, how urgent."""

    revision = fields.Integer(required=True)
    note = text(1000, required=True)
    roles = fields.List(slug(), required=True)
    urgency = choice("silent", "soft", "hard", load_default="soft")


class PublicationEntry(OpenShape):
    """One publication in the list of them; without a workspace it was the product's own or of roles."""

    version = fields.Integer(required=True)
    at = fields.String(required=True)
    by_name = fields.String(required=True)
    workspace = slug(required=True, allow_none=True)
    note = text(required=True)
    urgency = choice("silent", "soft", "hard", required=True)
