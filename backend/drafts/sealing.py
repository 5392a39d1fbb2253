"""The seal of drafts: AES-GCM by a key that stands in the data folder and never in the database.

A seal is bound to what it is of, so that bytes moved to another owner's row do not open. Keys have names:
a new one can be put first, and what older ones have sealed still opens.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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
    path = data / FILE
    if not path.exists():
        # Two processes at once: the link fails for the second, which then reads the first one's key
        fresh = data / f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            json.dump({secrets.token_hex(4): key}, file)
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    stored: dict[str, str] = json.loads(path.read_text())
    return Seal({name: base64.b64decode(key) for name, key in stored.items()})
