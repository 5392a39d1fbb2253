"""The tables beside the entity tables: order, sidecars, history, conflicts, shares, numbers, blobs.

Entity tables hold business values and nothing else (:mod:`backend.records.tables`); everything that
numbers, dates and explains them stands here, for all entities in one place.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from backend.database.schema import SystemTables
from backend.database.types import JsonDocument, UtcInstant, Uuid

stream = Table(
    "stream",
    SystemTables.metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Text, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
    Column("rids", BigInteger, nullable=False),
)
"""One row: the number of the newest write (``head``), and how many ``rid``s have been given."""

epoch = Table(
    "epoch",
    SystemTables.metadata,
    Column("epoch", Text, primary_key=True),
    Column("before", Text, nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("metadata", BigInteger, nullable=False),
    Column("begun_at", UtcInstant, nullable=False),
)
"""The epochs that began with a restore: which one the backup was of (``before``), and how far it went: up to
which number of the stream and which metadata version.
"""

record = Table(
    "record",
    SystemTables.metadata,
    Column("entity", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("key", Text),
    Column("rid", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("value_seq", BigInteger, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("field_versions", JsonDocument, nullable=False),
    Column("owner", Uuid),
    Column("created_at", UtcInstant, nullable=False),
    Column("created_by", Uuid),
    Column("modified_at", UtcInstant, nullable=False),
    Column("modified_by", Uuid),
    Index("ix_record_entity_seq", "entity", "seq"),
    Index("ix_record_rid", "rid", unique=True),
    Index("ix_record_entity_owner", "entity", "owner"),
)
"""The sidecar of every record, gone ones included.

``field_versions`` holds the record version that last changed a field, where that is not 1.
"""

history = Table(
    "history",
    SystemTables.metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("entity", Text, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("old", JsonDocument, nullable=False),
    Column("new", JsonDocument, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("by", Uuid),
    Column("device", Uuid),
    Column("change", Uuid, nullable=False),
    Index("ix_history_entity_id", "entity", "id", "version"),
)
"""One row a number of the stream: what that write replaced, in wire values."""

conflict = Table(
    "conflict",
    SystemTables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("record", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("base", JsonDocument, nullable=False),
    Column("mine", JsonDocument, nullable=False),
    Column("theirs", JsonDocument, nullable=False),
    Column("mine_by", Uuid, nullable=False),
    Column("mine_at", UtcInstant, nullable=False),
    Column("theirs_by", Uuid),
    Column("theirs_at", UtcInstant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", Uuid, nullable=False),
    Column("device", Uuid),
    Column("open", Boolean, nullable=False),
    Column("closed_by", Uuid),
    Column("closed_at", UtcInstant),
    Column("closed_change", Uuid),
    Column("seq", BigInteger, nullable=False),
    Index("ix_conflict_seq", "seq"),
    Index("ix_conflict_entity_record", "entity", "record"),
)
"""Two values for one field group; ``seq`` is the number under which the row last changed."""

record_share = Table(
    "record_share",
    SystemTables.metadata,
    Column("entity", Text, primary_key=True),
    Column("record", Uuid, primary_key=True),
    Column("grantee", Uuid, primary_key=True),
    Column("may", JsonDocument, nullable=False),
    Column("by", Uuid, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Index("ix_record_share_grantee_entity", "grantee", "entity"),
)
"""What one record is shared for with one person or team: a list of operations, ``read`` always in it."""

kept = Table(
    "kept",
    SystemTables.metadata,
    Column("person", Uuid, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Uuid, primary_key=True),
    Column("how", Text, primary_key=True),
    Column("at", UtcInstant, nullable=False),
    Index("ix_kept_entity_record", "entity", "record"),
)
"""The records that a person pins or follows, so that all his devices hold them."""

counter = Table(
    "counter",
    SystemTables.metadata,
    Column("entity", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
"""The last auto-number given, per field."""

blob = Table(
    "blob",
    SystemTables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("sha256", Text),
    Column("size", BigInteger, nullable=False),
    Column("type", Text),
    Column("received", BigInteger, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("created", UtcInstant, nullable=False),
    Index("ix_blob_sha256", "sha256"),
)
"""An uploaded file. ``owner`` is the person who sent it; ``type`` is what the bytes are, once complete."""

blob_use = Table(
    "blob_use",
    SystemTables.metadata,
    Column("blob", Uuid, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("record", Uuid, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("by", Uuid, nullable=False),
    Column("proven", Boolean, nullable=False),
)
"""Which record refers to a blob, or did: its history can bring the picture back.

``field`` is the one that holds the reference: whoever may not read it does not reach the blob by it. Empty
where it was not noted: then the reference counts for those from whom no field of the entity is hidden.

``by`` wrote the reference; ``proven`` says that he could read the blob then. A reference that came
before its blob lets others read it only if he turns out to be its owner.
"""

model_start = Table(
    "model_start",
    SystemTables.metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
)
"""After which number of the stream a version of the model holds: values in history are of their time."""

link = Table(
    "link",
    SystemTables.metadata,
    Column("entity", Text, primary_key=True),
    Column("record", Uuid, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("target", Uuid, primary_key=True),
    Index("ix_link_target_entity_field_record", "target", "entity", "field", "record"),
)
"""What live records point at by lookups of several: the value stands in the record, and here once more from
the other end.
"""

recomputation = Table(
    "recomputation",
    SystemTables.metadata,
    Column("id", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("steps", JsonDocument, nullable=False),
    Column("record", Uuid),
    Column("after", Uuid),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
)
"""Records whose computed values are to be made anew, and how far that has come.

All of an entity; or those from which ``steps``, lookups and lines, lead to a ``record`` that has changed.
``after`` is the record after which it goes on. A row goes when it is done.
"""

conversion = Table(
    "conversion",
    SystemTables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("publication", JsonDocument, nullable=False),
    Column("account", Integer, nullable=False),
    Column("by", Uuid, nullable=False),
    Column("begun_at", UtcInstant, nullable=False),
    Column("state", Text, nullable=False),
    Column("model", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("place", JsonDocument),
    Column("version", Integer, nullable=False),
    Column("problem", JsonDocument),
)
"""A publication that converts too much for one transaction, and how far it has come.

``model`` is the version that it began at, ``since`` the head of the stream then, ``place`` the entity and
the record after which it goes on, ``version`` the metadata version that it became.
"""
