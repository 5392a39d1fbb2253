"""A file that holds a key: made once, and its owner's alone to read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def key_in(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what the file holds; makes it where there is none."""
    if not path.exists():
        _write_once(path, make())
    return path.read_bytes()


def _write_once(path: Path, key: bytes) -> None:
    # Two first starts at once: the link fails for the second, which then reads the first one's key.
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(descriptor)
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
