"""The number of the protocol between the phone and the server, and its history.

Raise :data:`PROTOCOL_VERSION` and add a line whenever a shape in this package
changes; ``tests/house`` compares a hash of the exported schema and says so.
"""

PROTOCOL_VERSION = 1

HISTORY = {
    1: "hello, plan, snapshot, pull, push, hint, metadataChanged; metadata documents of the foundation",
}
"""Protocol version → what it brought."""

OLDEST_ACCEPTED = 1
"""Clients below this version are asked to update; what they entered is still accepted."""
