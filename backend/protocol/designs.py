"""How a design is edited: patches on nodes, addressed by a path of keys and ids.

A path walks from the document's root: at an object the next part is a key, at a list
the next part is the ``id`` of a node: ``["pages", "orders", "blocks", "rows"]``. Each
patch carries what its inverse needs, so undo is a patch as well.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.model import Model
from backend.protocol.problems import Problem
from backend.protocol.profiles import Profile
from backend.protocol.shape import OpenShape, Shape, Tagged, choice, slug, tag, text, uuid
from backend.protocol.standing import ActiveFilter
from backend.protocol.workspaces import Workspace


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


class Conversion(OpenShape):
    """A publication that converts many records first: how many of how many, and what came of it."""

    id = uuid(required=True)
    state = choice("waiting", "running", "done", "failed", required=True)
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    version = fields.Integer(
        required=True, metadata={"description": "the metadata version that it became; 0: none yet"}
    )
    problem = fields.Nested(Problem, load_default=None, allow_none=True)


class PublishedDesign(Design):
    """A design that has just been published, and the metadata version that it became.

    Where it is only begun, because many records are to be converted, the version is 0.
    """

    metadata_version = fields.Integer(required=True)
    conversion = fields.Nested(Conversion, load_default=None, allow_none=True)


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
    urgency = choice(
        "silent",
        "soft",
        "hard",
        load_default=None,
        allow_none=True,
        metadata={"description": "none: silent if only words have changed, else soft"},
    )
    leave_unconverted = fields.Boolean(
        load_default=False,
        metadata={"description": "values of retyped fields that cannot be converted may stay behind"},
    )


class PublicationEntry(OpenShape):
    """One publication in the list of them; without a workspace it was the product's own or of roles."""

    version = fields.Integer(required=True)
    at = fields.String(required=True)
    by_name = fields.String(required=True)
    workspace = slug(required=True, allow_none=True)
    note = text(required=True)
    urgency = choice("silent", "soft", "hard", required=True)


class AssignedTo(OpenShape):
    """To whom a profile is given: everyone, or a role, team or person, which may be gone by now."""

    profile = slug(required=True)
    kind = choice("everyone", "role", "team", "person", required=True)
    target = fields.String(required=True, allow_none=True)
    name = fields.String(load_default=None, allow_none=True)


class ProfileTarget(Shape):
    """One role, team or person by id; everyone without."""

    kind = choice("everyone", "role", "team", "person", required=True)
    target = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))


class ProfileTargets(Shape):
    """Exactly those to whom a profile is given from now on."""

    to = fields.List(fields.Nested(ProfileTarget), required=True, validate=validate.Length(max=1000))


class ProfileSummary(OpenShape):
    """A row of the list of offline profiles."""

    id = slug(required=True)
    label = text(required=True)
    entities = fields.Integer(required=True)
    published_version = fields.Integer(required=True, metadata={"description": "0: never published"})
    changed = fields.Boolean(required=True, metadata={"description": "differs from what is published"})
    assignments = fields.List(fields.Nested(AssignedTo), required=True)


class ProfileFinding(OpenShape):
    """What a check found in a profile, and where."""

    path = fields.List(fields.String(), required=True)
    problem = fields.Nested(Problem, required=True)
    level = choice("error", "warning", required=True)


class ProfileDesign(OpenShape):
    """An offline profile being designed, what the checks find, and to whom it is given."""

    profile = fields.Nested(Profile, required=True)
    revision = fields.Integer(
        required=True, metadata={"description": "0: as published, nobody has edited it"}
    )
    published_version = fields.Integer(required=True, metadata={"description": "0: never published"})
    changed = fields.Boolean(required=True)
    assignments = fields.List(fields.Nested(AssignedTo), required=True)
    findings = fields.List(fields.Nested(ProfileFinding), required=True)


class PublishedProfile(ProfileDesign):
    """A profile that has just been published, and the metadata version that it became."""

    metadata_version = fields.Integer(required=True)


class ProfileWrite(Shape):
    """A profile whole, in place of the design at ``revision`` (0: there is none yet)."""

    profile = fields.Dict(required=True, metadata={"description": "a Profile"})
    revision = fields.Integer(required=True, validate=validate.Range(min=0))


class ProfilePublication(Shape):
    """The act of publishing a profile."""

    revision = fields.Integer(required=True)
    note = text(1000, required=True)
    urgency = choice("silent", "soft", "hard", load_default="soft")


class PersonWithProfiles(OpenShape):
    """A person who is given several profiles and works by their union."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    profiles = fields.List(slug(), required=True)
    warning = fields.Nested(Problem, required=True)


class ProfileAssignments(OpenShape):
    """Every assignment of a profile, and who has several."""

    assignments = fields.List(fields.Nested(AssignedTo), required=True)
    several = fields.List(fields.Nested(PersonWithProfiles), required=True)


class PreviewedEntity(OpenShape):
    """What a person's device would hold of one entity: records, and bytes of their JSON as it is sent."""

    entity = slug(required=True)
    rows = fields.Integer(required=True)
    bytes = fields.Integer(required=True)


class PreviewedProfile(OpenShape):
    """What a device of a person would hold now by profiles, filters and what he keeps."""

    person = fields.String(required=True)
    profiles = fields.List(slug(), required=True)
    entities = fields.List(fields.Nested(PreviewedEntity), required=True)
    rows = fields.Integer(required=True)
    bytes = fields.Integer(required=True)


class OrganisationFilter(OpenShape):
    """An administrator's filter: ``system`` applies to all, ``template`` is what people begin with."""

    id = uuid(required=True)
    kind = choice("system", "template", required=True)
    entity = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})
    active = fields.Boolean(required=True)
    problems = fields.List(fields.Nested(Problem), load_default=list)


class OrganisationFilterWrite(Shape):
    """An organisation's filter, whole."""

    kind = choice("system", "template", required=True)
    entity = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})
    active = fields.Boolean(load_default=True)


class PersonalFilter(ActiveFilter):
    """A filter as its person sees it; ``problems``: why it brings nothing though active, and warnings."""

    template = uuid(load_default=None, allow_none=True)
    problems = fields.List(fields.Nested(Problem), load_default=list)


class FilterWrite(Shape):
    """A personal filter, whole."""

    entity = slug(required=True)
    label = text(200, required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})
    active = fields.Boolean(load_default=True)


class FilterTrial(Shape):
    """A condition to try out."""

    entity = slug(required=True)
    condition = fields.Dict(required=True, metadata={"expression": True})


class FilterPreview(OpenShape):
    """What a filter would bring: how many records, their bytes on the way, and the first ones by label."""

    count = fields.Integer(required=True)
    bytes = fields.Integer(required=True)
    first = fields.Dict(
        keys=uuid(), values=fields.String(), required=True, metadata={"description": "id → label"}
    )


class OpenedRecord(Shape):
    """A record that was opened."""

    entity = slug(required=True)
    record = uuid(required=True)


class OpenedRecords(Shape):
    """Records that were opened on a device, the latest last."""

    device = uuid(required=True)
    records = fields.List(fields.Nested(OpenedRecord), required=True, validate=validate.Length(min=1, max=50))
