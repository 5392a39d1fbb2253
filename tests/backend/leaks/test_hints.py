"""What the server says unasked: that there is news, and no word of what it is."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from flask import Flask

from backend.accounts.user import OFFICE
from backend.config import Settings
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.publish import Telling
from backend.records.tables import migrate
from tests.backend.channel.conftest import SocketPhone, start
from tests.backend.leaks.estate import Estate, page_of
from tests.backend.server_process import ServerProcess
from tests.backend.sync.office import new_id


@pytest.fixture
def server(settings: Settings, estate: Estate, app: Flask) -> Iterator[ServerProcess]:
    """A real gunicorn with gevent on the estate's database."""
    del estate, app
    with start(settings) as server:
        yield server


@pytest.mark.feature("SEC-02", "L14")
@pytest.mark.invariant(14)
@pytest.mark.timeout(90)
def test_news_over_the_socket_holds_no_word_of_what_is_new(estate: Estate, server: ServerProcess) -> None:
    frames: list[bytes] = []
    phone, bo = SocketPhone(estate.mallory, server=server), SocketPhone(estate.bo, server=server)
    for one in (phone, bo):
        one.sync()
        one.hello(metadataVersion=one.hello()["metadata"]["current"])

    for title in (estate.text("a job that Bo pushes"), estate.text("another job")):
        act = {"kind": "create", "entity": "job", "record": new_id(), "values": {"title": title}}
        head = bo.push(bo.change(act))["head"]
        hint = phone.hear("hint")
        frames.append(orjson.dumps(hint))
        assert hint == {"type": "hint", "head": head}
    note = {"en": estate.text("the note of a publication that is not his")}
    title = {"en": estate.text("the new title of a workspace that is not his")}
    estate.database.write(
        lambda session: publish.publish(
            session,
            {
                "id": "hush",
                "title": title,
                "description": {},
                "icon": "box",
                "accent": "red",
                "pages": [page_of("zq_vault", "code")],
            },
            metadata.current(session).model_document,
            Telling(user=OFFICE, now=estate.now, note=note, urgency="soft"),
            migrate=migrate,
            roles=["whole"],
        )
    )
    bo.push(bo.change({"kind": "create", "entity": "job", "record": new_id(), "values": {"title": "Last"}}))
    phone.hear("hint")

    frames += [orjson.dumps(one) for one in phone.pushed] + phone.heard
    if not any(one["type"] == "metadataChanged" for one in bo.pushed):
        bo.hear("metadataChanged")
    for frame in frames:
        estate.ear.hear("the socket", b"", frame)
    estate.ear.check()
    for one in (phone, bo):
        one.socket.close()
