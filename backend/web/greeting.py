"""What the run command says once the server answers: where it is, and what to know before sharing that.

Spoken once a start, by the first worker; everything a later look in the log would want is in it.
"""

from __future__ import annotations

import sys

from backend.config import EVERY_ADDRESS, Settings
from backend.console import say
from backend.web.origin import replace_remembered
from backend.web.phone_address import host_is_address, is_this_device, phone_address
from backend.web.qr_code import print_code


def greet(settings: Settings, *, port: int, trust_address: str | None, fingerprint: str | None) -> None:
    """Say where the server is reached, with a code to scan, and what a changed address means for phones."""
    public = settings.public_url
    say("serve.ready", address=public or f"http://localhost:{port}")
    if settings.https and settings.host in (EVERY_ADDRESS, "0.0.0.0"):
        say("serve.every-address", port=str(port))
    if public is None:
        return
    if (address := phone_address(settings)) is not None:
        print_code(address, sys.stdout)
    if trust_address is not None:
        say("serve.trust", address=trust_address, fingerprint=fingerprint or "")
    if is_this_device(public):
        return
    if host_is_address(public):
        say("serve.address-may-change", address=public)
    if (before := replace_remembered(settings.data, public)) is not None:
        say("serve.address-changed", before=before, address=public)
