"""A TLS handshake in memory: what a client says of a certificate, without a network."""

from __future__ import annotations

import ssl
from pathlib import Path

from backend.web.https.certificate import ServerFiles


def shake_hands(files: ServerFiles, *, trusting: Path, host: str) -> str | None:
    """Connect as a client that trusts one file; returns the TLS version.

    Raises :class:`ssl.SSLCertVerificationError` as the client would.
    """
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_context.load_cert_chain(files.certificate, files.key)
    client_context = ssl.create_default_context(cafile=str(trusting))
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(down, up, server_hostname=host)
    server = server_context.wrap_bio(up, down, server_side=True)
    for _ in range(4):
        done = [_step(client), _step(server)]
        if all(done):
            break
    return client.version()


def _step(side: ssl.SSLObject) -> bool:
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True
