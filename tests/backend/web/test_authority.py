"""The local authority and its certificates, as TLS clients judge them."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.errors import SetupError
from backend.web.https.authority import LIFETIME, Authority, ensure_authority
from backend.web.https.certificate import RENEWED_BEFORE, ServerFiles, ensure_certificate
from backend.web.https.machine import Machine
from tests.backend.web.handshake import shake_hands

NOW = dt.datetime.now(dt.UTC)
OFFICE = Machine(
    hostname="depot",
    full_name="depot.office.example",
    addresses=(ipaddress.ip_address("192.168.7.20"), ipaddress.ip_address("fd12:3456::20")),
    reachable_names=("depot.local",),
)


def prepare(
    folder: Path, machine: Machine = OFFICE, *, now: dt.datetime = NOW
) -> tuple[Authority, ServerFiles]:
    authority = ensure_authority(folder, machine, now=now)
    return authority, ensure_certificate(folder, authority, machine, now=now)


def names_in(files: ServerFiles) -> set[str]:
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in names}


def sign_for(authority: Authority, host: x509.GeneralName, folder: Path) -> ServerFiles:
    """Do what a thief of the authority's key would do."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(hours=1))
        .not_valid_after(NOW + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([host]), critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    files = ServerFiles(certificate=folder / "thief.crt", key=folder / "thief.key")
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    files.key.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return files


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "depot",
        "depot.local",
        "depot.office.example",
        "192.168.7.20",
        "fd12:3456::20",
        "127.0.0.1",
    ],
)
def test_a_client_that_trusts_only_the_authority_accepts_each_name_and_address(
    tmp_path: Path, host: str
) -> None:
    _, files = prepare(tmp_path)

    accepted = shake_hands(files, trusting=tmp_path / "authority.crt", host=host)

    assert accepted in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize(
    "host",
    [
        "bank.example",
        "office.example",
        "notdepot",
        "depot.local.example",
        "8.8.8.8",
        "192.168.8.20",
        "2001:db8::1",
    ],
)
def test_a_stolen_key_cannot_vouch_for_a_host_outside_the_constraints(tmp_path: Path, host: str) -> None:
    authority, _ = prepare(tmp_path)
    try:
        name: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        name = x509.DNSName(host)
    files = sign_for(authority, name, tmp_path)

    with pytest.raises(ssl.SSLCertVerificationError) as refusal:
        shake_hands(files, trusting=tmp_path / "authority.crt", host=host)

    assert "permitted subtree violation" in str(refusal.value)


def test_a_stolen_key_can_vouch_for_a_host_inside_which_shows_that_the_refusals_mean_something(
    tmp_path: Path,
) -> None:
    authority, _ = prepare(tmp_path)

    files = sign_for(authority, x509.DNSName("printer.local"), tmp_path)

    assert shake_hands(files, trusting=tmp_path / "authority.crt", host="printer.local")


def test_the_constraints_are_critical_and_the_authority_signs_servers_only(tmp_path: Path) -> None:
    authority, _ = prepare(tmp_path)
    extensions = authority.certificate.extensions

    assert extensions.get_extension_for_class(x509.NameConstraints).critical
    assert extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_only_the_owner_reads_the_keys(tmp_path: Path) -> None:
    prepare(tmp_path / "https")

    modes = {
        path.name: stat.S_IMODE(path.stat().st_mode)
        for path in [tmp_path / "https", *(tmp_path / "https").iterdir()]
    }

    assert modes["https"] == 0o700
    assert modes["authority.key"] == modes["server.key"] == 0o600
    assert sorted(modes) == ["authority.crt", "authority.key", "https", "server.crt", "server.key"]


def test_a_key_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "authority.key").chmod(0o644)

    prepare(tmp_path)

    assert stat.S_IMODE((tmp_path / "authority.key").stat().st_mode) == 0o600


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    prepare(tmp_path, now=NOW + dt.timedelta(days=300))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_another_address_renews_the_server_certificate_and_keeps_the_authority(tmp_path: Path) -> None:
    _, files = prepare(tmp_path)
    authority_before, before = (tmp_path / "authority.crt").read_bytes(), files.certificate.read_bytes()
    moved = replace(OFFICE, addresses=(ipaddress.ip_address("192.168.7.99"),))

    prepare(tmp_path, moved)

    assert (tmp_path / "authority.crt").read_bytes() == authority_before
    assert files.certificate.read_bytes() != before
    assert "192.168.7.99" in names_in(files)
    assert "192.168.7.20" not in names_in(files)
    assert shake_hands(files, trusting=tmp_path / "authority.crt", host="192.168.7.99")


def test_in_another_network_the_names_still_work_and_the_address_is_left_out(tmp_path: Path) -> None:
    prepare(tmp_path)
    elsewhere = replace(OFFICE, addresses=(ipaddress.ip_address("10.1.2.3"),))

    authority, files = prepare(tmp_path, elsewhere)

    assert not authority.may_sign(ipaddress.ip_address("10.1.2.3"))
    assert "10.1.2.3" not in names_in(files)
    assert shake_hands(files, trusting=tmp_path / "authority.crt", host="depot.local")


def test_the_certificate_is_short_enough_for_phones_and_renewed_in_time(tmp_path: Path) -> None:
    _, files = prepare(tmp_path)
    first = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    ends = first.not_valid_after_utc

    prepare(tmp_path, now=ends - RENEWED_BEFORE - dt.timedelta(days=1))
    kept = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    prepare(tmp_path, now=ends - RENEWED_BEFORE + dt.timedelta(days=1))
    renewed = x509.load_pem_x509_certificate(files.certificate.read_bytes())

    assert ends - first.not_valid_before_utc < dt.timedelta(days=397)
    assert kept == first
    assert renewed.not_valid_after_utc > ends


def test_a_certificate_never_outlives_the_authority_and_its_end_is_said(tmp_path: Path) -> None:
    authority, files = prepare(tmp_path)
    near_the_end = NOW + LIFETIME - dt.timedelta(days=20)

    prepare(tmp_path, now=near_the_end)
    last = files.certificate.read_bytes()
    prepare(tmp_path, now=near_the_end + dt.timedelta(days=1))

    ends = authority.certificate.not_valid_after_utc
    assert x509.load_pem_x509_certificate(last).not_valid_after_utc == ends
    assert files.certificate.read_bytes() == last
    with pytest.raises(SetupError, match="https-authority-expired"):
        prepare(tmp_path, now=ends + dt.timedelta(seconds=1))


def test_the_host_of_the_public_address_is_covered_from_the_start(tmp_path: Path) -> None:
    authority = ensure_authority(tmp_path, OFFICE, now=NOW, also=["satchel.example.com"])

    files = ensure_certificate(tmp_path, authority, OFFICE, now=NOW, also=["satchel.example.com"])

    assert shake_hands(files, trusting=tmp_path / "authority.crt", host="satchel.example.com")


def test_a_public_address_that_the_authority_was_not_made_for_is_refused_in_words(tmp_path: Path) -> None:
    authority, _ = prepare(tmp_path)

    with pytest.raises(SetupError) as refusal:
        ensure_certificate(tmp_path, authority, OFFICE, now=NOW, also=["satchel.example.com"])

    assert refusal.value.code == "https-host-not-permitted"
    assert refusal.value.arguments["host"] == "satchel.example.com"


@pytest.mark.parametrize("damage", ["no key", "another key", "no certificate text"])
def test_files_that_do_not_belong_together_are_said_and_left_alone(tmp_path: Path, damage: str) -> None:
    prepare(tmp_path)
    match damage:
        case "no key":
            (tmp_path / "authority.key").unlink()
        case "another key":
            (tmp_path / "authority.key").write_bytes((tmp_path / "server.key").read_bytes())
        case _:
            (tmp_path / "authority.crt").write_text("nothing")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with pytest.raises(SetupError, match="https-files-unusable"):
        prepare(tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_start_that_ended_between_key_and_certificate_is_taken_up(tmp_path: Path) -> None:
    prepare(tmp_path)
    key = (tmp_path / "authority.key").read_bytes()
    (tmp_path / "authority.crt").unlink()

    _, files = prepare(tmp_path)

    assert (tmp_path / "authority.key").read_bytes() == key
    assert shake_hands(files, trusting=tmp_path / "authority.crt", host="depot.local")
