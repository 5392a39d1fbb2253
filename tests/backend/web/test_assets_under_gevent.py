"""A page's files under the real server: asked for all at once by a fresh browser, all of them come."""

from __future__ import annotations

import concurrent.futures
import urllib.request
from pathlib import Path

import pytest

from tests.backend.server_process import running, serve_command

DIST = Path(__file__).resolve().parents[3] / "frontend" / "dist"


@pytest.mark.feature("APP-01")
def test_every_file_of_the_build_comes_when_all_are_asked_for_at_once(tmp_path: Path) -> None:
    files = [f"/{path.relative_to(DIST)}" for path in sorted((DIST / "static").rglob("*")) if path.is_file()]
    assert files, "no build: run python3 dev.py build"

    with running(serve_command(), {"DATA": str(tmp_path)}) as server:

        def status(path: str) -> int:
            request = urllib.request.Request(server.address + path, headers={"Accept-Encoding": "zstd, gzip"})
            with urllib.request.urlopen(request, timeout=20) as reply:
                reply.read()
                return int(reply.status)

        with concurrent.futures.ThreadPoolExecutor(32) as browsers:
            found = list(browsers.map(status, files * 3))

    assert found == [200] * len(files) * 3
