"""The same phone over both transports, against the real commands on both databases."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from websockets.sync.client import ClientConnection, connect

from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from backend.accounts.models import SignIn
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.colliding import open_database
from tests.backend.conftest import NewInstallation
from tests.backend.server_process import ServerProcess, gunicorn_command, running
from tests.backend.sync.office import Organisation, Person, Phone

WAIT = 10.0


@pytest.fixture
def office(database: Database) -> Organisation:
    """The office, with nothing in it yet; signed in by the clock of the server."""
    return Organisation(database, now=dt.datetime.now(dt.UTC)).found()


@pytest.fixture
def server(settings: Settings, office: Organisation) -> Iterator[ServerProcess]:
    """A real gunicorn with gevent on the office's database."""
    with start(settings) as server:
        yield server


def start(settings: Settings) -> Any:
    environment = {
        "DATA": str(settings.data),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key.decode(),
        "SATCHEL_PREPARED": "1",
    }
    return running(gunicorn_command("tests.backend.channel.channel_app:make_app()"), environment)


@dataclass
class HttpPhone(Phone):
    """Each message is a POST."""

    client: FlaskClient = field(kw_only=True)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.csrf = csrf_of(self.person)

    def carry(self, kind: str, text: bytes) -> bytes:
        self.client.set_cookie(SESSION_COOKIE, self.person.token)
        reply = self.client.post(
            f"/api/v1/sync/{kind}",
            data=text,
            content_type="application/json",
            headers={CSRF_HEADER: self.csrf},
        )
        return reply.data


@dataclass
class SocketPhone(Phone):
    """All messages go over one websocket."""

    server: ServerProcess = field(kw_only=True)
    _socket: ClientConnection | None = None
    pushed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def socket(self) -> ClientConnection:
        if self._socket is None:
            self._socket = open_socket(self.server, self.person)
        return self._socket

    def carry(self, kind: str, text: bytes) -> bytes:
        self.socket.send(text.decode())
        while True:
            frame = self.socket.recv(WAIT)
            assert isinstance(frame, str)
            message = json.loads(frame)
            if "id" in message:
                return frame.encode()
            self.pushed.append(message)

    def hear(self, kind: str, seconds: float = WAIT) -> dict[str, Any]:
        """Wait for a message that nobody asked for."""
        while True:
            message: dict[str, Any] = json.loads(self.socket.recv(seconds))
            if message["type"] == kind:
                return message


def csrf_of(person: Person) -> str:
    """The token that the person's writes carry."""
    found = person.office.database.read(
        lambda session: session.scalar(
            select(SignIn.csrf).where(SignIn.account == person.account).order_by(SignIn.created_at.desc())
        )
    )
    assert found is not None
    return found


def open_socket(server: ServerProcess, person: Person, origin: str | None = None) -> ClientConnection:
    """Open the channel as a page of ours does, or of another ``origin``."""
    return connect(
        f"ws://127.0.0.1:{server.port}/api/v1/channel",
        origin=origin or server.address,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"{SESSION_COOKIE}={person.token}"},
        open_timeout=WAIT,
        close_timeout=1,
        max_size=None,
    )


MakePhone = Callable[..., Phone]


@pytest.fixture(params=["http", "socket"])
def make_phone(
    request: pytest.FixtureRequest, settings: Settings, database: Database, office: Organisation
) -> Iterator[MakePhone]:
    """Make phones that speak by one of the two transports."""
    names = (f"Person {number}" for number in itertools.count())
    if request.param == "http":
        app = channel_app(settings, database=database)
        yield lambda person=None: HttpPhone(person or office.person(next(names)), client=app.test_client())
        return
    server = request.getfixturevalue("server")
    made: list[SocketPhone] = []

    def make(person: Person | None = None) -> Phone:
        made.append(SocketPhone(person or office.person(next(names)), server=server))
        return made[-1]

    yield make
    for phone in made:
        if phone._socket is not None:
            phone._socket.close()


@dataclass(frozen=True)
class Standing:
    """An office that stays, with a server of each transport."""

    office: Organisation
    client: FlaskClient
    server: ServerProcess

    def phone(self, transport: str) -> Phone:
        """Make a phone of somebody new."""
        person = self.office.person(f"Person {uuid4().hex}")
        if transport == "http":
            return HttpPhone(person, client=self.client)
        return SocketPhone(person, server=self.server)


@pytest.fixture(scope="module")
def standing(
    new_installation: NewInstallation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Standing]]:
    """One office for each kind of database, for tests that neither change it nor count what it holds."""
    made: dict[str, Standing] = {}
    with ExitStack() as until_the_end:

        def of(kind: str) -> Standing:
            if kind not in made:
                data = tmp_path_factory.mktemp("standing") / "data"
                settings = until_the_end.enter_context(new_installation(kind, data))
                database = until_the_end.enter_context(closing(open_database(settings, kind)))
                office = Organisation(database, now=dt.datetime.now(dt.UTC)).found()
                client = channel_app(settings, database=database).test_client()
                made[kind] = Standing(office, client, until_the_end.enter_context(start(settings)))
            return made[kind]

        yield of


@pytest.fixture(params=["http", "socket"])
def visitor(
    request: pytest.FixtureRequest, standing: Callable[[str], Standing], database_kind: str
) -> Iterator[Phone]:
    """A phone of somebody new, by one of the two transports, at an office that others visit too."""
    phone = standing(database_kind).phone(request.param)
    yield phone
    if isinstance(phone, SocketPhone) and phone._socket is not None:
        phone._socket.close()
