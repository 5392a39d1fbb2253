"""Settings from the environment: defaults, checks, and the secret key made once."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from backend.catalogue import Catalogue
from backend.config import Settings
from backend.errors import SetupError


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"DATA": str(tmp_path / "data"), **environment})


def test_an_empty_environment_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    settings = Settings.from_environment({})

    assert settings.data == tmp_path / "var/data"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/data/satchel.db"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, None)
    assert settings.on_sqlite


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read(tmp_path)
    second = read(tmp_path)

    path = tmp_path / "data" / "secret.key"
    assert first.secret_key == second.secret_key == path.read_bytes()
    assert len(first.secret_key) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in path.parent.iterdir()] == ["secret.key"]


def test_the_secret_key_is_in_no_log(tmp_path: Path) -> None:
    settings = read(tmp_path, SECRET_KEY="a very secret secret")

    assert "secret secret" not in repr(settings)


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("postgres://me@host/name", "postgresql+psycopg://me@host/name"),
        ("postgresql://me@host/name?sslmode=require", "postgresql+psycopg://me@host/name?sslmode=require"),
        ("postgresql+psycopg://host/name", "postgresql+psycopg://host/name"),
        ("sqlite:////var/lib/satchel.db", "sqlite:////var/lib/satchel.db"),
    ],
)
def test_a_database_address_is_brought_to_one_form(tmp_path: Path, written: str, used: str) -> None:
    assert read(tmp_path, DATABASE_URL=written).database_url == used


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("https://x.example:8443/", "https://x.example:8443"),
        ("HTTPS://X.Example", "https://x.example"),
        ("https://x.example:443", "https://x.example"),
        ("http://x.example:80/", "http://x.example"),
        ("https://x.example:80", "https://x.example:80"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://[FD12::0020]:8000", "https://[fd12::20]:8000"),
        ("https://depot.local:8000", "https://depot.local:8000"),
    ],
)
def test_a_public_address_is_written_as_browsers_write_an_origin(
    tmp_path: Path, written: str, used: str
) -> None:
    assert read(tmp_path, PUBLIC_URL=written).public_url == used


def test_transactions_are_serialisable_where_that_is_asked_for(tmp_path: Path) -> None:
    assert not read(tmp_path).serializable
    assert not read(tmp_path, DATABASE_ISOLATION="read-committed").serializable
    assert read(tmp_path, DATABASE_ISOLATION="serializable").serializable


def test_with_https_the_server_listens_everywhere_unless_told_otherwise(tmp_path: Path) -> None:
    assert read(tmp_path, HTTPS="1").host == "::"
    assert read(tmp_path, HTTPS="1", BIND="192.168.7.20").host == "192.168.7.20"
    assert read(tmp_path, HTTPS="0").host == "127.0.0.1"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"PORT": "web"}, "setting-number"),
        ({"PORT": "65536"}, "setting-number"),
        ({"PORT": "-1"}, "setting-number"),
        ({"WEB_PROCESSES": "0"}, "setting-number"),
        ({"WEB_PROCESSES": "2"}, "setting-web-processes"),
        ({"REQUEST_BYTES": "1"}, "setting-number"),
        ({"FILTER_SECONDS": "0"}, "setting-number"),
        ({"DATABASE_ISOLATION": "snapshot"}, "setting-isolation"),
        ({"DATABASE_URL": "mysql://host/name"}, "setting-database-url"),
        ({"DATABASE_URL": "satchel.db"}, "setting-database-url"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "setting-database-url"),
        ({"DATABASE_URL": "sqlite://"}, "setting-database-url"),
        ({"PUBLIC_URL": "satchel.example.com"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://satchel.example.com/app"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://host:port"}, "setting-public-url"),
        ({"PUBLIC_URL": "ftp://host"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://0.0.0.0:8000"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://[::]"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://me@host"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://a host"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://192.168.1"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://host/?a"}, "setting-public-url"),
        ({"PUBLIC_URL": "https://[host"}, "setting-public-url"),
        ({"PUBLIC_URL": "http://host", "HTTPS": "1"}, "setting-https-public-url"),
        ({"HTTPS": "yes"}, "setting-yes-no"),
        ({"PORT": "65535", "HTTPS": "1"}, "setting-number"),
        ({"SECRET_KEY": "short"}, "setting-secret-key"),
        ({"DATA": "/dev/null/data"}, "setting-data"),
    ],
)
def test_a_bad_value_is_refused_with_what_to_write_instead(
    tmp_path: Path, environment: dict[str, Any], code: str
) -> None:
    with pytest.raises(SetupError) as refusal:
        read(tmp_path, **environment)

    described = Catalogue.load().describe("en", refusal.value.problem())
    assert refusal.value.code == code
    assert described["remedy"]
    assert next(iter(environment)) in " ".join(described.values())
    assert "{" not in "".join(described.values())


def test_a_password_in_a_database_address_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as refusal:
        read(tmp_path, DATABASE_URL="oracle://me:hunter2@host/name")

    assert "hunter2" not in str(refusal.value)
