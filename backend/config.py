"""The settings of one installation, read from the environment once.

Nothing else reads environment variables. A bad value ends the start with a sentence that names the
variable and says what to write instead.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from backend.errors import SetupError
from backend.key_file import key_in

VERSION = "0.1.0"

EVERY_ADDRESS = "::"
"""Where to listen for IPv6 and IPv4 alike."""

ISOLATIONS = ("read-committed", "serializable")

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the installation keeps its data and how it is reached."""

    data: Path
    """Folder of the database file, blobs, keys and the server lock."""
    database_url: str
    """SQLAlchemy address: ``sqlite:///…`` or ``postgresql+psycopg://…``."""
    serializable: bool = False
    """Whether transactions are serialisable on what is not SQLite, where they always are."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    """The address that people use, as browsers write an origin; None until someone says so."""
    https: bool = False
    """Whether the server itself speaks HTTPS, with a certificate of the installation's own authority."""
    secret_key: bytes = field(repr=False)
    web_processes: int = 1
    """Processes that serve the web; always one on SQLite."""
    request_bytes: int = 8 * 1024 * 1024
    """The largest body of one request; files come in chunks below it."""
    filter_seconds: float = 5.0
    """How long the database may work at one filter of somebody's."""
    demo: bool = True
    """Whether the first start brings in ready-made workspaces, people and data."""
    demo_scale: float = 1.0
    """How much data the first start makes: 1 is 5,000 orders."""
    demo_password: str | None = field(default=None, repr=False)
    """What the demonstration's people sign in with; None: made at random, kept in the data folder."""

    @property
    def on_sqlite(self) -> bool:
        """Tell whether the database is a file of this installation's own."""
        return self.database_url.startswith("sqlite:")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read and check the environment; makes the data folder and its secret key where there is none.

        Raises :class:`SetupError` for a value that cannot be used.
        """
        data = _data_folder(environment.get("DATA") or "var/data")
        database_url = _database_url(environment.get("DATABASE_URL"), data)
        web_processes = _whole("WEB_PROCESSES", environment.get("WEB_PROCESSES") or "1", 1, 64)
        if web_processes > 1 and database_url.startswith("sqlite:"):
            raise SetupError("setting-web-processes", value=web_processes)
        https = _yes_no("HTTPS", environment.get("HTTPS") or "0")
        public_url = _public_url(environment.get("PUBLIC_URL"))
        if https and public_url is not None and not public_url.startswith("https:"):
            raise SetupError("setting-https-public-url", value=public_url)
        return cls(
            data=data,
            database_url=database_url,
            serializable=_isolation(environment.get("DATABASE_ISOLATION") or ISOLATIONS[0]),
            host=environment.get("BIND") or (EVERY_ADDRESS if https else "127.0.0.1"),
            # With HTTPS the next port is taken too, for the page that makes phones trust the server.
            port=_whole("PORT", environment.get("PORT") or "8000", 0, 65534 if https else 65535),
            public_url=public_url,
            https=https,
            secret_key=_secret_key(environment.get("SECRET_KEY"), data),
            web_processes=web_processes,
            request_bytes=_whole(
                "REQUEST_BYTES", environment.get("REQUEST_BYTES") or str(8 * 1024 * 1024), 65536, 1 << 30
            ),
            filter_seconds=_whole("FILTER_SECONDS", environment.get("FILTER_SECONDS") or "5", 1, 60),
            demo=_yes_no("DEMO", environment.get("DEMO") or "1"),
            demo_scale=_scale(environment.get("DEMO_SCALE") or "1"),
            demo_password=environment.get("DEMO_PASSWORD") or None,
        )


def _whole(name: str, value: str, lowest: int, highest: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = lowest - 1
    if not lowest <= number <= highest:
        raise SetupError("setting-number", name=name, value=value, lowest=lowest, highest=highest)
    return number


def _scale(value: str) -> float:
    try:
        scale = float(value)
    except ValueError:
        scale = 0.0
    if not 0.01 <= scale <= 100:
        raise SetupError("setting-scale", value=value)
    return scale


def _yes_no(name: str, value: str) -> bool:
    if value not in ("0", "1"):
        raise SetupError("setting-yes-no", name=name, value=value)
    return value == "1"


def _data_folder(value: str) -> Path:
    folder = Path(value).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError("setting-data", value=str(folder), reason=error.strerror or str(error)) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SetupError("setting-data", value=str(folder), reason="no permission to write")
    return folder


def _database_url(value: str | None, data: Path) -> str:
    if not value:
        return f"sqlite:///{data / 'satchel.db'}"
    scheme, separator, rest = value.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and separator:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and ":memory:" not in rest and len(rest) > 1:
        return f"sqlite:///{Path(rest[1:]).absolute()}"
    raise SetupError("setting-database-url", scheme=scheme if separator else "")


def _isolation(value: str) -> bool:
    if value not in ISOLATIONS:
        raise SetupError("setting-isolation", value=value)
    return value == "serializable"


def _public_url(value: str | None) -> str | None:
    """Return the origin as browsers write it, so that it can be compared with what they send."""
    if not value:
        return None
    try:
        parts = urlsplit(value.strip())
        scheme, host, port = parts.scheme, _host(parts.hostname or ""), parts.port
    except ValueError:
        raise SetupError("setting-public-url", value=value) from None
    beyond = parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc
    if scheme not in _DEFAULT_PORTS or port == 0 or beyond:
        raise SetupError("setting-public-url", value=value)
    return f"{scheme}://{host}" + (f":{port}" if port not in (None, _DEFAULT_PORTS[scheme]) else "")


def _host(value: str) -> str:
    """Return the host in its one form; a :class:`ValueError` says that nobody can connect to it."""
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        name = value.rstrip(".").encode("idna").decode().lower()
        # Browsers read a last label of digits as part of an address.
        if not _HOST_NAME.fullmatch(name) or name.rpartition(".")[2].isdigit():
            raise ValueError(value) from None
        return name
    if address.is_unspecified or address.is_multicast:
        raise ValueError(value)
    return f"[{address}]" if address.version == 6 else str(address)


def _secret_key(value: str | None, data: Path) -> bytes:
    if value:
        if len(value) < 16:
            raise SetupError("setting-secret-key", shortest=16)
        return value.encode()
    return key_in(data / "secret.key", lambda: secrets.token_hex(32).encode())
