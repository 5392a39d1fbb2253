"""A browser of one person, as it keeps drafts and their files."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient


class Phone:
    """A browser of one person, as it keeps drafts."""

    def __init__(self, browser: FlaskClient, token: str) -> None:
        self.browser, self.token = browser, token

    def keep(self, draft: str, content: Any, seen: int = 0) -> Any:
        headers = {"X-CSRF-Token": self.token, "If-Match": f'"{seen}"'}
        return self.browser.put(f"/api/v1/drafts/{draft}", json={"content": content}, headers=headers)

    def remove(self, draft: str, seen: int) -> Any:
        headers = {"X-CSRF-Token": self.token, "If-Match": f'"{seen}"'}
        return self.browser.delete(f"/api/v1/drafts/{draft}", headers=headers)

    def keep_file(self, draft: str, file: str, content: bytes) -> Any:
        where, headers = f"/api/v1/drafts/{draft}/files/{file}", {"X-CSRF-Token": self.token}
        return self.browser.put(where, data=content, headers=headers)

    def file(self, draft: str, file: str) -> Any:
        return self.browser.get(f"/api/v1/drafts/{draft}/files/{file}")

    def since(self, sequence: int = 0) -> Any:
        return self.browser.get(f"/api/v1/drafts?since={sequence}").get_json()
