"""What tests of restores and copied stores share: a phone that knows its epoch, the way back to a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from backend.records.blob_store import BlobStore
from backend.records.models import history
from backend.sync.restored import Restored, begin_anew
from tests.backend.sync.backups import Backup
from tests.backend.sync.office import Organisation, Phone


class Device:
    """A phone that says in which epoch it was welcomed."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.epoch: str | None = None
        self.hello()
        phone.sync()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.phone, name)

    def hello(self, **fields: Any) -> dict[str, Any]:
        reply = self.phone.hello(**{"epoch": self.epoch, **fields})
        if reply["type"] == "welcome":
            self.epoch = reply["epoch"]
            self.phone.number = reply["nextChange"]
        return reply

    def push(self, *changes: dict[str, Any]) -> dict[str, Any]:
        return self.phone.ask("push", changes=list(changes), epoch=self.epoch)

    def again(self, *changes: dict[str, Any], past: str | None = None) -> list[dict[str, Any]]:
        """Send changes of another epoch under the numbers that come next."""
        numbered = []
        for change in changes:
            numbered.append({**change, "number": self.phone.number, "epoch": past})
            self.phone.number += 1
        outcomes: list[dict[str, Any]] = self.push(*numbered)["outcomes"]
        return outcomes

    def anew(self) -> dict[str, str]:
        """Fetch a whole copy; return the places."""
        self.phone.cursor = None
        return self.phone.sync().holds("place")


def restore(office: Organisation, backup: Backup, folder: Path | None = None) -> Restored:
    backup.put_back()
    return begin_anew(office.database, BlobStore(folder or Path("nowhere")), now=office.now)


def rename(record: str, value: str, old: str, base: int) -> dict[str, Any]:
    edits = {"name": {"value": value, "old": old, "base": base}}
    return {"kind": "set", "entity": "place", "record": record, "edits": edits}


def writes(office: Organisation) -> int:
    return office.database.read(
        lambda session: session.scalar(select(func.count()).select_from(history)) or 0
    )


def opening(nonce: str | None, following: str | None, epoch: str | None = None) -> dict[str, object]:
    """Return what a hello says that proposes ``following`` as the next nonce."""
    return {
        "protocolVersion": 1,
        "nonce": nonce,
        "nextNonce": following,
        "metadataVersion": 0,
        "cursor": None,
        "pending": 0,
        "stored": 0,
        "epoch": epoch,
    }
