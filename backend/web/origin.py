"""The origin that phones know this installation by, and the memory of the last one.

A browser keeps the store of each origin apart: after the address has changed, a phone opens an empty app
at the new one, and what it had not sent waits at the old one. So the last origin is remembered, and the
start says what a change means. Nothing here prevents the change.
"""

from __future__ import annotations

from pathlib import Path

from backend.config import Settings
from backend.web.https.authority import as_host
from backend.web.https.machine import Machine

_FILE = "origin"
_HTTPS_PORT = 443


def chosen_origin(settings: Settings, machine: Machine, port: int) -> str:
    """Return the HTTPS origin to tell people: PUBLIC_URL, or else the machine's best name."""
    if settings.public_url is not None:
        return settings.public_url
    return f"https://{_host(settings.host, machine)}" + (f":{port}" if port != _HTTPS_PORT else "")


def _host(listening_on: str, machine: Machine) -> str:
    listening = as_host(listening_on)
    if listening == "localhost" or (not isinstance(listening, str) and listening.is_loopback):
        return "localhost"
    if machine.reachable_names or isinstance(listening, str) or listening.is_unspecified:
        return machine.best_host
    return f"[{listening}]" if listening.version == 6 else str(listening)


def replace_remembered(data: Path, origin: str) -> str | None:
    """Remember an origin; returns the one before if it was another."""
    path = data / _FILE
    try:
        before = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        before = ""
    if before == origin:
        return None
    fresh = path.with_name(f".{_FILE}")
    fresh.write_text(f"{origin}\n", encoding="utf-8")
    fresh.replace(path)
    return before or None
