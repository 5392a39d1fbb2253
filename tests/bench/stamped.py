"""The application as it ships, which also notes each commit: head and milliseconds, a line each.

For gunicorn; ``STAMPS`` in the environment names the file. A savepoint that ends leaves a line as well, so
the last line of a head is that of its commit.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from app import app
from backend.signals import records_written

__all__ = ["app"]

_HEAD = "bench head"
_stamps = Path(os.environ["STAMPS"]).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115


def _written(sender: object, *, session: Session, head: int, **_: object) -> None:
    session.info[_HEAD] = head


def _committed(session: Session) -> None:
    head = session.info.get(_HEAD)
    if head is not None:
        _stamps.write(f"{head} {time.time() * 1000:.3f}\n")


records_written.connect(_written)
event.listen(Session, "after_commit", _committed)
