"""The QR code of the address: what it says, where it is shown, and where it comes from."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

from backend.web.installation import installation
from backend.web.qr_code import as_svg, print_code

ADDRESS = "https://depot.local:8000/app/"


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


def dark_modules(svg: bytes, border: int = 4) -> set[tuple[int, int]]:
    """Read the (row, column) of each dark module from the line that draws them."""
    (line,) = [
        element
        for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")
        if element.get("stroke") == "#000"
    ]
    dark, x, y = set(), 0.0, 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", line.get("d", "")):
        match command:
            case "M":
                x, y = float(first), float(second)
            case "m":
                x, y = x + float(first), y + float(second)
            case _:
                dark |= {(int(y) - border, int(x) - border + step) for step in range(int(first))}
                x += float(first)
    return dark


def expected(text: str) -> set[tuple[int, int]]:
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    return {(row, column) for row, cells in enumerate(matrix) for column, cell in enumerate(cells) if cell}


def set_public_url(app: Flask, address: str | None) -> None:
    home = installation(app)
    home.settings = replace(home.settings, public_url=address)


@pytest.mark.feature("APP-01", "BEY-25")
def test_the_picture_is_the_code_of_the_phone_apps_public_address(app: Flask, client: FlaskClient) -> None:
    set_public_url(app, "https://depot.local:8000")

    reply = client.get("/qr.svg")

    assert reply.status_code == 200
    assert reply.mimetype == "image/svg+xml"
    assert dark_modules(reply.data) == expected(ADDRESS)


def test_a_host_header_cannot_lead_phones_elsewhere(app: Flask, client: FlaskClient) -> None:
    set_public_url(app, "https://depot.local:8000")

    reply = client.get("/qr.svg", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert dark_modules(reply.data) == expected(ADDRESS)


@pytest.mark.parametrize(
    "address",
    [None, "http://depot.local:8000", "https://localhost:8000", "https://127.0.0.1", "https://[::1]:8000"],
)
def test_without_an_address_for_phones_the_reply_says_what_to_do(
    app: Flask, client: FlaskClient, address: str | None
) -> None:
    set_public_url(app, address)

    reply = client.get("/qr.svg", headers={"Host": "depot.local"})

    assert reply.status_code == 404
    assert reply.json is not None
    assert reply.json["code"] == "no-phone-address"
    assert "--https" in reply.json["remedy"]


def test_a_title_is_text_and_not_markup() -> None:
    svg = as_svg(ADDRESS, title="<script>&")

    assert b"<script>" not in svg
    assert dark_modules(svg) == expected(ADDRESS)


def test_the_terminal_shows_the_same_code_as_light_blocks() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    halves = {" ": (1, 1), "▀": (0, 1), "▄": (1, 0), "█": (0, 0)}

    print_code(ADDRESS, out)

    out.seek(0)
    lines = out.read().splitlines()
    dark = {
        (2 * row + half - 2, column - 2)
        for row, line in enumerate(lines)
        for column, block in enumerate(line)
        for half in (0, 1)
        if halves[block][half]
    }
    width = max(column for _, column in expected(ADDRESS)) + 1
    assert {(row, column) for row, column in dark if 0 <= row < width} == expected(ADDRESS)


def test_a_terminal_that_has_no_blocks_gets_no_code() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")

    print_code(ADDRESS, out)

    assert raw.getvalue() == b""
