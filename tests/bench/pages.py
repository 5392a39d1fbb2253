"""The pages of floors and peers: an empty one for each, under its own name, and their scripts in one file."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.bench import peer_packages

_EMPTY = b"<!doctype html><title>bench</title>"
_FLAGS = (
    "--bundle",
    "--format=iife",
    "--platform=browser",
    "--target=es2022",
    "--minify",
    "--log-level=error",
    '--define:process.env.NODE_ENV="production"',
    "--define:global=globalThis",
)


class _Empty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(_EMPTY)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def empty_pages() -> Iterator[str]:
    """Serve empty pages; yields their address with a place for a name, as each name has its own store."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{{}}.localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def bundled(peer: str, script: Path, folder: Path) -> Path:
    """Put a peer's page and the libraries that it uses into one file."""
    out = folder / f"{peer}.js"
    esbuild = peer_packages.PEERS / "node_modules" / ".bin" / "esbuild"
    command = [str(esbuild), str(script), *_FLAGS, f"--outfile={out}"]
    subprocess.run(command, check=True, env=peer_packages.environment(peer))
    return out
