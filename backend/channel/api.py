"""The channel over a websocket and over HTTP: one desk, one set of commands.

The websocket is opened by our own pages only: a browser names the page's origin, and another one is
refused before the socket opens. Over HTTP each request is one message; its reply is compressed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from flask import Blueprint, Flask, Response, current_app, request
from flask_sock import Sock
from simple_websocket import Server
from sqlalchemy.orm import Session

from backend.accounts.guard import PERSON_HEADER, SESSION_COOKIE, is_own_origin
from backend.channel.bus import Bus
from backend.channel.commands import COMMANDS, Desk, answer
from backend.channel.connection import Connection
from backend.channel.hub import Hub
from backend.database import Database
from backend.errors import Forbidden, NotFound, SignInRequired, Unavailable
from backend.signals import metadata_published, records_written, session_revoked
from backend.sync.cursors import Seal
from backend.sync.limits import MESSAGE_BYTES
from backend.web.compression import compressed
from backend.web.installation import installation

CHANNEL_PATH = "/api/v1/channel"

blueprint = Blueprint("channel", __name__)
_sock = Sock()


class Channel:
    """The channel of one application: what its requests and sockets share."""

    def __init__(self, database: Database, key: bytes) -> None:
        self.desk = Desk(database, Seal(key), lambda: dt.datetime.now(dt.UTC))
        self.hub = Hub()
        self.bus = Bus(database, self.hub)
        self.receivers: tuple[object, ...] = ()

    def close(self) -> None:
        """Say goodbye to every socket and stop listening."""
        self.bus.stop()
        self.hub.close()


def register_channel(app: Flask) -> Channel:
    """Give the application its channel: routes, signals, and the end of it at shutdown."""
    home = installation(app)
    channel = Channel(home.database, home.settings.secret_key)
    app.extensions["satchel-channel"] = channel
    # permessage-deflate and pings are off: the socket guard and our own heartbeat stand in for them.
    app.config["SOCK_SERVER_OPTIONS"] = {"receive_bytes": 32 * 1024}
    app.register_blueprint(blueprint)
    home.closing.append(channel.close)
    _connect_signals(channel, home.database)
    return channel


def _connect_signals(channel: Channel, database: Database) -> None:
    """Hear of commits in this database; another application of this process has signals of its own."""

    def ours(session: Session) -> bool:
        return session.get_bind().engine.url == database.writer_engine.url

    def written(sender: object, *, session: Session, head: int, **_: object) -> None:
        if ours(session):
            database.after_commit(session, partial(channel.bus.head_moved, head))

    def published(sender: object, *, session: Session, version: int, **_: object) -> None:
        if ours(session):
            database.after_commit(session, partial(channel.bus.published, version))

    def revoked(sender: object, *, session: Session, account: int, sign_in: str | None, **_: object) -> None:
        if ours(session):
            database.after_commit(session, partial(channel.bus.revoked, account, sign_in))

    records_written.connect(written)
    metadata_published.connect(published)
    session_revoked.connect(revoked)
    # Signals hold their receivers weakly; these live as long as the channel.
    channel.receivers = (written, published, revoked)


def _channel() -> Channel:
    found: Channel = current_app.extensions["satchel-channel"]
    return found


@blueprint.before_request
def refuse_foreign_pages() -> None:
    """Refuse a websocket that another site's page opens; for writes the accounts' guard does."""
    if request.path == CHANNEL_PATH and not is_own_origin():
        raise Forbidden("foreign-origin")


@_sock.route(CHANNEL_PATH, bp=blueprint)  # type: ignore[untyped-decorator]
def channel_socket(websocket: Server) -> None:
    """Serve one websocket."""
    channel = _channel()
    channel.bus.start()
    # A browser sends no header of ours when it opens a socket.
    desk = replace(channel.desk, person=request.args.get("person"))
    Connection(websocket, desk, channel.hub, request.cookies.get(SESSION_COOKIE)).run()


@blueprint.post("/api/v1/sync/<kind>")
def sync_request(kind: str) -> Response:
    """Answer one message. A refusal is a reply like any other: 200, unless HTTP has a word for it."""
    if kind not in COMMANDS:
        raise NotFound("not-found")
    # One byte more than allowed is enough to tell; the rest is never read into memory.
    body = request.stream.read(MESSAGE_BYTES + 1)
    desk = replace(_channel().desk, person=request.headers.get(PERSON_HEADER))
    answered = answer(desk, request.cookies.get(SESSION_COOKIE), body, expected=kind)
    if isinstance(answered.error, SignInRequired):
        raise answered.error
    reply = compressed(answered.frame or b"{}", "application/json")
    if isinstance(answered.error, Unavailable) or answered.unexpected:
        reply.status_code = 503
        reply.headers["Retry-After"] = "5"
    reply.headers["Cache-Control"] = "no-store"
    return reply
