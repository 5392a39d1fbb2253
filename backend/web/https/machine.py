"""The names and addresses under which other devices may reach this machine.

Asked anew at each start: a laptop changes networks. What is found is only what this machine says of
itself; whether a phone can resolve a name is decided by the network that both are in.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Answer = TypeVar("Answer")

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ASK_FOR_ADDRESS = 0x8915  # SIOCGIFADDR of Linux
_IPV6_TABLE = Path("/proc/net/if_inet6")
_ANNOUNCER = Path("/run/avahi-daemon/socket")
_RESOLVE_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What one machine is called: each name in lower case, each address without loopback and link-local."""

    hostname: str | None
    """The first label, or None when the machine has no name of its own."""
    full_name: str | None = None
    """The name with its domain, as far as the machine knows one."""
    addresses: tuple[Address, ...] = ()
    """The one that leads to the rest of the network comes first."""
    reachable_names: tuple[str, ...] = ()
    """The names among these that lead to this machine from elsewhere, best first."""

    @property
    def local_name(self) -> str | None:
        """The name by which multicast DNS knows the machine."""
        return f"{self.hostname}.local" if self.hostname else None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the machine, ``localhost`` included."""
        known = ("localhost", self.hostname, self.local_name, self.full_name)
        return tuple(dict.fromkeys(name for name in known if name))

    @property
    def best_host(self) -> str:
        """Where to send phones: a name if one leads here, since addresses change; else an address."""
        if self.reachable_names:
            return self.reachable_names[0]
        if self.addresses:
            first = self.addresses[0]
            return f"[{first}]" if first.version == 6 else str(first)
        return "localhost"


def this_machine() -> Machine:
    """Ask the operating system; takes a few seconds at most where name resolution does not answer."""
    full = socket.gethostname().lower().rstrip(".")
    hostname = full.split(".")[0]
    if hostname == "localhost" or not _LABEL.fullmatch(hostname):
        return Machine(hostname=None, addresses=_addresses())
    if "." not in full:
        full = _within_seconds(socket.getfqdn, hostname) or hostname
    domain_known = full.startswith(f"{hostname}.") and all(map(_LABEL.fullmatch, full.split(".")))
    addresses = _addresses()
    found = Machine(
        hostname=hostname,
        full_name=full if domain_known and full != f"{hostname}.localdomain" else None,
        addresses=addresses,
    )
    return Machine(
        hostname=found.hostname,
        full_name=found.full_name,
        addresses=addresses,
        reachable_names=tuple(_reachable(found)),
    )


def _reachable(machine: Machine) -> Iterator[str]:
    announced = sys.platform == "darwin" or _ANNOUNCER.exists()
    for name in dict.fromkeys((machine.local_name, machine.full_name)):
        if name and ((announced and name == machine.local_name) or _leads_here(name, machine.addresses)):
            yield name


def _leads_here(name: str, addresses: Iterable[Address]) -> bool:
    found = _within_seconds(_resolve, name) or frozenset()
    return not found.isdisjoint(addresses)


def _resolve(name: str) -> frozenset[Address]:
    answers = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return frozenset(_parsed(str(answer[4][0]) for answer in answers))


def _within_seconds(ask: Callable[[str], Answer], name: str) -> Answer | None:
    """The system's resolver has no deadline of its own; a thread that waits for it ends with the process."""
    answers: list[Answer] = []

    def work() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            answers.append(ask(name))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(_RESOLVE_SECONDS)
    return answers[0] if answers else None


def _addresses() -> tuple[Address, ...]:
    found = _parsed([*_outgoing(), *_of_interfaces(), *_of_ipv6_table()])
    usable = [a for a in found if not (a.is_loopback or a.is_link_local or a.is_unspecified)]
    usable.sort(key=lambda address: address.version)
    return tuple(dict.fromkeys(usable))


def _parsed(texts: Iterable[str]) -> Iterator[Address]:
    for text in texts:
        try:
            yield ipaddress.ip_address(text.partition("%")[0])
        except ValueError:
            continue


def _outgoing() -> Iterator[str]:
    """Connecting a datagram socket sends nothing: it only chooses the address to send from."""
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((elsewhere, 9))
                yield str(probe.getsockname()[0])
        except OSError:
            continue


def _of_interfaces() -> Iterator[str]:
    if sys.platform != "linux":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(asking.fileno(), _ASK_FOR_ADDRESS, request)
            except OSError:
                continue
            yield socket.inet_ntoa(answer[20:24])


def _of_ipv6_table() -> Iterator[str]:
    try:
        lines = _IPV6_TABLE.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        digits = line.split()[0]
        yield ":".join(digits[start : start + 4] for start in range(0, 32, 4))
