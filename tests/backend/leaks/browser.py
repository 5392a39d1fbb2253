"""A browser, and a device in it, that lets somebody listen to all that it is answered."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from flask import Flask
from werkzeug.test import TestResponse

from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from tests.backend.channel.conftest import csrf_of
from tests.backend.sync.office import Person, Phone

if TYPE_CHECKING:
    from tests.backend.leaks.estate import Estate


_ID = re.compile("[0-9a-f-]{36}")


class Browser:
    """A browser in which somebody is signed in."""

    def __init__(self, app: Flask, estate: Estate, person: Person, *, heard: bool = True) -> None:
        self.estate, self.person, self.heard = estate, person, heard
        self.client = app.test_client()
        self.client.set_cookie(SESSION_COOKIE, person.token)
        self.csrf = csrf_of(person)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send a request; every byte that comes back is listened to."""
        headers = {CSRF_HEADER: self.csrf, **more.pop("headers", {})}
        reply = self.client.open(path, method=method, headers=headers, **more)
        if self.heard:
            asked = [path, unquote_plus(path), str(headers), json.dumps(more, default=str)]
            said = f"{reply.status}\n{reply.headers}\n".encode() + reply.get_data()
            where = f"{method} {_ID.sub('…', path)}"
            self.estate.ear.hear(where, "\n".join(asked).encode(), said)
        return reply


@dataclass
class Device(Phone):
    """A device that speaks by that browser."""

    browser: Browser = field(kw_only=True)

    def carry(self, kind: str, text: bytes) -> bytes:
        reply = self.browser.ask("POST", f"/api/v1/sync/{kind}", data=text, content_type="application/json")
        return reply.data

    def hear_conflicts(self) -> None:
        """Pull, and look at the conflicts as the web client does."""
        self.pull()
        self.browser.ask("GET", "/api/v1/conflicts")
