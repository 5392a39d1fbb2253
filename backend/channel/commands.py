"""The registry that connects message types to the functions that serve them.

A command is a plain function that takes a session, the signed-in user and the fields of one message, and
returns the fields of its reply. It never sees JSON, the socket or Flask; who calls :func:`answer` deals
with those. Whoever asks is looked up in the transaction that answers him, so a sign-in that has ended
ends with the next message.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError
from sqlalchemy.orm import Session

from backend.accounts import sessions
from backend.accounts.guard import check_privilege
from backend.accounts.sessions import SignedIn
from backend.accounts.user import User
from backend.channel.refusals import NO_REQUEST, refusal
from backend.channel.telemetry import tell
from backend.channel.wire import read_message, write_reply
from backend.database import Database
from backend.database.deadlines import DeadlinePassed
from backend.errors import AppError, Malformed, SignInRequired, Unavailable
from backend.protocol.checks import Mend, Verify
from backend.protocol.loading import load
from backend.protocol.messages import Hello, Pull, Push, Snapshot
from backend.records.filtered import PULL_SECONDS
from backend.sync.cursors import Seal
from backend.sync.ground import Ground
from backend.sync.hello import hello
from backend.sync.plan import snapshot
from backend.sync.pull import keep, pull
from backend.sync.push import push
from backend.sync.verify import Checked, verify
from backend.sync.verify import keep as keep_check
from backend.sync.verify_mend import mend
from backend.sync.verify_reports import tell_log

Message = Mapping[str, Any]
Reply = dict[str, Any]

_PULLS = 4
"""How often a pull is begun again when another pull of the same device comes between."""
_ASKERS = 10_000

_askers: dict[str, str] = {}
"""Whose a sign-in was when it was looked up last: whose turn it is must be known before."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What commands are served with."""

    database: Database
    seal: Seal
    now: Callable[[], dt.datetime]
    person: str | None = None
    """For whom the page that asks was opened; None: it does not say."""

    def signed_in(self, session: Session, token: str | None) -> SignedIn:
        """Return who asks.

        :raises SignInRequired: ``sign-in-required``
        """
        found = sessions.running(session, token, now=self.now()) if token else None
        if found is None or not found.is_of(self.person):
            raise SignInRequired("sign-in-required")
        return found

    def on_phone(self, session: Session, token: str | None) -> User:
        """Return who asks, as his devices know him.

        :raises SignInRequired: ``sign-in-required``
        """
        return self.signed_in(session, token).user.on_phone()


@dataclass(frozen=True, slots=True)
class Command:
    """The shape of a request, and the function that answers it."""

    shape: type[Schema]
    run: Callable[[Desk, str | None, Message], Reply]


def _hello(desk: Desk, token: str | None, message: Message) -> Reply:
    def work(session: Session) -> Reply:
        caller = desk.signed_in(session, token)
        if message["nonce"] is None:
            # A device that holds something is let in, so that it learns of what it has to give up.
            check_privilege(caller.user, "use_app")
            check_privilege(caller.user, "go_offline")
        if caller.stale(desk.now()):
            # Here, since nothing else that a device asks is a write anyway.
            sessions.seen(session, caller.id, now=desk.now())
        return hello(session, caller.user.on_phone(), message, profile=caller.profile, now=desk.now())

    return desk.database.write(work)


def _push(desk: Desk, token: str | None, message: Message) -> Reply:
    return desk.database.write(
        lambda session: push(session, desk.signed_in(session, token).user, message, now=desk.now())
    )


def _pull(desk: Desk, token: str | None, message: Message) -> Reply:
    for _ in range(_PULLS):
        pulled = _read_scope(
            desk, token, lambda session, user: pull(session, user, message, seal=desk.seal, now=desk.now())
        )
        if pulled.step is None and not pulled.first:
            return pulled.reply
        if desk.database.write(partial(keep, device=message["device"], pulled=pulled)):
            return pulled.reply
    raise Unavailable("database-busy")


def _snapshot(desk: Desk, token: str | None, message: Message) -> Reply:
    return _read_scope(
        desk,
        token,
        lambda session, user: snapshot(
            Ground(session, user, message["device"], desk.now()), message, desk.seal
        ),
    )


def _check(desk: Desk, token: str | None, message: Message, work: Callable[..., Checked]) -> Reply:
    for _ in range(_PULLS):
        checked = _read_scope(
            desk, token, lambda session, user: work(session, user, message, seal=desk.seal, now=desk.now())
        )
        if checked.step is None and checked.report is None:
            return checked.reply
        if desk.database.write(partial(keep_check, checked=checked)):
            if checked.report is not None:
                tell_log(checked.report)
            return checked.reply
    raise Unavailable("database-busy")


def _verify(desk: Desk, token: str | None, message: Message) -> Reply:
    return _check(desk, token, message, verify)


def _mend(desk: Desk, token: str | None, message: Message) -> Reply:
    return _check(desk, token, message, mend)


def _read_scope(desk: Desk, token: str | None, work: Callable[[Session, User], T]) -> T:
    """Read what the filters of whoever asks decide about: in his turn, and within a deadline.

    :raises Unavailable: ``scope-too-slow``
    :raises TooMany: ``too-many-at-once``
    """

    def as_asked(session: Session) -> T:
        user = desk.on_phone(session, token)
        if len(_askers) >= _ASKERS:
            _askers.clear()
        _askers[token or ""] = user.person
        return work(session, user)

    with desk.database.pulling.taken(_askers.get(token or "", token or "")):
        try:
            return desk.database.read(as_asked, seconds=PULL_SECONDS)
        except DeadlinePassed:
            raise Unavailable("scope-too-slow") from None


COMMANDS = {
    "hello": Command(Hello, _hello),
    "push": Command(Push, _push),
    "pull": Command(Pull, _pull),
    "snapshot": Command(Snapshot, _snapshot),
    "verify": Command(Verify, _verify),
    "mend": Command(Mend, _mend),
}
"""Message type → command. The heartbeat is none: it is not answered."""


def answer(desk: Desk, token: str | None, text: str | bytes, *, expected: str | None = None) -> Answer:
    """Answer one message as it came. Never raises: what cannot be done becomes a refusal.

    ``expected``: the one type that may be asked here; None: any.
    """
    request, raw, known = NO_REQUEST, {}, None
    began, over = time.perf_counter(), "socket" if expected is None else "http"
    try:
        raw = read_message(text)
        request = _id_of(raw)
        kind = raw.get("type")
        if kind == "beat" and expected is None:
            return Answer(None)
        command = COMMANDS.get(kind) if isinstance(kind, str) else None
        if command is None or expected not in (None, kind):
            raise Malformed("unknown-message", type=kind[:60] if isinstance(kind, str) else "")
        known = kind
        try:
            message = load(command.shape, raw)
        except ValidationError as error:
            raise Malformed("malformed-message", place=_place(error.messages)) from error
        reply = command.run(desk, token, message)
        frame = write_reply({**reply, "id": request})
        tell(kind=known, over=over, raw=raw, reply=reply, seconds=time.perf_counter() - began, error=None)
        return Answer(frame, device=message["device"])
    except Exception as error:
        refused = refusal(error, request)
        tell(kind=known, over=over, raw=raw, reply=refused, seconds=time.perf_counter() - began, error=error)
        return Answer(write_reply(refused), refused["remedy"], error)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as it travels (None: nothing to say), and for a refusal what the device is told to do."""

    frame: bytes | None
    remedy: str | None = None
    error: Exception | None = None
    device: str | None = None
    """The device that was served."""

    @property
    def signed_out(self) -> bool:
        """Whether the sign-in has ended."""
        return self.remedy == "sign_in"

    @property
    def unexpected(self) -> bool:
        """Whether something failed that should not have."""
        return self.error is not None and not isinstance(self.error, AppError)


def _id_of(raw: Message) -> int:
    request = raw.get("id")
    usable = isinstance(request, int) and not isinstance(request, bool) and request >= 0
    return request if usable and request is not None else NO_REQUEST


def _place(messages: Any) -> str:
    """Return the path of the first thing that is wrong, such as ``changes.0.acts.2.entity``."""
    parts = []
    while isinstance(messages, Mapping) and messages:
        key, messages = next(iter(messages.items()))
        parts.append(str(key))
    return ".".join(parts)[:200]
