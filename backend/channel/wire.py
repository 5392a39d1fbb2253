"""Messages as text: JSON in, JSON out.

Pages of records are written as they are, because their keys are the same on both sides of the wire and
running every record through its shape again costs more than reading it from the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from backend.errors import Malformed, TooLarge
from backend.protocol.changes import ConflictRow, Decision, Outcome
from backend.protocol.dumping import dump
from backend.protocol.messages import PUSHED, REPLIES
from backend.sync.limits import MESSAGE_BYTES

_AS_IT_IS = frozenset({"rows", "page", "done", "plan", "mended"})
_SHAPED = {"conflicts": ConflictRow, "settled": Outcome, "decisions": Decision}
"""What stands in such a message and is written by its shape all the same."""
_TEXT = 0x81
"""The first byte of a text message in a single frame."""


def read_message(text: str | bytes) -> dict[str, Any]:
    """Read one message as an object.

    :raises TooLarge: ``message-too-large``
    :raises Malformed: ``not-json``
    """
    data = text.encode() if isinstance(text, str) else text
    if len(data) > MESSAGE_BYTES:
        raise TooLarge("message-too-large", max_bytes=MESSAGE_BYTES)
    try:
        raw = orjson.loads(data)
    except ValueError:
        raise Malformed("not-json") from None
    if not isinstance(raw, dict):
        raise Malformed("not-json")
    return raw


def write_reply(reply: Mapping[str, Any]) -> bytes:
    """Write the reply to a request."""
    kind = reply["type"]
    if kind not in _AS_IT_IS:
        return orjson.dumps(dump(REPLIES[kind], reply))
    for key, shape in _SHAPED.items():
        if reply.get(key):
            reply = {**reply, key: [dump(shape, one) for one in reply[key]]}
    return orjson.dumps(reply)


def write_pushed(message: Mapping[str, Any]) -> bytes:
    """Write a message that nobody asked for."""
    return orjson.dumps(dump(PUSHED[message["type"]], message))


def hint_frame(head: int) -> bytes:
    """Return the hint of a head in its frame: the same bytes for every socket, made once."""
    return text_frame(write_pushed({"type": "hint", "head": head}))


def text_frame(text: bytes) -> bytes:
    """Put a whole message into one frame of a websocket, as a server sends it: unmasked (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:
        return bytes((_TEXT, size)) + text
    if size < 1 << 16:
        return bytes((_TEXT, 126)) + size.to_bytes(2, "big") + text
    return bytes((_TEXT, 127)) + size.to_bytes(8, "big") + text
