"""A desk at the office: a person who works on the server's records and designs by REST.

Goes to the server's own port, past the cable: what the office does never depends on a phone's network.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any

from tests.e2e.office import PASSWORD, Office

Document = dict[str, Any]


class Refused(Exception):
    """The server has said no; ``code`` tells why."""

    def __init__(self, status: int, body: Document) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.code = status, body.get("code")


class Desk:
    """One signed-in person without a phone."""

    def __init__(self, office: Office, email: str) -> None:
        self.office = office
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._csrf = ""
        state = self.call("POST", "/session", {"email": email, "password": PASSWORD})
        self._csrf = state["csrf"]
        self.person: str = state["person"]

    def call(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None
    ) -> Any:
        """Make one request and return its answer.

        :raises Refused: the server has answered with a problem
        """
        request = urllib.request.Request(
            f"{self.office.direct}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "X-CSRF-Token": self._csrf,
                **(headers or {}),
            },
        )
        try:
            with self._opener.open(request, timeout=20) as reply:
                content = reply.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read() or b"{}")) from None
        return json.loads(content) if content else None

    def read(self, path: str) -> bytes:
        """Return a file as it is sent to this person."""
        with self._opener.open(f"{self.office.direct}/api/v1{path}", timeout=20) as reply:
            content: bytes = reply.read()
        return content

    def record(self, entity: str, identity: str) -> Document:
        """Return a record as the office sees it."""
        found: Document = self.call("GET", f"/records/{entity}/{identity}")
        return found

    def create(self, entity: str, values: Document) -> str:
        """Create a record and return its id."""
        identity: str = self.call("POST", f"/records/{entity}", {"values": values})["id"]
        return identity

    def edit(self, entity: str, identity: str, values: Document) -> None:
        """Set values of a record as it is now."""
        self.call(
            "PATCH", f"/records/{entity}/{identity}", {"values": values}, headers=self._seen(entity, identity)
        )

    def delete(self, entity: str, identity: str) -> None:
        """Delete a record as it is now."""
        self.call("DELETE", f"/records/{entity}/{identity}", headers=self._seen(entity, identity))

    def publish(self, workspace: str, edits: list[Document], note: str) -> int:
        """Edit a design, publish it to everyone who sees it, and return the metadata version."""
        design = self.call("GET", f"/designs/{workspace}")
        design = self.call("PATCH", f"/designs/{workspace}", {"revision": design["revision"], "edits": edits})
        published = self.call(
            "POST",
            f"/designs/{workspace}/publish",
            {"revision": design["revision"], "note": {"en": note}, "roles": design["roles"]},
        )
        version: int = published["metadataVersion"]
        return version

    def _seen(self, entity: str, identity: str) -> dict[str, str]:
        return {"If-Match": f'"{self.record(entity, identity)["version"]}"'}


def insertion(document: str, path: list[str], node: Document) -> Document:
    """Return the edit of a design that puts a node at the end of a list."""
    patch = {"op": "insert", "path": path, "node": node, "before": None}
    return {"id": str(uuid.uuid4()), "document": document, "label": f"add {node['id']}", "patches": [patch]}


def replacement(document: str, path: list[str], key: str, old: Any, value: Any) -> Document:
    """Return the edit of a design that gives a property of a node another value."""
    patch = {"op": "set", "path": path, "key": key, "old": old, "value": value}
    return {"id": str(uuid.uuid4()), "document": document, "label": f"set {key}", "patches": [patch]}
