"""The page about trust: its words, its downloads, and what it refuses."""

from __future__ import annotations

import datetime as dt
import ipaddress
import plistlib
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from backend.catalogue import Catalogue
from backend.web.https import trust_server
from backend.web.https.authority import Authority, ensure_authority
from backend.web.https.machine import Machine
from backend.web.https.trust_page import SYSTEMS, languages_wanted, system_of
from backend.web.https.trust_server import TrustServer, TrustSite

ADDRESS = "https://depot.local:8000/app/"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    machine = Machine(hostname="depot", addresses=(ipaddress.ip_address("192.168.7.20"),))
    return ensure_authority(tmp_path, machine, now=dt.datetime.now(dt.UTC))


@pytest.fixture
def server(authority: Authority) -> Iterator[TrustServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    with closing(listener):
        server = TrustServer(listener, TrustSite(authority.certificate, ADDRESS, Catalogue.load()))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def ask(server: TrustServer, method: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    with closing(HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        reply = connection.getresponse()
        return reply, reply.read()


@pytest.mark.parametrize(
    ("wanted", "language", "title"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv", "Lita på den här servern"),
        ("en-GB,en;q=0.9,sv;q=0.5", "en", "Trust this server"),
        ("fr, sv;q=0.3", "sv", "Lita på den här servern"),
        ("", "en", "Trust this server"),
        (";;;q=x,,", "en", "Trust this server"),
    ],
)
def test_the_page_is_in_the_language_that_the_browser_asks_for(
    server: TrustServer, wanted: str, language: str, title: str
) -> None:
    reply, body = ask(server, "GET", "/trust", Accept_Language=wanted)

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in body.decode()
    assert f"<h1>{title}</h1>" in body.decode()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_step_of_every_system_has_its_words(server: TrustServer, language: str) -> None:
    _, body = ask(server, "GET", "/trust", Accept_Language=language)

    page = body.decode()
    assert "trust." not in page.replace("local/share", "")
    assert page.count("<details") == len(SYSTEMS)
    assert page.count("<li>") == sum(system.steps for system in SYSTEMS)


@pytest.mark.parametrize(("agent", "title"), [(IPHONE, "iPhone and iPad"), (ANDROID, "Android")])
def test_the_steps_of_the_visitors_system_are_open(server: TrustServer, agent: str, title: str) -> None:
    _, body = ask(server, "GET", "/trust", User_Agent=agent)

    page = body.decode()
    assert page.count(" open>") == 1
    assert f" open><summary>{title}</summary>" in page


def test_the_page_runs_no_code_and_loads_nothing(server: TrustServer, authority: Authority) -> None:
    reply, body = ask(server, "GET", "/trust")

    policy = reply.headers["Content-Security-Policy"]
    assert b"<script" not in body
    assert b"javascript:" not in body
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert f'href="{ADDRESS}"'.encode() in body


def test_the_certificate_is_the_authoritys_and_has_the_type_that_phones_install(
    server: TrustServer, authority: Authority
) -> None:
    reply, body = ask(server, "GET", "/trust/satchel.crt")

    assert reply.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert x509.load_pem_x509_certificate(body) == authority.certificate
    assert b"PRIVATE" not in body


def test_the_profile_installs_that_certificate_as_a_root(server: TrustServer, authority: Authority) -> None:
    reply, body = ask(server, "GET", "/trust/satchel.mobileconfig", Accept_Language="sv")
    _, again = ask(server, "GET", "/trust/satchel.mobileconfig", Accept_Language="sv")

    profile = plistlib.loads(body)
    (root,) = profile["PayloadContent"]
    assert reply.headers["Content-Type"] == "application/x-apple-aspen-config"
    assert profile["PayloadType"] == "Configuration"
    assert profile["PayloadDisplayName"] == "Satchel på depot.local"
    assert root["PayloadType"] == "com.apple.security.root"
    assert root["PayloadContent"] == authority.certificate.public_bytes(serialization.Encoding.DER)
    assert profile["PayloadUUID"] != root["PayloadUUID"]
    assert again == body


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/trust/"),
        ("GET", "/trust/authority.key"),
        ("GET", "/trust/../trust"),
        ("GET", "/%74rust"),
        ("GET", "/healthz"),
        ("HEAD", "/trust"),
        ("POST", "/trust"),
        ("PUT", "/trust/satchel.crt"),
        ("DELETE", "/trust"),
        ("OPTIONS", "/trust"),
        ("BREW", "/trust"),
    ],
)
def test_everything_else_is_not_found(server: TrustServer, method: str, path: str) -> None:
    reply, body = ask(server, method, path)

    assert reply.status == 404
    assert body == b""


def test_a_request_that_does_not_end_is_read_only_so_far(server: TrustServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=10) as connection:
        connection.sendall(b"GET /trust HTTP/1.0\r\nX: ")
        try:
            for _ in range(1000):
                connection.sendall(b"a" * 65536)
            answered = connection.recv(1024)
        except (ConnectionResetError, BrokenPipeError):
            answered = b""

    assert b"200" not in answered.partition(b"\r\n")[0]
    assert ask(server, "GET", "/trust")[0].status == 200


def test_a_connection_that_trickles_is_cut(server: TrustServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trust_server, "SECONDS", 0.2)

    with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=5) as connection:
        connection.sendall(b"GET /tr")
        received = connection.recv(1024)

    assert b"200" not in received


def test_connections_beyond_the_limit_are_dropped_and_room_comes_back(
    server: TrustServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust_server, "SECONDS", 1.0)
    address = ("127.0.0.1", server.server_address[1])
    held = [socket.create_connection(address, timeout=5) for _ in range(trust_server.CONNECTIONS)]

    with socket.create_connection(address, timeout=5) as beyond:
        dropped = beyond.recv(1) == b""
    for connection in held:
        while connection.recv(1024):
            pass
        connection.close()

    assert dropped
    assert ask(server, "GET", "/trust")[0].status == 200


def test_languages_come_best_first() -> None:
    assert languages_wanted("en;q=0.2, sv-SE, fr;q=0, de;q=0.9") == ["sv-SE", "de", "en"]


def test_an_unknown_browser_sees_the_first_system() -> None:
    assert system_of("") == "ios"
    assert system_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64)") == "windows"
    assert system_of(ANDROID) == "android"
