"""The whole conversation between a device and the server.

The device opens with ``hello`` and is answered ``welcome`` or ``refusal``. It sends
``push`` and is answered ``outcomes``. It sends ``pull``: without a cursor it gets a
``plan`` (how many pages of which entities make up its scope), fetches each page by
``snapshot`` → ``rows``, several at a time, and pulls again from the plan's cursor;
with a cursor it gets ``page`` after ``page`` and at last ``done``. Pages are shown to
nobody before ``done``. The server tells of news by ``hint`` and ``metadataChanged``,
which carry no data: correctness never depends on them.

A reply carries the ``id`` of its request; pushed messages have none. The same
requests and replies travel over HTTP, one request a ``POST``
(``/api/v1/sync/<type>``). An end that does not know a key of a reply ignores it.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.changes import Change, ConflictRow, Outcome
from backend.protocol.metadata import DEPTHS
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, choice, slug, tag, text, uuid


class Request(Shape):
    """What every request has: a number of its sender's, given back in the reply."""

    id = fields.Integer(required=True, validate=validate.Range(min=0))
    device = uuid(required=True)


class Hello(Request):
    """The opening: who I am, what I speak, what I hold. ``next_nonce`` replaces ``nonce`` once welcomed."""

    type = tag("hello")
    protocol_version = fields.Integer(required=True)
    expressions_version = fields.Integer(
        load_default=1,
        validate=validate.Range(min=1, max=1_000_000),
        metadata={"description": "the newest version of filters and rules that the client understands"},
    )
    nonce = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    next_nonce = fields.String(required=True, validate=validate.Length(min=16, max=64))
    metadata_version = fields.Integer(required=True, metadata={"description": "0: none yet"})
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))
    pending = fields.Integer(required=True, metadata={"description": "changes waiting on the device"})
    stored = fields.Integer(required=True, metadata={"description": "records in the device's store"})


class Push(Request):
    """Changes in the order made; numbers without gaps."""

    type = tag("push")
    changes = fields.List(fields.Nested(Change), required=True, validate=validate.Length(min=1, max=200))


class Pull(Request):
    """What is new since ``cursor``; presenting the cursor of a generation says that it was applied."""

    type = tag("pull")
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))
    page = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class Snapshot(Request):
    """One page of a plan."""

    type = tag("snapshot")
    plan = fields.String(required=True, validate=validate.Length(max=2000))
    entity = slug(required=True)
    after = fields.String(
        required=True, metadata={"description": "records with ids above this; empty: from the first"}
    )
    until = fields.String(required=True, metadata={"description": "…up to and with this; empty: to the last"})


class Beat(Shape):
    """The heartbeat, both ways."""

    type = tag("beat")


REQUESTS = {"hello": Hello, "push": Push, "pull": Pull, "snapshot": Snapshot, "beat": Beat}
"""What a device may send."""


class Reply(OpenShape):
    """What every reply has."""

    id = fields.Integer(required=True)


class MetadataState(OpenShape):
    """Which metadata version is in force, and whether the user's own effective set has changed."""

    current = fields.Integer(required=True)
    minimum = fields.Integer(required=True)
    changed = fields.Boolean(
        required=True, metadata={"description": "the effective set differs from what the device has"}
    )
    urgency = choice("silent", "soft", "hard", required=True)
    note = text(load_default=dict)


class Limits(OpenShape):
    """What the server takes, so that the phone can say so before sending."""

    changes = fields.Integer(required=True)
    message_bytes = fields.Integer(required=True)
    record_bytes = fields.Integer(required=True)
    blob_bytes = fields.Integer(required=True)


class Welcome(Reply):
    """Proceed."""

    type = tag("welcome")
    metadata = fields.Nested(MetadataState, required=True)
    next_change = fields.Integer(
        required=True, metadata={"description": "number expected of the device's next change"}
    )
    head = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = fields.String(required=True)
    synced_before = fields.Boolean(
        required=True, metadata={"description": "this device has held records before"}
    )
    limits = fields.Nested(Limits, required=True)
    lacking = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": "operators in the user's workspaces that the client does not understand"},
    )


class Refusal(Reply):
    """Not so: the problem, and what the device is to do."""

    type = tag("refusal")
    problem = fields.Nested(Problem, required=True)
    remedy = choice("retry", "sign_in", "update", "new_device", "restart", "stop", required=True)


class Outcomes(Reply):
    """One outcome a change, in order."""

    type = tag("outcomes")
    outcomes = fields.List(fields.Nested(Outcome), required=True)
    next_change = fields.Integer(required=True)
    head = fields.Integer(required=True)


class PlannedEntity(OpenShape):
    """The pages of one entity: a page ends with each of ``ends``, the last one is open."""

    entity = slug(required=True)
    count = fields.Integer(required=True)
    stage = fields.Integer(required=True)
    ends = fields.List(fields.String(), required=True)


class Plan(Reply):
    """How the first complete copy is fetched, and the cursor to go on from afterwards."""

    type = tag("plan")
    plan = fields.String(required=True)
    cursor = fields.String(required=True)
    entities = fields.List(fields.Nested(PlannedEntity), required=True)


class Row(fields.Tuple):
    """A record as it comes down: id, version, values (only fields that have one).

    Reserved among the values: ``owner``, and ``shared``, what the record is shared with the user for.
    """

    def __init__(self) -> None:
        super().__init__(
            (
                fields.String(),
                fields.Integer(),
                fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True)),
            )
        )


class Rows(Reply):
    """One page of a snapshot, parents before children by the order of the plan."""

    type = tag("rows")
    entity = slug(required=True)
    rows = fields.List(Row(), required=True)


class Put(OpenShape):
    """Records of one entity, new or newer."""

    entity = slug(required=True)
    rows = fields.List(Row(), required=True)


class Stubs(OpenShape):
    """Records that the device knows by their label only: others point at them, or they have left."""

    entity = slug(required=True)
    labels = fields.Dict(
        keys=uuid(), values=fields.String(), required=True, metadata={"description": "by id"}
    )


class Mask(OpenShape):
    """From here on rows of the entity hold these fields only: the others go, wherever they are kept."""

    entity = slug(required=True)
    fields_ = fields.List(slug(), required=True, data_key="fields")


class Out(OpenShape):
    """Records that leave the device.

    ``left``: still readable, no longer wanted; the label stays, and a frozen copy may, for a while.
    ``lost``: deleted or no longer readable; every trace goes.
    """

    entity = slug(required=True)
    why = choice("left", "lost", required=True)
    records = fields.List(uuid(), required=True)


class Coming(Reply):
    """What a page of a pull brings, to be taken in this order: masks, records, what leaves, labels."""

    masks = fields.List(fields.Nested(Mask), load_default=list)
    put = fields.List(fields.Nested(Put), required=True)
    stubs = fields.List(fields.Nested(Stubs), load_default=list)
    out = fields.List(fields.Nested(Out), required=True)
    conflicts = fields.List(fields.Nested(ConflictRow), required=True)


class PageMessage(Coming):
    """A page that more follows."""

    type = tag("page")
    next = fields.String(required=True)


class EntityCount(OpenShape):
    """How many records of an entity the device now holds."""

    entity = slug(required=True)
    count = fields.Integer(required=True)


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


class Done(Coming):
    """The last page: with it the device is at ``head``. ``standing`` comes when it has changed."""

    type = tag("done")
    cursor = fields.String(required=True)
    generation = fields.Integer(required=True)
    head = fields.Integer(required=True)
    counts = fields.List(fields.Nested(EntityCount), required=True)
    standing = fields.Nested(Standing, load_default=None, allow_none=True)


REPLIES = {
    "welcome": Welcome, "refusal": Refusal, "outcomes": Outcomes, "plan": Plan, "rows": Rows,
    "page": PageMessage, "done": Done,
}  # fmt: skip
"""What answers a request."""


class Hint(OpenShape):
    """There is something new: pull. One slot a connection; a newer hint replaces it."""

    type = tag("hint")
    head = fields.Integer(required=True)


class MetadataChanged(OpenShape):
    """A publication concerns this user. It only prompts: the device fetches when the user says so."""

    type = tag("metadataChanged")
    version = fields.Integer(required=True)
    urgency = choice("silent", "soft", "hard", required=True)
    note = text(required=True)


class Bye(OpenShape):
    """The server goes away; come back within ``spread`` seconds, at a random moment."""

    type = tag("bye")
    spread = fields.Integer(required=True)


PUSHED = {"hint": Hint, "metadataChanged": MetadataChanged, "bye": Bye, "beat": Beat}
"""What the server sends unasked."""
