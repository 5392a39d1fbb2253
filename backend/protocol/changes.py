"""What goes up: changes with their acts, and what comes back for each: its outcome.

A change is one user action, atomic, over one or more records. For every field set it
carries the new value, the old one and the version that the user was looking at
(``base``), captured when the field was edited; the server merges per field
(``sync.md`` 5 and 6).
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, Tagged, choice, slug, tag, uuid


class Edit(Shape):
    """One field of a ``set``: the new value, what the user saw before, and at which record version.

    Without ``old`` it is not known what he saw, and where another has changed the field nothing is combined.
    """

    value = fields.Raw(required=True, allow_none=True)
    old = fields.Raw(allow_none=True)
    base = fields.Integer(required=True, validate=validate.Range(min=0))


class CreateAct(Shape):
    """A new record, under an id that its creator made (UUIDv7)."""

    kind = tag("create")
    entity = slug(required=True)
    record = uuid(required=True)
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)


class SetAct(Shape):
    """New values for fields of a record."""

    kind = tag("set")
    entity = slug(required=True)
    record = uuid(required=True)
    edits = fields.Dict(
        keys=slug(), values=fields.Nested(Edit), required=True, validate=validate.Length(min=1)
    )


class DeleteAct(Shape):
    """The record is to go; a newer version than ``base`` at the office makes it a conflict."""

    kind = tag("delete")
    entity = slug(required=True)
    record = uuid(required=True)
    base = fields.Integer(required=True, validate=validate.Range(min=0))


class RestoreAct(Shape):
    """A deleted record comes back with its last values."""

    kind = tag("restore")
    entity = slug(required=True)
    record = uuid(required=True)


class StepAct(Shape):
    """A business step of a published workspace, run by the server as the metadata version declares it."""

    kind = tag("step")
    entity = slug(required=True)
    record = uuid(required=True)
    workspace = slug(required=True)
    action = slug(required=True)
    comment = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=10_000))
    base = fields.Integer(required=True, validate=validate.Range(min=0))


class ResolveAct(Shape):
    """Someone chose: these conflicts are closed, with these values. ``seen`` is the version looked at."""

    kind = tag("resolve")
    entity = slug(required=True)
    record = uuid(required=True)
    conflicts = fields.List(uuid(), required=True, validate=validate.Length(min=1, max=200))
    values = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), load_default=dict)
    delete = fields.Boolean(load_default=False)
    seen = fields.Integer(required=True, validate=validate.Range(min=0))


class AssignAct(Shape):
    """The record gets another owner, a person or a team."""

    kind = tag("assign")
    entity = slug(required=True)
    record = uuid(required=True)
    owner = uuid(required=True)
    base = fields.Integer(required=True, validate=validate.Range(min=0))


class ShareAct(Shape):
    """A person or team may do these things to one record, whatever their roles reach; none: no longer."""

    kind = tag("share")
    entity = slug(required=True)
    record = uuid(required=True)
    with_ = uuid(required=True, data_key="with")
    may = fields.List(choice("read", "edit", "delete", "assign", "share"), required=True)


class KeepAct(Shape):
    """The user pins or follows a record, so that his devices hold it, or no longer does."""

    kind = tag("keep")
    entity = slug(required=True)
    record = uuid(required=True)
    how = choice("pin", "follow", required=True)
    on = fields.Boolean(required=True)


ACTS = {
    "create": CreateAct,
    "set": SetAct,
    "delete": DeleteAct,
    "restore": RestoreAct,
    "step": StepAct,
    "resolve": ResolveAct,
    "assign": AssignAct,
    "share": ShareAct,
    "keep": KeepAct,
}


class Change(Shape):
    """One user action, numbered per device without gaps when it is first sent."""

    number = fields.Integer(required=True, validate=validate.Range(min=1))
    id = uuid(required=True)
    metadata_version = fields.Integer(required=True)
    made_at = fields.String(
        required=True, metadata={"description": "UTC instant of the phone's clock: a label"}
    )
    epoch = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=64),
        metadata={"description": "the epoch of the versions that its user saw, where it is over"},
    )
    acts = fields.List(
        Tagged(ACTS, tag="kind", name="Act"), required=True, validate=validate.Length(min=1, max=500)
    )
    # No default: the body of a change without it stays the body that it always was.
    withdraws = fields.List(
        uuid(),
        validate=validate.Length(min=1, max=200),
        metadata={
            "description": "earlier changes of the device, refused or waiting, that it takes the place of, "
            "or that the user gave up"
        },
    )


class RecordVersion(OpenShape):
    """The version that a record has after a change."""

    entity = slug(required=True)
    record = uuid(required=True)
    version = fields.Integer(required=True)


class Remark(OpenShape):
    """What the office says of a record that it has accepted, in its author's language."""

    severity = choice("warning", "information", required=True)
    message = fields.String(required=True)
    entity = slug(required=True)
    record = uuid(required=True)
    field = slug(load_default=None, allow_none=True)


class Outcome(OpenShape):
    """The durable answer to one change. The same change always gets the same answer.

    ``blocked`` alone is followed by another, which is final: the change waits until ``blocked_by`` is mended.
    """

    number = fields.Integer(required=True)
    id = uuid(required=True)
    status = choice(
        "applied", "merged", "conflict", "rejected", "blocked", "applied_with_drops", required=True
    )
    seq = fields.Integer(
        required=True,
        metadata={"description": "head of the stream after the change; 0 if nothing was written"},
    )
    records = fields.List(fields.Nested(RecordVersion), required=True)
    conflicts = fields.List(uuid(), required=True)
    problem = fields.Nested(Problem, load_default=None, allow_none=True)
    blocked_by = uuid(load_default=None, allow_none=True)
    remarks = fields.List(fields.Nested(Remark), metadata={"optional": True})


class Decision(OpenShape):
    """What an administrator did with a refused change: its ``Outcome`` stays, this comes beside it."""

    number = fields.Integer(required=True)
    id = uuid(required=True)
    decision = choice("applied", "returned", "discarded", required=True)
    note = fields.String(load_default=None, allow_none=True)
    at = fields.String(required=True)
    seq = fields.Integer(
        required=True, metadata={"description": "head of the stream after it was applied; 0: nothing written"}
    )


class ConflictRow(OpenShape):
    """Two values for one field group, kept until someone chooses. The office's stays in effect."""

    id = uuid(required=True)
    entity = slug(required=True)
    record = uuid(required=True)
    kind = choice("fields", "edited_deleted", "deleted_edited", "unique", "invalid", "retyped", required=True)
    base = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    mine = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    theirs = fields.Dict(keys=slug(), values=fields.Raw(allow_none=True), required=True)
    mine_by = fields.String(required=True)
    mine_by_name = fields.String(load_default=None, allow_none=True)
    mine_at = fields.String(required=True)
    theirs_by = fields.String(required=True)
    theirs_at = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "record version of theirs"})
    change = uuid(required=True)
    open = fields.Boolean(required=True)
