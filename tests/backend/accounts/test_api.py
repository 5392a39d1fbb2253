"""The session over HTTP: cookies, tokens, limits, and equal answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.accounts import attempts
from backend.web.installation import installation
from tests.backend.accounts.conftest import PASSWORD

SESSION = "/api/v1/session"
SignIn = Callable[[str], tuple[FlaskClient, str]]


def test_who_is_signed_in_is_told_with_the_token_for_writes(
    add_account: Callable[..., int], sign_in: SignIn
) -> None:
    add_account("ada", "designer")

    browser, csrf = sign_in("ada")

    state = browser.get(SESSION).get_json()
    assert state["email"] == "ada@example.com"
    assert state["name"] == "Ada"
    assert state["privileges"] == ["design", "go_offline", "use_app"]
    assert state["csrf"] == csrf != ""
    assert state["organisation"] == "Satchel"


def test_nobody_is_signed_in_at_first(app: Flask) -> None:
    state = app.test_client().get(SESSION, headers={"Accept-Language": "sv-SE"}).get_json()

    assert (state["person"], state["csrf"], state["language"]) == (None, "", "sv")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    app: Flask, add_account: Callable[..., int]
) -> None:
    add_account("ada")
    home = installation(app)
    home.settings = replace(home.settings, public_url="https://office.example.com")

    reply = app.test_client().post(SESSION, json={"email": "ada@example.com", "password": PASSWORD})

    cookies = {cookie.partition("=")[0]: cookie for cookie in reply.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"satchel_session", "satchel_profile"}
    for cookie in cookies.values():
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" in cookie
    assert "Max-Age=34560000" in cookies["satchel_profile"]


def test_the_browser_profile_outlives_sign_out(add_account: Callable[..., int], sign_in: SignIn) -> None:
    add_account("ada")
    browser, csrf = sign_in("ada")
    profile = browser.get_cookie("satchel_profile")

    reply = browser.delete(SESSION, headers={"X-CSRF-Token": csrf})
    browser.post(SESSION, json={"email": "ada@example.com", "password": PASSWORD})

    again = browser.get_cookie("satchel_profile")
    assert reply.get_json()["person"] is None
    assert profile is not None
    assert again is not None
    assert profile.value == again.value


def test_signing_out_ends_the_session_for_a_stolen_cookie_too(
    app: Flask, add_account: Callable[..., int], sign_in: SignIn
) -> None:
    add_account("ada")
    browser, csrf = sign_in("ada")
    stolen = browser.get_cookie("satchel_session")
    assert stolen is not None

    browser.delete(SESSION, headers={"X-CSRF-Token": csrf})

    thief = app.test_client()
    thief.set_cookie("satchel_session", stolen.value)
    assert thief.get(SESSION).get_json()["person"] is None


def test_unknown_wrong_and_disabled_get_the_same_answer(
    app: Flask, add_account: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.accounts import passwords, service

    database = installation(app).database
    add_account("ada")
    disabled = add_account("bob")
    database.write(lambda session: service.set_disabled(session, disabled, disabled=True))
    compared: list[str | None] = []
    real = passwords.matches

    def watched(stored: str | None, password: str) -> bool:
        compared.append(stored)
        return real(stored, password)

    monkeypatch.setattr(passwords, "matches", watched)

    replies = [
        app.test_client().post(SESSION, json={"email": email, "password": password})
        for email, password in [
            ("nobody@example.com", PASSWORD),
            ("ada@example.com", "a wrong one"),
            ("bob@example.com", PASSWORD),
        ]
    ]

    assert {reply.status_code for reply in replies} == {401}
    assert len({reply.get_data() for reply in replies}) == 1
    assert replies[0].get_json()["code"] == "sign-in-wrong"
    assert not any(reply.headers.getlist("Set-Cookie") for reply in replies)
    assert len(compared) == 3, "each of them costs one comparison"


def test_too_many_attempts_for_one_email_must_wait(app: Flask, add_account: Callable[..., int]) -> None:
    add_account("ada")
    client = app.test_client()
    for _ in range(attempts.PER_EMAIL.amount):
        client.post(SESSION, json={"email": "ada@example.com", "password": "guess"})

    reply = client.post(SESSION, json={"email": "ADA@example.com", "password": PASSWORD})
    other = client.post(SESSION, json={"email": "bob@example.com", "password": "guess"})

    assert reply.status_code == 429
    assert reply.get_json()["code"] == "too-many-attempts"
    assert 1 <= int(reply.headers["Retry-After"]) <= 300
    assert other.status_code == 401


def test_too_many_attempts_from_one_address_must_wait(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from limits import parse

    monkeypatch.setattr(attempts, "PER_ADDRESS", parse("2 per 5 minutes"))
    client = app.test_client()

    statuses = [
        client.post(SESSION, json={"email": f"{n}@example.com", "password": "guess"}).status_code
        for n in range(3)
    ]

    assert statuses == [401, 401, 429]


@pytest.mark.parametrize("token", [None, "", "wrong", "ö"])
def test_a_write_without_the_sessions_token_is_refused(
    add_account: Callable[..., int], sign_in: SignIn, token: str | None
) -> None:
    add_account("ada")
    browser, _ = sign_in("ada")
    headers = {} if token is None else {"X-CSRF-Token": token}

    reply = browser.patch(SESSION, json={"language": "sv"}, headers=headers)

    assert (reply.status_code, reply.get_json()["code"]) == (403, "csrf")
    assert browser.get(SESSION).get_json()["language"] == "en"


def test_the_token_of_another_session_is_refused(add_account: Callable[..., int], sign_in: SignIn) -> None:
    add_account("ada")
    browser, _ = sign_in("ada")
    _, other = sign_in("ada")

    reply = browser.patch(SESSION, json={"language": "sv"}, headers={"X-CSRF-Token": other})

    assert reply.status_code == 403


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "https://evil.example.com"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://["}, False),
        ({"Origin": "http://localhost.evil.example.com"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_signing_in_from_another_site_is_refused(
    app: Flask, add_account: Callable[..., int], headers: dict[str, str], allowed: bool
) -> None:
    add_account("ada")

    reply = app.test_client().post(
        SESSION, json={"email": "ada@example.com", "password": PASSWORD}, headers=headers
    )

    assert reply.status_code == (200 if allowed else 403)


def test_the_chosen_language_is_the_language_of_problems(
    add_account: Callable[..., int], sign_in: SignIn
) -> None:
    add_account("ada")
    browser, csrf = sign_in("ada")

    reply = browser.patch(SESSION, json={"language": "sv"}, headers={"X-CSRF-Token": csrf})
    refusal = browser.patch(SESSION, json={"language": "xx"}, headers={"X-CSRF-Token": csrf})

    assert reply.get_json()["language"] == "sv"
    assert refusal.status_code == 422
    assert refusal.get_json()["sentence"] == "Det språket finns inte."


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"email": "a"}', b'{"email": 1, "password": "x"}'])
def test_a_malformed_sign_in_is_a_problem(app: Flask, body: bytes) -> None:
    reply = app.test_client().post(SESSION, data=body, content_type="application/json")

    assert reply.status_code == 400
    assert reply.get_json()["code"]


def test_a_character_that_no_database_keeps_is_an_unknown_email(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("satchel_profile", "a\0b")

    reply = client.post(SESSION, json={"email": "a\0@example.com", "password": PASSWORD})

    assert (reply.status_code, reply.get_json()["code"]) == (401, "sign-in-wrong")


def test_a_forged_browser_profile_is_replaced(app: Flask, add_account: Callable[..., int]) -> None:
    add_account("ada")
    client = app.test_client()
    client.set_cookie("satchel_profile", "<script>")

    client.post(SESSION, json={"email": "ada@example.com", "password": PASSWORD})

    cookie = client.get_cookie("satchel_profile")
    assert cookie is not None
    assert cookie.value.replace("-", "").replace("_", "").isalnum()
