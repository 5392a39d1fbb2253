"""An administrator's browser, for tests of what he writes over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from backend.accounts import sessions
from backend.accounts.user import User
from backend.web.installation import installation


class Desk:
    """An administrator at his desk."""

    def __init__(self, app: Flask, browser: FlaskClient, csrf: str) -> None:
        self.app, self.browser = app, browser
        self.headers = {"X-CSRF-Token": csrf, "Accept-Language": "en"}

    def ask(self, method: str, path: str, body: Any = None) -> TestResponse:
        return self.browser.open(f"/api/v1/{path}", method=method, json=body, headers=self.headers)

    def get(self, path: str) -> Any:
        reply = self.ask("GET", path)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        return reply.get_json()

    def make(self, path: str, **body: Any) -> dict[str, Any]:
        reply = self.ask("POST", path, body)
        assert reply.status_code == 201, reply.get_data(as_text=True)
        found: dict[str, Any] = reply.get_json()
        return found

    def change(self, path: str, **body: Any) -> dict[str, Any]:
        reply = self.ask("PATCH", path, body)
        assert reply.status_code == 200, reply.get_data(as_text=True)
        found: dict[str, Any] = reply.get_json()
        return found

    def refusal(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        reply = self.ask(method, path, body)
        assert reply.status_code >= 400, reply.get_data(as_text=True)
        problem = reply.get_json()
        assert problem["sentence"] != f"problem.{problem['code']}", "every refusal has its sentence"
        return reply.status_code, problem

    def person(self, name: str, **more: Any) -> dict[str, Any]:
        return self.make("people", name=name.title(), email=f"{name}@example.com", **more)

    def user(self, person: dict[str, Any]) -> User:
        found = self.read(lambda session: sessions.user_of_person(session, person["person"]))
        assert found is not None
        return found

    def read(self, work: Callable[[Session], Any]) -> Any:
        return installation(self.app).database.read(work)
