"""What a device gets of the documents that designers make, and the roles that decide of what.

One node, one ``id``: short, readable, unique among its siblings, never changed. A workspace is edited by
patches that address nodes by these ids, so every list of :mod:`model`, :mod:`blocks` and :mod:`workspaces`
holds nodes that carry one. Labels are texts in several languages.

Shapes check form only. That ids refer to something is checked by ``backend.metadata.checks``, which names
the place.
"""

from __future__ import annotations

from marshmallow import fields

from backend.protocol.model import Model
from backend.protocol.profiles import Profile
from backend.protocol.shape import Shape, choice, slug, text
from backend.protocol.workspaces import Workspace

OPERATIONS = ("read", "create", "edit", "delete", "assign", "share")

DEPTHS = ("none", "own", "team", "unit", "unit_and_below", "all")
"""How far an operation reaches, each depth with those before it: my records, my teams', my unit's…"""

PRIVILEGES = ("use_app", "go_offline", "design", "administer", "read_profiles", "review")


EXPERIENCES = ("online", "drafts", "seamless")
"""How people work offline, the least generous first."""

SWITCHES = ("existing", "lookups", "chains", "saver")
"""What drafts may do: change records that are there, set lookups, name other drafts; and whether people may
save data on their phones and ask for news less often."""


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


class Experience(Shape):
    """How people work offline; what drafts may do; whether phones may ask for news less often (``saver``)."""

    mode = choice(*EXPERIENCES, required=True)
    existing = fields.Boolean(load_default=True)
    lookups = fields.Boolean(load_default=True)
    chains = fields.Boolean(load_default=True)
    saver = fields.Boolean(load_default=True, metadata={"optional": True})


class Role(Shape):
    """What its holders may do: per entity the operations and their depths, workspaces, privileges."""

    id = slug(required=True)
    label = text(200, required=True)
    entities = fields.Dict(keys=slug(), values=fields.Nested(EntityRights), load_default=dict)
    workspaces = fields.List(slug(), load_default=list)
    privileges = fields.List(choice(*PRIVILEGES), load_default=list)
    experience = fields.Nested(Experience, metadata={"optional": True})


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
    experience = fields.Nested(Experience, metadata={"optional": True})
