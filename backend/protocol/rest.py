"""What the REST interface takes and gives beside the documents and messages."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.changes import Outcome, Remark
from backend.protocol.metadata import OPERATIONS, Experience, Role
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, choice, slug, text, uuid


class SignIn(Shape):
    """E-mail and password."""

    email = fields.String(required=True, validate=validate.Length(min=1, max=320))
    password = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class SessionState(OpenShape):
    """Who is signed in, and the token that writes carry in ``X-CSRF-Token``."""

    person = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    privileges = fields.List(fields.String(), required=True)
    csrf = fields.String(required=True)
    organisation = fields.String(required=True)


class RecordDocument(OpenShape):
    """One record. ``version`` is also its ETag; a write names it in ``If-Match``."""

    id = uuid(required=True)
    entity = slug(required=True)
    version = fields.Integer(required=True)
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    owner = uuid(load_default=None, allow_none=True)
    modified_at = fields.String(required=True)
    modified_by = uuid(load_default=None, allow_none=True)
    may = fields.List(
        choice(*(operation for operation in OPERATIONS if operation != "create")),
        required=True,
        metadata={"description": "what the user may do to this record"},
    )


class WrittenRecord(RecordDocument):
    """A record as a write has left it, and what is said of it although it was accepted."""

    remarks = fields.List(fields.Nested(Remark), metadata={"optional": True})


class RecordValues(Shape):
    """Values to write. With ``id`` (a UUIDv7) a create under an id of the caller's."""

    id = uuid(load_default=None, allow_none=True)
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)


class NewOwner(Shape):
    """A person or a team."""

    owner = uuid(required=True)


class SharedOperations(Shape):
    """What a record is shared for; nothing: no longer."""

    may = fields.List(choice("read", "edit", "delete", "assign", "share"), required=True)


class RecordShare(OpenShape):
    """Whom a record is shared with, and what for."""

    with_ = uuid(required=True, data_key="with")
    may = fields.List(choice("read", "edit", "delete", "assign", "share"), required=True)
    by = uuid(required=True)
    at = fields.String(required=True)


class RecordPage(OpenShape):
    """A page of a list; ``next`` goes into ``after`` of the following call."""

    records = fields.List(fields.Nested(RecordDocument), required=True)
    next = fields.String(load_default=None, allow_none=True)
    total = fields.Integer(required=True)


class BlobState(OpenShape):
    """How much of an upload the server has."""

    blob = uuid(required=True)
    received = fields.Integer(required=True)
    complete = fields.Boolean(required=True)


class WorkspaceSummary(OpenShape):
    """A row of the designer's list."""

    id = slug(required=True)
    title = text(required=True)
    description = text(required=True)
    icon = fields.String(required=True)
    accent = fields.String(required=True)
    published_version = fields.Integer(required=True)
    published_at = fields.String(load_default=None, allow_none=True)
    changed = fields.Boolean(required=True)
    edited_at = fields.String(load_default=None, allow_none=True)


class PackageSummary(OpenShape):
    """A ready-made package; ``here``: its workspace is published."""

    id = slug(required=True)
    title = text(required=True)
    description = text(required=True)
    icon = fields.String(required=True)
    accent = fields.String(required=True)
    here = fields.Boolean(required=True)


class RoleSummary(OpenShape):
    """A role as the publish dialog offers it."""

    id = slug(required=True)
    label = text(required=True)
    people = fields.Integer(required=True)
    mine = fields.Boolean(
        required=True, metadata={"description": "whoever asks holds it, or may do everything anyway"}
    )


class NewRole(Shape):
    """A role that a workspace is to be shown to: its name. What it allows comes with the workspaces."""

    label = text(200, required=True)


class PersonDocument(OpenShape):
    """A person with his account, as administrators see him; ``email`` is null where he has none."""

    person = uuid(required=True)
    name = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    job_title = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    manager = uuid(required=True, allow_none=True)
    unit = uuid(required=True, allow_none=True)
    teams = fields.List(uuid(), required=True)
    roles = fields.List(slug(), required=True)
    language = fields.String(required=True, allow_none=True)
    zone = fields.String(
        required=True, allow_none=True, metadata={"description": "an IANA name; null: the organisation's"}
    )
    active = fields.Boolean(required=True)
    can_sign_in = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(Problem), load_default=list)


class PeoplePage(OpenShape):
    """A page of people; ``next`` goes into ``after`` of the following call."""

    people = fields.List(fields.Nested(PersonDocument), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True)


class PersonChange(Shape):
    """What to change of a person; a key left out stays as it is, null empties it."""

    name = fields.String(validate=validate.Length(min=1, max=200))
    email = fields.String(validate=validate.Length(min=3, max=320))
    job_title = fields.String(allow_none=True, validate=validate.Length(max=200))
    phone = fields.String(allow_none=True, validate=validate.Length(max=60))
    manager = uuid(allow_none=True)
    unit = uuid(allow_none=True)
    teams = fields.List(uuid(), validate=validate.Length(max=1000))
    roles = fields.List(slug(), validate=validate.Length(max=200))
    language = fields.String(validate=validate.Length(max=20))
    zone = fields.String(allow_none=True, validate=validate.Length(max=60))
    password = fields.String(allow_none=True, validate=validate.Length(max=1000))
    active = fields.Boolean()


class NewPerson(Shape):
    """A person with an account; without a password he cannot sign in yet."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    email = fields.String(required=True, validate=validate.Length(min=3, max=320))
    job_title = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))
    manager = uuid(load_default=None, allow_none=True)
    unit = uuid(load_default=None, allow_none=True)
    teams = fields.List(uuid(), load_default=list, validate=validate.Length(max=1000))
    roles = fields.List(slug(), load_default=list, validate=validate.Length(max=200))
    language = fields.String(load_default="en", validate=validate.Length(max=20))
    zone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))
    password = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


class TeamDocument(OpenShape):
    """A team and the people in it."""

    id = uuid(required=True)
    name = fields.String(required=True, allow_none=True)
    unit = uuid(required=True, allow_none=True)
    members = fields.List(uuid(), required=True)


class NewTeam(Shape):
    """A team."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    unit = uuid(load_default=None, allow_none=True)
    members = fields.List(uuid(), load_default=list, validate=validate.Length(max=10_000))


class TeamChange(Shape):
    """What to change of a team; ``members`` are then exactly these."""

    name = fields.String(validate=validate.Length(min=1, max=200))
    unit = uuid(allow_none=True)
    members = fields.List(uuid(), validate=validate.Length(max=10_000))


class UnitDocument(OpenShape):
    """A business unit, the people in it, and those in it and all units below."""

    id = uuid(required=True)
    name = fields.String(required=True, allow_none=True)
    parent = uuid(required=True, allow_none=True)
    people = fields.Integer(required=True)
    people_below = fields.Integer(required=True)
    findings = fields.List(fields.Nested(Problem), load_default=list)


class NewUnit(Shape):
    """A business unit; one without a parent is a company."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    parent = uuid(load_default=None, allow_none=True)


class UnitChange(Shape):
    """What to change of a business unit."""

    name = fields.String(validate=validate.Length(min=1, max=200))
    parent = uuid(allow_none=True)


class OrganisationSettings(Shape):
    """What counts for everyone who has chosen nothing else."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=200))
    zone = fields.String(required=True, validate=validate.Length(max=60))
    experience = fields.Nested(Experience)


class RoleFinding(OpenShape):
    """What a check found in a role, and where; an error keeps it from being written."""

    path = fields.List(fields.String(), required=True)
    problem = fields.Nested(Problem, required=True)
    level = choice("error", "warning", required=True)


class RoleHolder(OpenShape):
    """Somebody who holds a role."""

    person = uuid(required=True)
    name = fields.String(required=True)
    active = fields.Boolean(required=True)


class RoleState(OpenShape):
    """A role, who holds it, and what the checks find."""

    role = fields.Nested(Role, required=True)
    people = fields.List(fields.Nested(RoleHolder), required=True)
    findings = fields.List(fields.Nested(RoleFinding), required=True)
    built_in = fields.Boolean(required=True)


class ExplainedFact(OpenShape):
    """One reason, for or against: about an operation, about ``fields``, or about the ``phone``."""

    about = choice(*OPERATIONS, "fields", "phone", required=True)
    speaks = choice("yes", "no", "tells", required=True)
    code = fields.String(required=True)
    arguments = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    sentence = fields.String(required=True)


class Explanation(OpenShape):
    """What a person may do to a record, whether his devices hold it, and why or why not."""

    person = uuid(required=True)
    entity = slug(required=True)
    record = uuid(required=True)
    may = fields.Dict(keys=choice(*OPERATIONS), values=fields.Boolean(), required=True)
    on_phone = fields.Boolean(required=True)
    hidden = fields.List(slug(), required=True)
    read_only = fields.List(slug(), required=True)
    facts = fields.List(fields.Nested(ExplainedFact), required=True)


class RefusedChangeState(OpenShape):
    """A change that was not applied, as an administrator sees it: what its author wanted, and why not.

    ``acts`` are as they were sent, without fields that the reader may not read; null: nothing could be kept.
    """

    id = uuid(required=True)
    state = choice("waiting", "open", "applied", "returned", "discarded", "withdrawn", required=True)
    at = fields.String(required=True)
    person = uuid(required=True)
    person_name = fields.String(required=True)
    device = uuid(required=True)
    number = fields.Integer(required=True)
    change = uuid(required=True)
    made_at = fields.String(required=True, allow_none=True)
    entity = slug(required=True)
    record = uuid(required=True)
    acts = fields.List(fields.Raw(), required=True, allow_none=True)
    problem = fields.Nested(Problem, required=True)
    for_rights = fields.Boolean(required=True, metadata={"description": "its author lacked a right"})
    note = fields.String(required=True, allow_none=True)
    decided_by = uuid(required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True)
    outcome = fields.Nested(
        Outcome, required=True, allow_none=True, metadata={"description": "of the last attempt at the office"}
    )


class RefusedChangesPage(OpenShape):
    """A page of refused changes, newest first; it may be short. ``next`` goes into ``after``."""

    changes = fields.List(fields.Nested(RefusedChangeState), required=True)
    next = fields.String(required=True, allow_none=True)


class ReturnNote(Shape):
    """What the author is told of his change."""

    note = fields.String(required=True, validate=validate.Length(min=1, max=1000))


class DiscardNote(Shape):
    """Why a change is not to be; its author reads it."""

    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=1000))


class DroppedValue(OpenShape):
    """What a change set in fields of a record that there are not any more."""

    entity = slug(required=True)
    record = uuid(required=True)
    values = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    change = uuid(required=True)
    device = uuid(required=True)
    person = uuid(required=True)
    at = fields.String(required=True)


class DroppedValuesPage(OpenShape):
    """A page of dropped values, newest first; it may be short. ``next`` goes into ``after``."""

    dropped = fields.List(fields.Nested(DroppedValue), required=True)
    next = fields.String(required=True, allow_none=True)
