"""What came of checks: kept for each device, the newest few, and told to those who run the office.

A difference is a fault of ours, so it goes to the log as well: counts by entity, never an id or a value.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.database.instants import format_instant
from backend.sync.verify_models import DeviceCheck

KEPT = 10
"""Checks of a device."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What one message of a check has found out."""

    device: str
    run: str
    at: dt.datetime
    head: int
    why: str = ""
    """Empty: the check has begun with an earlier message."""
    records: int = 0
    differing: int = 0
    mended: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def keep_report(session: Session, report: Report) -> None:
    """Add to what is known of a check, and let the oldest of the device go."""
    known = session.get(DeviceCheck, (report.device, report.run), with_for_update=True)
    if known is None:
        known = DeviceCheck(
            device=report.device,
            run=report.run,
            at=report.at,
            why=report.why or "asked",
            head=report.head,
            records=0,
            differing=0,
            mended={},
        )
        session.add(known)
    known.records += report.records
    known.differing += report.differing
    known.mended = _added(known.mended, report.mended)
    session.flush()
    newest = select(DeviceCheck.run).where(DeviceCheck.device == report.device)
    newest = newest.order_by(DeviceCheck.at.desc(), DeviceCheck.run.desc())
    for run in session.scalars(newest.offset(KEPT)).all():
        session.execute(
            delete(DeviceCheck).where(DeviceCheck.device == report.device, DeviceCheck.run == run)
        )


def tell_log(report: Report) -> None:
    """Tell of a difference; called once it is kept."""
    for entity, found in report.mended.items():
        _log.error(
            "verify mismatch: device=%s run=%s entity=%s head=%d %s",
            report.device,
            report.run,
            entity,
            report.head,
            " ".join(f"{kind}={count}" for kind, count in sorted(found.items())),
        )


def checks_of(session: Session, device: str) -> list[dict[str, Any]]:
    """Return the checks of a device, the newest first, as the protocol's ``DeviceCheck``."""
    rows = session.scalars(
        select(DeviceCheck)
        .where(DeviceCheck.device == device)
        .order_by(DeviceCheck.at.desc(), DeviceCheck.run)
    )
    return [
        {
            "at": format_instant(row.at),
            "why": row.why,
            "records": row.records,
            "mended": [
                {"entity": entity, "why": kind, "count": count}
                for entity, found in sorted(row.mended.items())
                for kind, count in sorted(found.items())
            ],
        }
        for row in rows
    ]


def _added(known: Mapping[str, Any], more: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    found: dict[str, dict[str, int]] = {entity: dict(counts) for entity, counts in known.items()}
    for entity, counts in more.items():
        of_entity = found.setdefault(entity, {})
        for kind, count in counts.items():
            of_entity[kind] = of_entity.get(kind, 0) + count
    return found
