"""How much travels at once. The phone is told in ``welcome``, so that it can say so before it sends."""

from __future__ import annotations

CHANGES = 200
"""Changes in one push."""

MESSAGE_BYTES = 256 * 1024
"""One message of a device."""

RECORD_BYTES = 128 * 1024
"""One record as JSON."""

LEVELS = 32
"""How deep the objects and arrays of an act stand in each other."""

PAGE_ROWS = 500
PAGE_BYTES = 200 * 1024
"""One page that comes down, with its envelope."""

SNAPSHOT_ROWS = 4000
SNAPSHOT_BYTES = 1024 * 1024
"""One page of a plan, about. Devices fetch them over HTTP, packed to a quarter of that."""

ENVELOPE_BYTES = 4 * 1024
"""What a page has besides records: cursor, counts, keys."""

SCANNED_ROWS = 20_000
"""Candidates looked at for one page: most of them may concern other people."""

SCANNED_CONFLICTS = 50
"""Conflicts read at once: each may hold three versions of a large record."""

SLICE_ROWS = 4000
"""Records looked at together while whole sets are compared."""

TAKEN_BACK = 1_000
"""Deleted records that one comparison takes out for a conflict on them, all on its first page."""
