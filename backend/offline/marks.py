"""The marks of rescopes: from which number on a cursor tells again who holds the records of an entity."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.offline.models import ScopeMark


def set_mark(session: Session, entity: str, seq: int) -> None:
    """Let devices whose cursor is below ``seq`` compare whole sets where they use records of ``entity``."""
    session.merge(ScopeMark(entity=entity, seq=seq))
    session.flush()


def newest_mark(session: Session, entities: Iterable[str]) -> int:
    """Return the highest mark of these entities; 0 when there is none."""
    query = select(func.max(ScopeMark.seq)).where(ScopeMark.entity.in_(list(entities)))
    return session.scalar(query) or 0
