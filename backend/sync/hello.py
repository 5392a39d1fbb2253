"""The opening: one round trip decides whether a device proceeds, updates, or begins anew.

A device proposes the next nonce and stores it before it sends; the server takes the current one or the
one before it, so a lost reply does not look like a copy of the device's store. A third one does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Conflict, Unavailable
from backend.protocol.version import OLDEST_ACCEPTED, PROTOCOL_VERSION
from backend.records import stream
from backend.records.blobs import BLOB_BYTES
from backend.sync import limits
from backend.sync.metadata_state import metadata_state


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
    device = session.get(Device, message["device"], with_for_update=True)
    if device is None:
        device = _register(session, user, message, profile=profile, now=now)
    else:
        _recognise(device, user, message)
    synced_before = device.synced_before or _profile_synced(session, user, profile)
    device.synced_before = device.synced_before or message["cursor"] is not None
    device.protocol_version, device.profile, device.last_seen = spoken, profile or device.profile, now
    order = stream.state(session)
    return {
        "type": "welcome",
        "metadata": metadata_state(session, user, device, message["metadata_version"]),
        "next_change": device.next_change,
        "head": order.head,
        "epoch": order.epoch,
        "server_time": format_instant(now),
        "synced_before": synced_before,
        "limits": {
            "changes": limits.CHANGES,
            "message_bytes": limits.MESSAGE_BYTES,
            "record_bytes": limits.RECORD_BYTES,
            "blob_bytes": BLOB_BYTES,
        },
    }


def device_of(session: Session, user: User, device: str, *, locked: bool = False) -> Device:
    """Return a device of the user's.

    :raises Conflict: ``unknown-device``; another person's device is as unknown as none
    """
    found = session.get(Device, device, with_for_update=locked)
    if found is None or found.account != user.account:
        raise Conflict("unknown-device")
    return found


def _register(
    session: Session, user: User, message: Mapping[str, Any], *, profile: str | None, now: dt.datetime
) -> Device:
    if message["nonce"] is not None:
        # It has been welcomed before, and its numbers go on from there: they cannot begin again here.
        raise Conflict("unknown-device")
    device = Device(
        id=message["device"],
        account=user.account,
        profile=profile,
        nonce=None,
        next_nonce=message["next_nonce"],
        next_change=1,
        protocol_version=message["protocol_version"],
        metadata_version=0,
        effective_key=None,
        synced_before=False,
        status="active",
        created_at=now,
        last_seen=now,
    )
    try:
        with session.begin_nested():
            session.add(device)
    except IntegrityError:
        # It opened twice at once, as two tabs do: the other one has registered it.
        raise Unavailable("database-busy") from None
    return device


def _recognise(device: Device, user: User, message: Mapping[str, Any]) -> None:
    if device.account != user.account:
        raise Conflict("unknown-device")
    if message["nonce"] not in (device.nonce, device.next_nonce):
        raise Conflict("cloned-device")
    device.nonce, device.next_nonce = message["nonce"], message["next_nonce"]


def _profile_synced(session: Session, user: User, profile: str | None) -> bool:
    """Say whether this person's store in this browser held records under another device id."""
    if profile is None:
        return False
    found = select(Device.id).where(
        Device.account == user.account, Device.profile == profile, Device.synced_before
    )
    return session.scalar(found.limit(1)) is not None
