"""Changes that come again under another number, or from an epoch that is over.

A copied store, a device that begins anew and a device whose server was put back to a backup all send changes
that may have been answered before. Numbers tell nothing then; a change is known by its id and by what its
author wanted. What he had *seen* may have been taken out of it meanwhile, so that does not count; who has
edited a copied change gets an answer of his own.

What a change says of another epoch's versions holds up to the head that both epochs share. Above it a version
means nothing here: whatever has been written since is taken to be unseen, and values decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from backend.accounts.models import Account, Device
from backend.accounts.user import User
from backend.database.listed import aside, listed
from backend.metadata import service
from backend.records import stream
from backend.records.conflicts import told_of
from backend.records.models import history
from backend.sync.bodies import body_hash
from backend.sync.models import ChangeOutcome

Change = Mapping[str, Any]

_SEEN = frozenset({"base", "seen", "edits"})

_outcomes, _devices = ChangeOutcome.__table__.c, Device.__table__.c
_answered = (
    select(_outcomes.device, _outcomes.change, _outcomes.wanted, _outcomes.outcome)
    # From the changes to their devices: a device has as many answers as it has ever sent changes.
    .join(Device.__table__, _devices.id == aside(_outcomes.device))
    .where(aside(_devices.account) == bindparam("account"), listed(_outcomes.change, "changes"))
)


def wanted_hash(change: Change) -> str:
    """Return what tells whether two changes of one id want the same."""
    return body_hash({"acts": [_wanted(act) for act in change["acts"]]})


def answered_before(session: Session, device: Device, changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """Return the outcomes that changes have had under other numbers, or from other devices of the person.

    Holds the account until the end of the transaction: two copies of one store may send at once.
    """
    if not changes:
        return {}
    session.execute(
        select(Account.id).where(Account.id == device.account).with_for_update(key_share=True)
    ).one()
    place = {"account": device.account, "changes": [change["id"] for change in changes]}
    found = session.connection().execute(_answered, place).all()
    outcomes: dict[str, dict[str, Any]] = {}
    for change in changes if found else []:
        for row in found:
            # What waits is told its end by the device that it waits on.
            his = row.device == device.id or row.outcome["status"] != "blocked"
            if his and row.change == change["id"] and row.wanted in (None, wanted_hash(change)):
                outcomes[change["id"]] = {**row.outcome, "number": change["number"]}
    return outcomes


def in_this_epoch(session: Session, user: User, change: Change) -> Change:
    """Return a change as it is to be applied here; itself, unless it was made in an epoch that is over."""
    past = change.get("epoch")
    if not past or past == stream.state(session).epoch:
        return change
    shared = stream.shared_with(session, past)
    acts = [_translated(session, user, act, shared.head) for act in change["acts"]]
    version = change["metadata_version"]
    if shared.metadata is not None and version > shared.metadata:
        # Under this number there is another publication now, or none: what is in force decides alone.
        version = service.current(session).version
    return {**change, "metadata_version": version, "acts": [act for act in acts if act is not None]}


def _wanted(act: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {key: value for key, value in act.items() if key not in _SEEN}
    if "edits" in act:
        wanted["edits"] = {name: edit["value"] for name, edit in act["edits"].items()}
    return wanted


def _translated(session: Session, user: User, act: Mapping[str, Any], shared: int) -> dict[str, Any] | None:
    """Return an act in the versions of this epoch; None: there is nothing left of it to do."""
    known = _version_at(session, act["entity"], act["record"], shared)
    acts = dict(act)
    for key in ("base", "seen"):
        if key in acts:
            acts[key] = min(acts[key], known)
    if "edits" in acts:
        acts["edits"] = {
            name: {**edit, "base": min(edit["base"], known)} for name, edit in acts["edits"].items()
        }
    if acts["kind"] == "resolve" and not _all_known(session, user, acts):
        return _chosen(acts)
    return acts


def _all_known(session: Session, user: User, act: Mapping[str, Any]) -> bool:
    named = set(act["conflicts"])
    return told_of(session, user, act["entity"], act["record"], named) == named


def _chosen(act: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what somebody chose where the backup has lost the conflict: a plain edit or deletion."""
    place = {"entity": act["entity"], "record": act["record"]}
    if act["delete"]:
        return {"kind": "delete", **place, "base": act["seen"]}
    if not act["values"]:
        return None
    edits = {name: {"value": value, "base": act["seen"]} for name, value in act["values"].items()}
    return {"kind": "set", **place, "edits": edits}


def _version_at(session: Session, entity: str, identity: str, head: int) -> int:
    found = session.scalar(
        select(func.max(history.c.version)).where(
            history.c.entity == entity, history.c.id == identity, history.c.seq <= head
        )
    )
    return int(found or 0)
