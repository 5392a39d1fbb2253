"""The lock that keeps a second server process away from a SQLite data folder.

Held as long as the file is open, across ``exec`` and in every child, so the kernel releases it
whichever way the server ends; there is no stale lock to clean up.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from backend.errors import SetupError


def hold_data_folder(folder: Path) -> int:
    """Take the folder's server lock; returns the open descriptor, which child processes inherit.

    Raises :class:`SetupError` when another server process holds it.
    """
    descriptor = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
        os.close(descriptor)
        raise SetupError("data-folder-in-use", folder=str(folder), process=holder or "?") from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    os.set_inheritable(descriptor, True)
    return descriptor
