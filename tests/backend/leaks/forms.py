"""The shapes in which a value may hide in bytes: plain, folded, escaped, encoded, hashed."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

_HASHES = ("md5", "sha1", "sha256")


def forms_of(value: str | bytes) -> frozenset[bytes]:
    """Return every shape of a value that is looked for; text is looked for in lower case as well."""
    return frozenset(_of_bytes(value) if isinstance(value, bytes) else _of_text(value))


def _of_text(value: str) -> Iterator[bytes]:
    for text in {value, value.lower(), value.casefold()}:
        yield text.encode()
        yield json.dumps(text)[1:-1].encode()
        yield json.dumps(text, ensure_ascii=False)[1:-1].encode()
        yield html.escape(text).encode()
        yield quote(text).encode()
        yield quote_plus(text).encode()
        yield from _of_bytes(text.encode())
        yield from _of_bytes(text.encode("utf-16-le"))


def _of_bytes(value: bytes) -> Iterator[bytes]:
    yield value
    yield value.hex().encode()
    yield value.hex().upper().encode()
    for name in _HASHES:
        digest = hashlib.new(name, value).digest()
        yield digest.hex().encode()
        yield from _in_base64(digest)
    yield from _in_base64(value)


def _in_base64(value: bytes) -> Iterator[bytes]:
    """Give the middle of what becomes of a value wherever it stands in what is encoded."""
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + value)
        # What shares a letter with its neighbours is not its own.
        first = (before * 8 + 5) // 6
        last = (before + len(value)) * 8 // 6
        yield encoded[first:last]
        yield encoded[first:last].translate(bytes.maketrans(b"+/", b"-_"))
