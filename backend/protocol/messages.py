"""The whole conversation between a device and the server.

The device opens with ``hello`` and is answered ``welcome`` or ``refusal``. It sends
``push`` and is answered ``outcomes``. It sends ``pull``: without a cursor it gets a
``plan`` (how many pages of which entities make up its scope), fetches each page by
``snapshot`` → ``rows``, several at a time, and pulls again from the plan's cursor;
with a cursor it gets ``page`` after ``page`` and at last ``done``. Pages are shown to
nobody before ``done``. Now and then it counts what it holds: ``verify`` is answered
``verified``, and what differs is settled by ``mend`` → ``mended``. The server tells of
news by ``hint`` and ``metadataChanged``, which carry no data: correctness never depends
on them.

A reply carries the ``id`` of its request; pushed messages have none. The same
requests and replies travel over HTTP, one request a ``POST``
(``/api/v1/sync/<type>``). An end that does not know a key of a reply ignores it.
"""

from __future__ import annotations

from marshmallow import fields, validate

from backend.protocol.changes import Change, Decision, Outcome
from backend.protocol.checks import Mend, Mended, Verified, Verify
from backend.protocol.exchange import Coming, EntityCount, Reply, Request, Row
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, Shape, choice, slug, tag, text
from backend.protocol.standing import Standing


def _epoch() -> fields.String:
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=64),
        metadata={"description": "the epoch in which the device was welcomed last"},
    )


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
    epoch = _epoch()


def refused() -> fields.List[int]:
    """Declare the numbers of changes that the device has down as refused or waiting."""
    return fields.List(
        fields.Integer(validate=validate.Range(min=1)),
        load_default=list,
        validate=validate.Length(max=2000),
        metadata={"description": "numbers of changes that the device has down as refused or waiting"},
    )


class Push(Request):
    """Changes in the order made; numbers without gaps."""

    type = tag("push")
    changes = fields.List(fields.Nested(Change), required=True, validate=validate.Length(min=1, max=200))
    refused = refused()
    epoch = _epoch()


class Pull(Request):
    """What is new since ``cursor``; presenting the cursor of a generation says that it was applied."""

    type = tag("pull")
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))
    page = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))
    refused = refused()
    epoch = _epoch()
    further = fields.Boolean(
        load_default=False,
        metadata={"description": "a first copy comes stage by stage: begin with the first, or the next one"},
    )


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


REQUESTS = {
    "hello": Hello, "push": Push, "pull": Pull, "snapshot": Snapshot, "verify": Verify, "mend": Mend,
    "beat": Beat,
}  # fmt: skip
"""What a device may send."""


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


class Restored(OpenShape):
    """The server was put back to a backup: the epoch that this was of, and how far it went."""

    epoch = fields.String(required=True)
    head = fields.Integer(required=True)


class Welcome(Reply):
    """Proceed."""

    type = tag("welcome")
    metadata = fields.Nested(MetadataState, required=True)
    next_change = fields.Integer(
        required=True, metadata={"description": "number expected of the device's next change"}
    )
    head = fields.Integer(required=True)
    epoch = fields.String(required=True)
    restored = fields.Nested(
        Restored,
        load_default=None,
        allow_none=True,
        metadata={"description": "what this epoch follows; null: nothing, it is the first"},
    )
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


class Answers(Reply):
    """What has become of changes that the device had down as ``refused``, as far as there is room.

    It asks again with the next message for those that it has not heard of.
    """

    settled = fields.List(
        fields.Nested(Outcome),
        load_default=list,
        metadata={"description": "final outcomes of changes that were blocked"},
    )
    decisions = fields.List(fields.Nested(Decision), load_default=list)


class Outcomes(Answers):
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
    """How the first complete copy, or a stage of it, is fetched, and the cursor to go on from afterwards."""

    type = tag("plan")
    plan = fields.String(required=True)
    cursor = fields.String(required=True)
    entities = fields.List(fields.Nested(PlannedEntity), required=True)
    coming = fields.List(
        fields.Nested(EntityCount),
        load_default=list,
        metadata={"description": "what later stages are to bring, as many records as there are now"},
    )


class Rows(Reply):
    """One page of a snapshot, parents before children by the order of the plan."""

    type = tag("rows")
    entity = slug(required=True)
    rows = fields.List(Row(), required=True)


class PageMessage(Coming):
    """A page that more follows."""

    type = tag("page")
    next = fields.String(required=True)


class Done(Coming, Answers):
    """The last page: with it the device is at ``head``. ``standing`` comes when it has changed."""

    type = tag("done")
    cursor = fields.String(required=True)
    generation = fields.Integer(required=True)
    head = fields.Integer(required=True)
    counts = fields.List(fields.Nested(EntityCount), required=True)
    standing = fields.Nested(Standing, load_default=None, allow_none=True)
    all_conflicts = fields.Boolean(
        load_default=False,
        metadata={"description": "what others disagree on and this pull does not tell of is to go"},
    )
    coming = fields.List(
        slug(),
        load_default=list,
        metadata={"description": "entities that later stages bring: ask for them with ``further``"},
    )


REPLIES = {
    "welcome": Welcome, "refusal": Refusal, "outcomes": Outcomes, "plan": Plan, "rows": Rows,
    "page": PageMessage, "done": Done, "verified": Verified, "mended": Mended,
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
