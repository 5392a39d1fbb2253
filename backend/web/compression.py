"""Replies packed as the browser prefers: zstd, else gzip, else as they are.

Meant for replies of a known size in memory. A cookie's or token's bytes never stand in one body with
text that a stranger chose, so compression tells nobody anything.
"""

from __future__ import annotations

import gzip

import zstandard
from flask import Response, request

WORTH_BYTES = 860
"""Below this a packed body saves no packet."""

_ZSTD_LEVEL, _GZIP_LEVEL = 3, 4


def compressed(body: bytes, content_type: str) -> Response:
    """Return a reply with ``body``, packed for this request."""
    reply = Response(body, content_type=content_type)
    reply.headers["Vary"] = "Accept-Encoding"
    if len(body) < WORTH_BYTES:
        return reply
    encoding = preferred_encoding()
    if encoding is not None:
        reply.set_data(pack(body, encoding))
        reply.headers["Content-Encoding"] = encoding
    return reply


def preferred_encoding() -> str | None:
    """Return the best encoding that this request accepts; None: as it is."""
    for encoding in ("zstd", "gzip"):
        if request.accept_encodings.quality(encoding) > 0 and encoding in request.headers.get(
            "Accept-Encoding", ""
        ):
            return encoding
    return None


def pack(body: bytes, encoding: str, *, tight: bool = False) -> bytes:
    """Pack ``body``; ``tight`` takes its time, for what is packed once and sent often."""
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=19 if tight else _ZSTD_LEVEL).compress(body)
    return gzip.compress(body, compresslevel=9 if tight else _GZIP_LEVEL, mtime=0)
