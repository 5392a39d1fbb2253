"""Frames of a websocket as a light client writes and reads them: whole messages, no extensions.

A client must mask what it sends; a mask of zeros leaves the text as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

TEXT, CLOSE = 1, 8
_FINAL, _MASKED = 0x80, 0x80
_MASK = bytes(4)


def framed(text: bytes) -> bytes:
    """Return a text message in its frame."""
    size = len(text)
    if size < 126:
        head = bytes((_FINAL | TEXT, _MASKED | size))
    elif size < 1 << 16:
        head = bytes((_FINAL | TEXT, _MASKED | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FINAL | TEXT, _MASKED | 127)) + size.to_bytes(8, "big")
    return head + _MASK + text


def frames(inbox: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take the whole frames out of what has come: opcode and payload. What is not whole stays."""
    while len(inbox) >= 2:
        size, begin = inbox[1] & 0x7F, 2
        if size >= 126:
            begin += 2 if size == 126 else 8
            if len(inbox) < begin:
                return
            size = int.from_bytes(inbox[2:begin], "big")
        if len(inbox) < begin + size:
            return
        opcode, payload = inbox[0] & 0x0F, bytes(inbox[begin : begin + size])
        del inbox[: begin + size]
        yield opcode, payload
