"""Which address people are told, and what is remembered of the last one."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from backend.config import Settings
from backend.web import greeting
from backend.web.https import machine as machines
from backend.web.https.machine import Machine, this_machine
from backend.web.origin import chosen_origin, replace_remembered

V4, V6 = ipaddress.ip_address("192.168.7.20"), ipaddress.ip_address("fd12:3456::20")
NAMED = Machine(hostname="depot", addresses=(V4,), reachable_names=("depot.local",))
UNNAMED = Machine(hostname="depot", addresses=(V4,))
ONLY_V6 = Machine(hostname=None, addresses=(V6,))
ALONE = Machine(hostname="depot")


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"DATA": str(tmp_path), **environment})


@pytest.mark.parametrize(
    ("environment", "machine", "port", "origin"),
    [
        ({"PUBLIC_URL": "https://x.example"}, NAMED, 8000, "https://x.example"),
        ({}, NAMED, 8000, "https://depot.local:8000"),
        ({}, NAMED, 443, "https://depot.local"),
        ({}, UNNAMED, 8000, "https://192.168.7.20:8000"),
        ({}, ONLY_V6, 8000, "https://[fd12:3456::20]:8000"),
        ({}, ALONE, 8000, "https://localhost:8000"),
        ({"BIND": "127.0.0.1"}, NAMED, 8000, "https://localhost:8000"),
        ({"BIND": "::1"}, NAMED, 8000, "https://localhost:8000"),
        ({"BIND": "192.168.7.21"}, NAMED, 8000, "https://depot.local:8000"),
        ({"BIND": "192.168.7.21"}, UNNAMED, 8000, "https://192.168.7.21:8000"),
        ({"BIND": "0.0.0.0"}, UNNAMED, 8000, "https://192.168.7.20:8000"),
    ],
)
def test_a_name_is_preferred_to_an_address(
    tmp_path: Path, environment: dict[str, str], machine: Machine, port: int, origin: str
) -> None:
    settings = read(tmp_path, HTTPS="1", **environment)

    assert chosen_origin(settings, machine, port) == origin


def test_a_name_that_leads_to_loopback_or_nowhere_is_not_told_to_phones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(name: str) -> frozenset[machines.Address]:
        if name == "depot.local":
            return frozenset([ipaddress.ip_address("127.0.1.1")])
        raise OSError

    monkeypatch.setattr(machines, "_resolve", resolve)
    monkeypatch.setattr(machines, "_ANNOUNCER", Path("/no/such/socket"))
    monkeypatch.setattr(machines, "_addresses", lambda: (V4,))
    monkeypatch.setattr(machines.socket, "gethostname", lambda: "Depot.office.example")

    found = this_machine()

    assert found.names == ("localhost", "depot", "depot.local", "depot.office.example")
    assert found.reachable_names == ()
    assert found.best_host == "192.168.7.20"


def test_a_name_that_the_machine_announces_or_that_resolves_to_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machines, "_resolve", lambda _: frozenset([V4]))
    monkeypatch.setattr(machines, "_addresses", lambda: (V4,))
    monkeypatch.setattr(machines.socket, "gethostname", lambda: "depot.office.example")

    found = this_machine()

    assert found.reachable_names == ("depot.local", "depot.office.example")


def test_this_very_machine_says_nothing_of_loopback() -> None:
    found = this_machine()

    assert found.names[0] == "localhost"
    assert not any(address.is_loopback or address.is_link_local for address in found.addresses)


def test_an_origin_is_remembered_until_another_one_comes(tmp_path: Path) -> None:
    answers = [
        replace_remembered(tmp_path, origin)
        for origin in ("https://a.example", "https://a.example", "https://b.example", "https://b.example")
    ]

    assert answers == [None, None, "https://a.example", None]


def greet(settings: Settings) -> None:
    greeting.greet(settings, port=8000, trust_address=None, fingerprint=None)


def test_an_address_that_changed_is_said_with_the_way_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet(read(tmp_path, PUBLIC_URL="https://old.example"))
    first = capsys.readouterr().out

    greet(read(tmp_path, PUBLIC_URL="https://new.example"))
    second = capsys.readouterr().out

    assert "old.example" not in first.replace("Satchel is ready: https://old.example", "")
    assert "start with PUBLIC_URL=https://old.example" in second


def test_a_number_for_an_address_is_warned_of_and_a_name_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet(read(tmp_path, PUBLIC_URL="https://192.168.7.20:8000"))
    number = capsys.readouterr().out
    greet(read(tmp_path / "other", PUBLIC_URL="https://depot.example"))
    name = capsys.readouterr().out

    assert "The network may change the address https://192.168.7.20:8000." in number
    assert "may change" not in name


@pytest.mark.parametrize("address", ["", "http://depot.example", "https://localhost:8000"])
def test_no_code_is_printed_for_an_address_that_phones_cannot_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    greet(read(tmp_path, PUBLIC_URL=address))

    assert "█" not in capsys.readouterr().out


@pytest.mark.feature("BEY-25")
def test_a_code_is_printed_for_an_address_that_phones_can_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    greet(read(tmp_path, PUBLIC_URL="https://depot.example"))

    assert "█" in capsys.readouterr().out
