"""The signals by which a lower feature tells higher ones that something happened.

Each is declared here with its arguments. Receivers run inside the sender's transaction,
in its thread: they may write to the session, and put anything else off by
``database.after_commit``.
"""

from __future__ import annotations

from blinker import Signal

records_written = Signal("records were written: session, head (int), entities (frozenset of entity ids)")
"""Sent by ``records.apply`` once a transaction that moved the stream's head."""

records_changed = Signal(
    "a change was written: session, origin (Origin), changed (list of records.work.Changed)"
)
"""Sent by ``records.apply`` once a change, inside its savepoint; never for touches, but for a pin."""

records_foreseen = Signal("changes are about to be written together: session, changed (as records_changed)")
"""Sent by ``records.together`` for each of them. Whoever follows it with writes of his own returns true: it
is then written by itself, so that what follows comes before the next change."""

metadata_published = Signal("metadata was published: session, version (int), urgency (str), note (dict)")
"""Sent by ``metadata.publish``."""

session_revoked = Signal("sign-ins ended: session, account (int), sign_in (str or None: all of the account)")
"""Sent by ``accounts`` when a person signs out, is disabled, or his roles change."""
