"""The security headers of every reply.

Strict by default: own scripts and styles only, no inline code, nobody may frame a page. The preview is
the exception in both directions: our own designer frames it, and it may not connect to anything.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from backend.web.installation import installation

PREVIEW_PATH = "/preview"

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def register_security(app: Flask) -> None:
    """Add the headers to every reply; one that a view has set itself stays."""

    @app.after_request
    def add_headers(reply: Response) -> Response:
        for name, value in _FIXED.items():
            reply.headers.setdefault(name, value)
        reply.headers.setdefault("Content-Security-Policy", _policy(in_preview=_is_preview(request.path)))
        # Not under our own authority: it would bind every port of the host, that of plain /trust too.
        if request.is_secure and not installation(app).settings.https:
            reply.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return reply


def _is_preview(path: str) -> bool:
    return path == PREVIEW_PATH or path.startswith(f"{PREVIEW_PATH}/")


def _policy(*, in_preview: bool) -> str:
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "connect-src 'none'" if in_preview else f"connect-src 'self' {_socket_origin()}",
            f"frame-ancestors {_quoted_self(in_preview)}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _quoted_self(allowed: bool) -> str:
    return "'self'" if allowed else "'none'"


def _socket_origin() -> str:
    """The websocket's origin by name: older WebKit does not count it as 'self'."""
    public = installation().settings.public_url
    if public is not None:
        parts = urlsplit(public)
        return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
    return f"{'wss' if request.is_secure else 'ws'}://{request.host}"
