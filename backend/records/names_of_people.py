"""The names of people by their record ids, for histories and conflicts.

A person's name is what people of one installation may always know of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE
from backend.metadata.model import Model
from backend.records.layout import layout_of


def names_of(session: Session, model: Model, people: Iterable[str | None]) -> Mapping[str | None, str]:
    """Return person id → name; "" for someone who is not there (any more)."""
    names: defaultdict[str | None, str] = defaultdict(str, {OFFICE.person: OFFICE.name})
    wanted = [person for person in people if person is not None]
    if wanted and "person" in model.entities:
        layout = layout_of(model, "person")
        title = layout.fields[layout.entity.title].columns[0][0]
        query = select(layout.table.c.id, layout.table.c[title]).where(layout.table.c.id.in_(wanted))
        names.update({row[0]: row[1] or "" for row in session.execute(query)})
    return names
