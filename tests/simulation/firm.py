"""The firm of the scope days, with a real server on its database and real phones in its people's hands.

What happens at the office is written by this process, as it is in the days without phones; what phones do
comes by the server. What is true is told by the same oracle.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.accounts.api import PROFILE_COOKIE, SESSION_COOKIE
from backend.accounts.models import SignIn
from backend.accounts.sessions import Credentials, begin
from backend.config import Settings
from backend.database import Database
from backend.database.migrations import migrate
from tests.backend.scope.company import STAFF
from tests.backend.scope.firm import Firm
from tests.backend.scope.truth import OWNED, Member, Place, Truth
from tests.backend.server_process import gunicorn_command, running
from tests.simulation.office import _HOP_HEADERS, Lost, Reply
from tests.simulation.organisation import SECRET_KEY, Seat

if TYPE_CHECKING:
    from tests.simulation.firm_phone import FirmPhone


class PhoneFirm(Firm):
    """A firm with a server process; ``devices`` are phones."""

    def __init__(self, folder: Path, script: Path, tally: Counter[str]) -> None:
        from tests.simulation.firm_phone import FirmPhone

        self.ever: defaultdict[tuple[Place, str], set[str]] = defaultdict(set)
        """Record and field → every text that it has ever held."""
        self.disputed: set[str] = set()
        """What was typed on a phone and stands beside the office's value in a conflict."""
        self.tally = tally
        settings = Settings.from_environment({"DATA": str(folder), "SECRET_KEY": SECRET_KEY})
        database = Database(settings)
        migrate(database)
        super().__init__(database)
        self._clock = folder.with_suffix(".clock")
        self.set_clock()
        self._seen: dt.datetime | None = None
        self._open = ExitStack()
        environment = {
            "DATA": str(folder), "SECRET_KEY": SECRET_KEY, "SATCHEL_PREPARED": "1",
            "SIMULATED_CLOCK": str(self._clock),
        }  # fmt: skip
        self.server = self._open.enter_context(
            running(gunicorn_command("tests.simulation.application:app"), environment)
        )
        self.phones: list[FirmPhone] = []
        for who in (*STAFF, "ana"):
            self.phones.append(FirmPhone(self, who, script, len(self.phones)))
        self.devices = self.phones  # type: ignore[assignment]

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
        self._open.close()
        super().close()

    # The clock

    @property
    def ahead(self) -> dt.timedelta:
        """How far the firm's clock is ahead of the machine's."""
        return self.office.now - dt.datetime.now(dt.UTC)

    def set_clock(self) -> None:
        """Let the server have the firm's time, and nobody's session run out."""
        self._clock.write_text(str(self.ahead.total_seconds()))

    def keep_signed_in(self) -> None:
        now = self.office.now
        if self._seen != now:
            self._write(lambda session: session.execute(update(SignIn).values(last_seen=now)))
            self._seen = now

    def seat(self, who: str, number: int) -> Seat:
        """Open a session in a browser of somebody's."""
        profile = f"{who}-{number}".ljust(20, "-")

        def work(session: Session) -> str:
            credentials = Credentials(self._accounts[who], "x")
            return begin(session, credentials, profile=profile, now=self.office.now)

        return Seat(self.ids[who], {SESSION_COOKIE: self._write(work), PROFILE_COOKIE: profile})

    # What was ever there

    def create(self, entity: str, values: Mapping[str, Any], owner: str | None = None) -> str:
        record = super().create(entity, values, owner)
        self._note((entity, record), values)
        return record

    def edit(self, place: Place, values: Mapping[str, Any]) -> None:
        super().edit(place, values)
        self._note(place, values)

    def _note(self, place: Place, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if isinstance(value, str) and " #" in value:
                self.ever[place, name].add(value)

    def closed(self, member: Member) -> dict[str, bool]:
        """Return every text that a person may not read now, as the value of a record that holds or held it.

        With it, whether that record has been deleted.
        """
        truth = self.truth
        hidden = {entity: truth.hidden(member, entity) for entity in ("region", "customer", "job", "task")}
        readable = {place: truth.readable(member, place) for place, _ in self.ever}
        return {
            text: place not in truth.records and truth.depth(member, place[0], "read") != "none"
            for (place, name), texts in self.ever.items()
            if not readable[place] or name in hidden[place[0]]
            for text in texts
        }

    # What phones do

    def took(self, who: str, change: Mapping[str, Any], outcome: Mapping[str, Any]) -> None:
        """Let the oracle know what became of a change of somebody's phone; it must be what is right."""
        [act] = change["acts"]
        place, member = (act["entity"], act["record"]), self.member(who)
        right = self._is_right(member, place, act)
        status = outcome["status"]
        taken = status in ("applied", "merged", "conflict")
        gone = place not in self.truth.records
        # An edit of what was deleted meanwhile is a conflict for who could still read it.
        expected = status in ("conflict", "rejected") if gone and act["kind"] == "set" else taken == right
        assert expected, f"[inv 23] {who} {act} came to {outcome}, and may he? {right}"
        self.tally[f"phone: {act['kind']} {status}"] += 1
        if not taken:
            return
        match act["kind"]:
            case "set" if status == "conflict":
                self.disputed |= {edit["value"] for edit in act["edits"].values()}
            case "set":
                values = {name: edit["value"] for name, edit in act["edits"].items()}
                self.truth.records[place].values.update(values)
                self._note(place, values)
            case "assign":
                self.truth.records[place].owner = act["owner"]
            case "share":
                self.truth.records[place].shared[act["with"]] = {*act["may"]}
            case "keep":
                (member.kept.add if act["on"] else member.kept.discard)((*place, act["how"]))

    def _is_right(self, member: Member, place: Place, act: Mapping[str, Any]) -> bool:
        truth = self.truth
        if act["kind"] == "keep" and not act["on"]:
            return True
        if not truth.readable(member, place):
            return False
        if act["kind"] == "keep":
            return True
        operation = "edit" if act["kind"] == "set" else act["kind"]
        if {*act.get("edits", ())} & truth.hidden(member, place[0]):
            return False
        return may(truth, member, place, operation)


def may(truth: Truth, member: Member, place: Place, operation: str) -> bool:
    """Tell whether a person may do this to a record that he may read."""
    record = truth.records[place]
    depth = truth.depth(member, place[0], operation)
    shared = any(operation in record.shared.get(grantee, ()) for grantee in (member.id, *member.teams))
    if place[0] not in OWNED:
        return depth == "all"
    return shared or truth.reaches(member, depth, record.owner)


class Carrier:
    """Brings the requests of one phone to the server, and hears the answers."""

    def __init__(self, firm: PhoneFirm, phone: FirmPhone) -> None:
        self.firm, self.phone = firm, phone
        self._taken: set[tuple[str, int]] = set()
        self.failures: list[str] = []

    def kill(self) -> None:
        """Nothing kills the server of these days."""
        raise NotImplementedError

    def carry(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.firm.server.port, timeout=20)
        try:
            kept = {name: value for name, value in headers.items() if name.lower() not in _HOP_HEADERS}
            connection.request(method, path, body=body or None, headers=kept)
            answer = connection.getresponse()
            got = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP_HEADERS]
            reply = Reply(answer.status, got, answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Lost(str(error)) from error
        finally:
            connection.close()
        try:
            self._hear(path, body, reply)
        except AssertionError as failure:
            self.failures.append(str(failure))
        return reply

    def _hear(self, path: str, body: bytes, reply: Reply) -> None:
        if path.endswith("/sync/push") and reply.status == 200 and reply.json["type"] == "outcomes":
            asked = json.loads(body)
            for change, outcome in zip(asked["changes"], reply.json["outcomes"], strict=True):
                if (asked["device"], change["number"]) not in self._taken:
                    self._taken.add((asked["device"], change["number"]))
                    self.firm.took(self.phone.who, change, outcome)
        text = reply.body.decode(errors="replace")
        for secret in self.firm.truth.secrets_from(self.firm.member(self.phone.who)):
            assert secret not in text or secret in self.phone.typed, (
                f"[inv 14] {self.phone.who} was sent {secret!r} by {path}"
            )
        if path.endswith("/sync/pull") and reply.status == 200:
            self.phone.note(reply.json)
