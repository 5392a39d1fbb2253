"""The address for phones, and its QR code as a picture.

It comes from PUBLIC_URL or from ``--https`` and never from the request: a Host header is what the asker
wrote, and a code that leads phones to a place of an attacker's choice would be worse than none.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Blueprint, Response

from backend.config import Settings
from backend.errors import NotFound
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.qr_code import as_svg

blueprint = Blueprint("phone_address", __name__)

PHONE_APP = "/app/"


def phone_address(settings: Settings) -> str | None:
    """Return where a phone opens the app, or None when no phone could: it needs HTTPS and a real host."""
    public = settings.public_url
    if public is None or not public.startswith("https://") or is_this_device(public):
        return None
    return f"{public}{PHONE_APP}"


def is_this_device(origin: str) -> bool:
    """Tell whether an origin means the very device that opens it."""
    host = urlsplit(origin).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or _is_loopback(host)


def host_is_address(origin: str) -> bool:
    """Tell whether an origin is named by an address, which the network may change."""
    try:
        ipaddress.ip_address(urlsplit(origin).hostname or "")
    except ValueError:
        return False
    return True


@blueprint.get("/qr.svg")
def qr() -> Response:
    """Show the code of the phone app's address.

    Raises :class:`NotFound` when there is no address that a phone can use.
    """
    home = installation()
    address = phone_address(home.settings)
    if address is None:
        raise NotFound("no-phone-address")
    title = home.catalogue.render(request_language(), "serve.qr.title", {"address": address})
    reply = Response(as_svg(address, title=title), mimetype="image/svg+xml")
    reply.headers["Cache-Control"] = "no-cache"
    return reply


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
