"""Rules that failed while they ran: noted where they ran, told to designers beside what the checks found.

Once for each rule, with the record that it failed on last. A rule that was changed since is a new one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.metadata.findings import Finding
from backend.metadata.model import Document, Model
from backend.metadata.models import RuleFailure

Path = tuple[str, ...]
"""Where a rule stands in its entity: ``("fields", "total", "computed")``."""
Reason = Literal["failed", "not-held"]


@dataclass(frozen=True)
class Failure:
    """What came of a rule for a record: it failed, or its field cannot hold what it made."""

    entity: str
    path: Path
    record: str
    reason: Reason


def note_failures(session: Session, failures: Iterable[Failure], model: Model, *, now: dt.datetime) -> None:
    """Note failures of the rules of a model."""
    last = {(one.entity, "/".join(one.path)): one for one in failures}
    for (entity, path), failure in sorted(last.items()):
        known = session.get(RuleFailure, (entity, path))
        if known is None:
            known = RuleFailure(entity=entity, path=path)
            session.add(known)
        rule = _rule_at(model, entity, failure.path)
        known.rule = None if rule is None else dict(rule)
        known.reason, known.record, known.at = failure.reason, failure.record, now


def failed_rules(session: Session, model: Model) -> Iterator[Finding]:
    """Yield a warning at each rule of a model that has failed and is still as it was."""
    for row in session.scalars(select(RuleFailure).order_by(RuleFailure.entity, RuleFailure.path)):
        path = tuple(row.path.split("/"))
        if row.rule is not None and _rule_at(model, row.entity, path) == row.rule:
            arguments = {"name": path[1], "record": row.record}
            at = ("entities", row.entity, *path)
            yield Finding("model", at, f"design-rule-{row.reason}", arguments, "warning")


def _rule_at(model: Model, entity: str, path: Path) -> Document | None:
    kind, name, key = path
    holder = model.entities.get(entity)
    nodes: Iterable[Mapping[str, object]] = (holder.document.get(kind) or ()) if holder else ()
    found = next((node.get(key) for node in nodes if node["id"] == name), None)
    return found if isinstance(found, Mapping) else None
