"""Three gevent workers behind one address: what one commits all of them hear of, in either of two ways."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from backend.config import Settings
from backend.records import stream
from tests.backend.channel.conftest import SocketPhone
from tests.backend.server_process import ServerProcess, gunicorn_command, running
from tests.backend.sync.office import Organisation, Person, create_place

WORKERS = 3
MOST_SOCKETS = 60
# Each worker listens on a connection of its own as soon as it has a socket.
LISTENING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'satchel-bus' AND query LIKE 'LISTEN%'"
)

pytestmark = [
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
    pytest.mark.timeout(120),
]

Serve = Callable[[str], ServerProcess]


@pytest.fixture
def serve(settings: Settings, office: Organisation) -> Iterator[Serve]:
    """Start three workers that hear of each other in one way."""
    with ExitStack() as running_ones:

        def start(hears: str) -> ServerProcess:
            environment = {
                "DATA": str(settings.data),
                "DATABASE_URL": settings.database_url,
                "SECRET_KEY": settings.secret_key.decode(),
                "SATCHEL_PREPARED": "1",
                "HEARS": hears,
            }
            command = gunicorn_command("tests.backend.channel.one_ear_app:app")
            command[-1:-1] = ["--workers", str(WORKERS)]
            return running_ones.enter_context(running(command, environment))

        yield start


@contextlib.contextmanager
def phones_on_all_workers(office: Organisation, server: ServerProcess) -> Iterator[list[SocketPhone]]:
    """Open sockets until each worker has one."""
    person = office.person()
    phones: list[SocketPhone] = []
    try:
        while office.database.read(lambda session: session.scalar(LISTENING)) < WORKERS:
            assert len(phones) < MOST_SOCKETS
            phones.append(SocketPhone(person, server=server))
            assert phones[-1].hello()["type"] == "welcome"
        yield phones
    finally:
        for phone in phones:
            phone.socket.close()


def push_by_a_stranger(office: Organisation, server: ServerProcess, stranger: Person) -> int:
    """Push from a new device, over a socket to whichever worker takes it; return the head."""
    other = SocketPhone(stranger, server=server)
    other.hello()
    head = int(other.push(other.change(create_place("Airport")))["head"])
    other.socket.close()
    return head


@pytest.mark.feature("BEY-11")
@pytest.mark.parametrize("hears", ["announcements", "its own looking"])
def test_each_worker_hears_of_what_another_one_commits(
    office: Organisation, serve: Serve, hears: str
) -> None:
    server = serve(hears)
    stranger = office.person("Bo")

    with phones_on_all_workers(office, server) as phones:
        head = push_by_a_stranger(office, server, stranger)
        hints = [phone.hear("hint")["head"] for phone in phones]

    assert hints == [head] * len(phones)


@pytest.mark.invariant(31)
def test_each_worker_finds_what_a_process_without_a_socket_commits(
    office: Organisation, serve: Serve
) -> None:
    server = serve("its own looking")

    with phones_on_all_workers(office, server) as phones:
        office.place("By a job")
        head = office.database.read(stream.head)
        hints = [phone.hear("hint")["head"] for phone in phones]

    assert hints == [head] * len(phones)
