"""The pages' HTML, the phone app's manifest and worker, and the files of the build."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from backend.web import shells
from backend.web.assets import Assets

SCRIPT = "export const answer = 42;\n" * 200
ICONS = Path(__file__).resolve().parents[3] / "frontend" / "public" / "static" / "icons"


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build as Vite writes it."""
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    (folder / "static").mkdir()
    manifest = {
        "mobile/main.tsx": {
            "file": "static/mobile-AbCd1234.js", "imports": ["_shared.js"],
            "css": ["static/mobile-AbCd1234.css"], "dynamicImports": ["mobile/late.tsx"],
        },
        "_shared.js": {"file": "static/shared-EfGh5678.js", "css": ["static/shared-EfGh5678.css"]},
        "mobile/late.tsx": {"file": "static/late-IjKl9012.js"},
        **{
            entry: {"file": f"static/{name}-AbCd1234.js", "imports": ["_shared.js"]}
            for name, entry in [
                ("designer", "designer/main.tsx"), ("admin", "admin/main.tsx"),
                ("sign-in", "sign-in/main.tsx"), ("preview", "mobile/preview.tsx"),
            ]
        },
    }  # fmt: skip
    (folder / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    (folder / "static" / "mobile-AbCd1234.js").write_text(SCRIPT)
    (folder / "static" / "plain.txt").write_text("plain")
    (folder / "sw.js").write_text("self.skipWaiting();")
    return folder


@pytest.fixture
def client(app: Flask, dist: Path) -> Iterator[FlaskClient]:
    if "shells" not in app.blueprints:
        app.register_blueprint(shells.blueprint)
    before = shells.assets
    shells.use_build(Assets(dist))
    yield app.test_client()
    shells.use_build(before)


class Tags(HTMLParser):
    """The tags of a page, and whatever text stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("script", "style"):
            self.inline += data

    def links(self, relation: str) -> list[str | None]:
        return [found["href"] for tag, found in self.tags if tag == "link" and found["rel"] == relation]


@pytest.mark.parametrize(
    "address", ["/app/", "/app/orders/1", "/design", "/design/sales", "/admin", "/sign-in", "/preview"]
)
def test_a_shell_loads_its_script_and_holds_nothing_inline(client: FlaskClient, address: str) -> None:
    reply = client.get(address, headers={"Accept-Language": "sv"})

    page = Tags(reply.text)
    scripts = [found for tag, found in page.tags if tag == "script"]
    name = {"app": "mobile", "design": "designer"}.get(address.split("/")[1], address.split("/")[1])
    assert reply.status_code == 200
    assert scripts == [{"type": "module", "src": f"/static/{name}-AbCd1234.js"}]
    assert page.links("modulepreload") == ["/static/shared-EfGh5678.js"]
    assert "/static/shared-EfGh5678.css" in page.links("stylesheet")
    assert page.inline == ""
    assert not any(key.startswith("on") or key == "style" for _, found in page.tags for key in found)
    assert ("html", {"lang": "sv"}) in page.tags
    assert "viewport-fit=cover" in reply.text
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.headers["Content-Security-Policy"].count("unsafe-inline") == 0


@pytest.mark.feature("APP-01")
def test_the_phone_app_can_be_installed(client: FlaskClient) -> None:
    page = Tags(client.get("/app/").text)
    manifest = client.get(str(page.links("manifest")[0])).json

    assert manifest is not None
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/app/", "/app/", "/app/")
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        with Image.open(ICONS / icon["src"].rsplit("/", 1)[1]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon.get("purpose") for icon in manifest["icons"]} == {None, "maskable"}
    with Image.open(ICONS / str(page.links("apple-touch-icon")[0]).rsplit("/", 1)[1]) as picture:
        assert (picture.size, picture.mode) == ((180, 180), "RGB")


def test_only_the_phone_app_names_a_manifest(client: FlaskClient) -> None:
    assert Tags(client.get("/design").text).links("manifest") == []


def test_addresses_without_a_slash_lead_into_the_scope(client: FlaskClient) -> None:
    assert client.get("/").headers["Location"] == "/app/"
    assert client.get("/app?from=home").headers["Location"] == "/app/?from=home"


def test_the_service_worker_is_asked_for_each_time(client: FlaskClient) -> None:
    reply = client.get("/app/sw.js")

    assert reply.text == "self.skipWaiting();"
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, br, zstd", "zstd"), ("gzip", "gzip"), ("", None), ("zstd;q=0", None)]
)
def test_built_files_come_packed_and_are_kept_for_good(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    reply = client.get("/static/mobile-AbCd1234.js", headers={"Accept-Encoding": accepted})

    unpack = {"zstd": lambda data: zstandard.ZstdDecompressor().decompress(data), "gzip": gzip.decompress}
    body = unpack[encoding](reply.data) if encoding else reply.data
    assert reply.headers.get("Content-Encoding") == encoding
    assert body.decode() == SCRIPT
    assert "immutable" in reply.headers["Cache-Control"]
    assert reply.headers["Vary"] == "Accept-Encoding"
    again = client.get(
        "/static/mobile-AbCd1234.js",
        headers={"Accept-Encoding": accepted, "If-None-Match": reply.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_without_a_digest_in_its_name_is_not_kept_for_good(client: FlaskClient) -> None:
    reply = client.get("/static/plain.txt")

    assert reply.data == b"plain"
    assert "immutable" not in reply.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["../sw.js", "..%2f.vite/manifest.json", "../../../../etc/passwd", ".vite", "none.js", "", "a%00b"],
)
def test_nothing_outside_of_the_build_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_without_a_build_the_page_says_what_to_run(client: FlaskClient, tmp_path: Path) -> None:
    shells.use_build(Assets(tmp_path / "nowhere"))

    reply = client.get("/app/")

    assert reply.status_code == 503
    assert re.search("python3 dev.py run", reply.text)
    assert reply.headers["Cache-Control"] == "no-store"
