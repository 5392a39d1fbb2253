"""The authority's certificate in the forms that phones and computers install.

All systems take the certificate itself; iPhone and iPad also take a configuration profile, which shows
what it is before it is installed and can be removed as one thing.
"""

from __future__ import annotations

import plistlib
import uuid

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

CERTIFICATE_TYPE = "application/x-x509-ca-cert"
PROFILE_TYPE = "application/x-apple-aspen-config"


def certificate_file(certificate: x509.Certificate) -> bytes:
    """Return the certificate as text: the one form that no system refuses."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def profile_file(certificate: x509.Certificate, *, title: str, description: str) -> bytes:
    """Return a configuration profile; its identity is the certificate's, so a second one replaces it."""
    identity = certificate.fingerprint(hashes.SHA256()).hex()
    name = f"satchel.authority.{identity[:16]}"
    root = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"{name}.certificate",
        "PayloadUUID": _uuid(f"{identity} certificate"),
        "PayloadDisplayName": title,
        "PayloadCertificateFileName": "satchel.crt",
        "PayloadContent": certificate.public_bytes(serialization.Encoding.DER),
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": name,
            "PayloadUUID": _uuid(identity),
            "PayloadDisplayName": title,
            "PayloadDescription": description,
            "PayloadContent": [root],
        }
    )


def _uuid(identity: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, identity)).upper()
