"""The server's certificate, signed by the installation's authority and renewed when it no longer fits.

Phones trust the authority and not this certificate, so nobody notices that it was renewed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.errors import SetupError
from backend.web.https.authority import SKEW, Authority, as_general_name, as_host, ensure_key, write_public
from backend.web.https.machine import Address, Machine

LIFETIME = dt.timedelta(days=397, seconds=-1)
"""The longest that every browser accepts; the last second counts too."""
RENEWED_BEFORE = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFiles:
    """What a TLS server loads."""

    certificate: Path
    key: Path


def files_in(folder: Path) -> ServerFiles:
    """Return where the server's certificate and key lie."""
    return ServerFiles(certificate=folder / "server.crt", key=folder / "server.key")


def ensure_certificate(
    folder: Path, authority: Authority, machine: Machine, *, now: dt.datetime, also: Iterable[str] = ()
) -> ServerFiles:
    """Sign a certificate for the machine's present names and addresses, unless the one there still fits.

    Addresses that the authority may not vouch for, such as those of a network that the machine was not in
    when the authority was made, are left out.

    Raises :class:`SetupError` when a host of ``also`` is among them, or the key cannot be used.
    """
    files = files_in(folder)
    wanted = _wanted(folder, authority, machine, also)
    try:
        key = ensure_key(files.key)
        if not _fits(files.certificate, authority, key, wanted, now):
            signed = _sign(authority, key, wanted, now)
            write_public(files.certificate, signed.public_bytes(serialization.Encoding.PEM))
    except (OSError, ValueError, TypeError) as error:
        raise SetupError("https-files-unusable", folder=str(folder), reason=str(error)) from error
    return files


def _wanted(
    folder: Path, authority: Authority, machine: Machine, also: Iterable[str]
) -> list[x509.GeneralName]:
    asked_for = [as_host(text) for text in also]
    for host in asked_for:
        if not authority.may_sign(host):
            raise SetupError("https-host-not-permitted", host=str(host), folder=str(folder))
    loopback = [as_host("127.0.0.1"), as_host("::1")]
    hosts: list[str | Address] = [*asked_for, *machine.names, *machine.addresses, *loopback]
    return [as_general_name(host) for host in dict.fromkeys(hosts) if authority.may_sign(host)]


def _fits(
    path: Path,
    authority: Authority,
    key: ec.EllipticCurvePrivateKey,
    wanted: list[x509.GeneralName],
    now: dt.datetime,
) -> bool:
    if not path.exists():
        return False
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        found.verify_directly_issued_by(authority.certificate)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # whatever is wrong with the old one, a new one is the remedy
        return False
    ends = min(found.not_valid_after_utc, authority.certificate.not_valid_after_utc)
    is_fresh = found.not_valid_before_utc <= now < ends - RENEWED_BEFORE
    # In its last weeks the authority cannot give more time than it has itself.
    is_all_there_is = now < ends == authority.certificate.not_valid_after_utc
    return (
        (is_fresh or is_all_there_is) and set(names) == set(wanted) and found.public_key() == key.public_key()
    )


def _sign(
    authority: Authority,
    key: ec.EllipticCurvePrivateKey,
    wanted: list[x509.GeneralName],
    now: dt.datetime,
) -> x509.Certificate:
    begins = now - SKEW
    issuer = authority.certificate
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(wanted[0].value)[:64])]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(min(begins + LIFETIME, issuer.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(wanted), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
