"""What a start with HTTPS takes: authority, certificate, and the process that serves ``/trust``."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from backend.web.https.authority import Authority, ensure_authority
from backend.web.https.certificate import ServerFiles, ensure_certificate
from backend.web.https.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Https:
    """What the server needs to speak HTTPS, and what people need to check it."""

    files: ServerFiles
    authority: Authority


def prepare_https(data: Path, machine: Machine, host: str | None, *, now: dt.datetime) -> Https:
    """Make or load the authority and a certificate for the machine.

    :param host: the host of PUBLIC_URL, which the certificate has to cover.

    Raises :class:`backend.errors.SetupError` when files cannot be used or the host is not permitted.
    """
    folder = folder_in(data)
    also = [host] if host else []
    authority = ensure_authority(folder, machine, now=now, also=also)
    files = ensure_certificate(folder, authority, machine, now=now, also=also)
    return Https(files=files, authority=authority)


def folder_in(data: Path) -> Path:
    """Return the folder of authority and certificate."""
    return data / "https"


def start_trust_server(data: Path, listener: socket.socket, address: str) -> None:
    """Serve ``/trust`` from a child process, as long as this process or a child of it lives.

    The pipe's end stays open and inheritable on purpose: it goes through ``exec`` into the server and
    into its workers, and the kernel closes it with the last of them.
    """
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    command = [sys.executable, "-m", "backend.web.https.trust_server"]
    command += ["--certificate", str(folder_in(data) / "authority.crt"), "--address", address]
    command += ["--listener", str(listener.fileno()), "--until-closed", str(reading)]
    # Only these two: the child must not hold the data folder's lock or the server's port.
    subprocess.Popen(command, pass_fds=(listener.fileno(), reading))
    os.close(reading)
    listener.close()
