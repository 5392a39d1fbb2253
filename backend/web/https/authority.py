"""The installation's own certificate authority, which can vouch for this machine and nothing else.

A phone that trusts an authority believes it about every site, so this one is constrained (X.509 name
constraints, critical): names of this machine, names in ``.local``, ``localhost``, and addresses of the
networks that the machine was in when the authority was made. Whoever steals its key can still not pose as
a bank. It is made once; a phone trusts it once.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.errors import SetupError
from backend.web.https.machine import Address, Machine

LIFETIME = dt.timedelta(days=3652)
SKEW = dt.timedelta(hours=24)
"""Certificates begin in the past: a phone's clock may be behind."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A loaded authority: its certificate, and the key that only this process's user can read."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, written as every system shows it."""
        return fingerprint_of(self.certificate)

    def may_sign(self, host: str | Address) -> bool:
        """Tell whether the constraints permit a certificate for a name or an address."""
        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        for permitted in constraints.permitted_subtrees or ():
            if isinstance(permitted, x509.DNSName) and isinstance(host, str):
                if host == permitted.value or host.endswith(f".{permitted.value}"):
                    return True
            elif isinstance(permitted, x509.IPAddress) and not isinstance(host, str):
                network = permitted.value
                if isinstance(network, (ipaddress.IPv4Network, ipaddress.IPv6Network)) and host in network:
                    return True
        return False


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint in pairs of capital digits with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def ensure_authority(
    folder: Path, machine: Machine, *, now: dt.datetime, also: Iterable[str] = ()
) -> Authority:
    """Load the authority of ``folder``, or make it when there is none.

    :param also: further hosts that a new authority may vouch for, such as that of PUBLIC_URL.

    Raises :class:`SetupError` when it has expired or its files do not belong together.
    """
    path = folder / "authority.crt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = ensure_key(folder / "authority.key", may_make=not path.exists())
        if not path.exists():
            write_public(path, _sign_itself(key, machine, also, now).public_bytes(serialization.Encoding.PEM))
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        certificate.extensions.get_extension_for_class(x509.NameConstraints)
    except (OSError, ValueError, TypeError, x509.ExtensionNotFound) as error:
        raise SetupError("https-files-unusable", folder=str(folder), reason=_reason(error)) from error
    if certificate.public_key() != key.public_key():
        raise SetupError("https-files-unusable", folder=str(folder), reason="authority.key ≠ authority.crt")
    if certificate.not_valid_after_utc <= now:
        raise SetupError("https-authority-expired", folder=str(folder))
    return Authority(certificate, key)


def ensure_key(path: Path, *, may_make: bool = True) -> ec.EllipticCurvePrivateKey:
    """Read a private key, or make one that nobody else may read.

    Raises :class:`OSError` or :class:`ValueError` when there is none to read.
    """
    if may_make and not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _write(
            path,
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
            mode=0o600,
        )
    loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path.name} is not an elliptic-curve key")
    os.chmod(path, 0o600)
    return loaded


def write_public(path: Path, content: bytes) -> None:
    """Replace a file that anyone may read, whole or not at all."""
    _write(path, content, mode=0o644)


def as_general_name(host: str | Address) -> x509.GeneralName:
    """Return a host as X.509 writes it."""
    return x509.DNSName(host) if isinstance(host, str) else x509.IPAddress(host)


def as_host(text: str) -> str | Address:
    """Return the address that a host of a URL is, or else the name."""
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return text


def _write(path: Path, content: bytes, *, mode: int) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    fresh.replace(path)


def _sign_itself(
    key: ec.EllipticCurvePrivateKey, machine: Machine, also: Iterable[str], now: dt.datetime
) -> x509.Certificate:
    title = f"Satchel {machine.hostname or 'localhost'}"[:64]
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Satchel"),
            x509.NameAttribute(NameOID.COMMON_NAME, title),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.NameConstraints(_permitted(machine, also), None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _permitted(machine: Machine, also: Iterable[str]) -> list[x509.GeneralName]:
    hosts = [as_host(text) for text in also]
    names = dict.fromkeys([*machine.names, "local", *(host for host in hosts if isinstance(host, str))])
    networks: dict[ipaddress.IPv4Network | ipaddress.IPv6Network, None] = {
        ipaddress.ip_network("127.0.0.0/8"): None,
        ipaddress.ip_network("::1/128"): None,
    }
    for address in [*machine.addresses, *(host for host in hosts if not isinstance(host, str))]:
        networks.setdefault(_network_of(address))
    return [*map(x509.DNSName, names), *map(x509.IPAddress, networks)]


def _network_of(address: Address) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """The neighbours too where they are surely ours: the next lease of an office gives another address."""
    if address.version == 6:
        return ipaddress.IPv6Network((address, 64), strict=False)
    return ipaddress.IPv4Network((address, 24 if address.is_private else 32), strict=False)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
