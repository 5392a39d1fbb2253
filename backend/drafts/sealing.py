"""The seal of drafts: AES-GCM by a key that stands in the data folder and never in the database.

A seal is bound to what it is of, so that bytes moved to another owner's row do not open. Keys have names:
a new one can be put first, and what older ones have sealed still opens.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.key_file import key_in

NONCE: Final = 12
FILE: Final = "drafts.key"


@dataclass(frozen=True, slots=True)
class Seal:
    """The keys of one installation by their names; the first one seals."""

    keys: dict[str, bytes] = field(repr=False)

    def close(self, content: bytes, about: bytes) -> tuple[str, bytes]:
        """Return the name of the key and the sealed content."""
        name, key = next(iter(self.keys.items()))
        nonce = secrets.token_bytes(NONCE)
        return name, nonce + AESGCM(key).encrypt(nonce, content, about)

    def open(self, name: str, sealed: bytes, about: bytes) -> bytes | None:
        """Return the content; None where its key is lost or it is not what it says."""
        key = self.keys.get(name)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except InvalidTag:
            return None


def seal_in(data: Path) -> Seal:
    """Return the seal of the installation whose data folder is ``data``; makes its first key."""
    stored: dict[str, str] = json.loads(key_in(data / FILE, _first_key))
    return Seal({name: base64.b64decode(key) for name, key in stored.items()})


def _first_key() -> bytes:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return json.dumps({secrets.token_hex(4): key}).encode()
