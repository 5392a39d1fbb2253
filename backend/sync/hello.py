"""The opening: one round trip decides whether a device proceeds, updates, or begins anew.

A device proposes the next nonce and stores it before it sends; the server takes the current one or the
one before it, so a lost reply does not look like a copy of the device's store. A third one does.

A server that was put back to a backup does not know the nonces given since, nor all of the devices. A device
that was welcomed in another epoch and has not been here in this one is taken as it comes: once, so that of
two copies of a store one goes on and the other becomes a device of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Conflict, Unavailable
from backend.metadata.service import marked
from backend.protocol.version import OLDEST_ACCEPTED, PROTOCOL_VERSION
from backend.records.blobs import BLOB_BYTES
from backend.records.models import epoch, stream
from backend.records.stream import shared_with, stream_column
from backend.sync import limits
from backend.sync.metadata_state import PUBLISHED, Told, metadata_state, published_from
from backend.sync.understanding import lacking


class _Known(NamedTuple):
    """What is known of a device."""

    account: int
    profile: str | None
    nonce: str | None
    next_nonce: str | None
    next_change: int
    metadata_version: int
    effective_key: str | None
    synced_before: bool
    epoch: str | None

    @property
    def told(self) -> Told:
        """The metadata that it works by."""
        return Told(self.metadata_version, self.effective_key)


_LOST: Final = "lost"
"""In place of the key of metadata that this server has never published."""

_device = Device.__table__
_this = _device.c.id == bindparam("the_device", type_=_device.c.id.type)
_lock = select(*[_device.c[name] for name in _Known._fields]).where(_this).with_for_update()
_update = update(Device).where(_this)
# Asked under the lock: another message of the device, for which this one waited, may have moved the head.
_follows = select(epoch.c.before, epoch.c.head).where(
    epoch.c.epoch == select(stream.c.epoch).where(stream.c.no == 1).scalar_subquery()
)
_office = select(
    *PUBLISHED,
    stream_column("epoch"),
    stream_column("head"),
    _follows.with_only_columns(epoch.c.before).scalar_subquery().label("before"),
    _follows.with_only_columns(epoch.c.head).scalar_subquery().label("restored_head"),
)


def hello(
    session: Session, user: User, message: Mapping[str, Any], *, profile: str | None, now: dt.datetime
) -> dict[str, Any]:
    """Register or recognise a device and say how to go on.

    :raises Conflict: ``protocol-version``, ``cloned-device`` or ``unknown-device``
    :raises Unavailable: ``database-busy``
    """
    spoken = message["protocol_version"]
    if not OLDEST_ACCEPTED <= spoken <= PROTOCOL_VERSION:
        raise Conflict("protocol-version", spoken=spoken, oldest=OLDEST_ACCEPTED, newest=PROTOCOL_VERSION)
    device = _locked(session, message["device"])
    office = session.connection().execute(_office).one()
    known = _new(user, message, office.epoch) if device is None else device
    _recognise(known, user, message, office.epoch)
    published = published_from(office)
    told = known.told
    if _of_another_epoch(message, office.epoch):
        told = _told_then(session, message, told)
    metadata = metadata_state(session, user, published, told, message["metadata_version"])
    synced_before = known.synced_before or _profile_synced(session, user, profile)
    fields = {
        "epoch": office.epoch,
        "nonce": message["nonce"],
        "next_nonce": message["next_nonce"],
        "synced_before": known.synced_before or message["cursor"] is not None,
        "protocol_version": spoken,
        "expressions_version": message["expressions_version"],
        "profile": profile or known.profile,
        "last_seen": now,
        "metadata_version": metadata.told.version,
        "effective_key": metadata.told.key,
    }
    if device is None:
        _register(session, user, message["device"], fields)
    else:
        session.connection().execute(_update, {**fields, "the_device": message["device"]})
    return {
        "type": "welcome",
        "metadata": metadata.state,
        "next_change": known.next_change,
        "head": office.head or 0,
        "epoch": office.epoch or "",
        "restored": None if office.before is None else {"epoch": office.before, "head": office.restored_head},
        "server_time": format_instant(now),
        "synced_before": synced_before,
        "limits": {
            "changes": limits.CHANGES,
            "message_bytes": limits.MESSAGE_BYTES,
            "record_bytes": limits.RECORD_BYTES,
            "blob_bytes": BLOB_BYTES,
        },
        "lacking": lacking(user, marked(session, published.mark), message["expressions_version"]),
    }


def device_of(session: Session, user: User, device: str, *, locked: bool = False) -> Device:
    """Return a device of the user's.

    :raises Conflict: ``unknown-device``; another person's device is as unknown as none
    """
    found = session.get(Device, device, with_for_update=locked)
    if found is None or found.account != user.account:
        raise Conflict("unknown-device")
    return found


def _locked(session: Session, device: str) -> _Known | None:
    """Return the row of a device, which nobody else changes until the end of the transaction."""
    session.flush()
    row = session.connection().execute(_lock, {"the_device": device}).one_or_none()
    return None if row is None else _Known(*row)


def _new(user: User, message: Mapping[str, Any], current: str | None) -> _Known:
    if message["nonce"] is not None and not _of_another_epoch(message, current):
        # It has been welcomed before, and its numbers go on from there: they cannot begin again here.
        raise Conflict("unknown-device")
    return _Known(user.account, None, None, message["next_nonce"], 1, 0, None, False, None)


def _register(session: Session, user: User, device: str, fields: Mapping[str, Any]) -> None:
    row = Device(
        id=device,
        account=user.account,
        next_change=1,
        status="active",
        created_at=fields["last_seen"],
        **fields,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # It opened twice at once, as two tabs do: the other one has registered it.
        raise Unavailable("database-busy") from None


def _recognise(device: _Known, user: User, message: Mapping[str, Any], current: str | None) -> None:
    if device.account != user.account:
        raise Conflict("unknown-device")
    if _of_another_epoch(message, current) and device.epoch != current:
        return
    if message["nonce"] not in (device.nonce, device.next_nonce):
        raise Conflict("cloned-device")


def _of_another_epoch(message: Mapping[str, Any], current: str | None) -> bool:
    """Say whether the device was last welcomed before the server was put back to a backup."""
    past = message["epoch"]
    return bool(past) and past != current


def _told_then(session: Session, message: Mapping[str, Any], told: Told) -> Told:
    """Return what a device of another epoch goes by: what was published after the backup is unknown here."""
    version, known = message["metadata_version"], shared_with(session, message["epoch"]).metadata
    return Told(version, _LOST) if known is not None and version > known else told


def _profile_synced(session: Session, user: User, profile: str | None) -> bool:
    """Say whether this person's store in this browser held records under another device id."""
    if profile is None:
        return False
    found = select(Device.id).where(
        Device.account == user.account, Device.profile == profile, Device.synced_before
    )
    return session.scalar(found.limit(1)) is not None
