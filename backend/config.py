"""The settings of one installation, read from the environment once.

Nothing else reads environment variables. A bad value ends the start with a sentence that names the
variable and says what to write instead.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from backend.errors import SetupError

VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the installation keeps its data and how it is reached."""

    data: Path
    """Folder of the database file, blobs, keys and the server lock."""
    database_url: str
    """SQLAlchemy address: ``sqlite:///…`` or ``postgresql+psycopg://…``."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    """The address that people use, without a slash at the end; None until someone says so."""
    secret_key: bytes = field(repr=False)
    web_processes: int = 1
    """Processes that serve the web; always one on SQLite."""
    request_bytes: int = 8 * 1024 * 1024
    """The largest body of one request; files come in chunks below it."""

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
        return cls(
            data=data,
            database_url=database_url,
            host=environment.get("BIND") or "127.0.0.1",
            port=_whole("PORT", environment.get("PORT") or "8000", 0, 65535),
            public_url=_public_url(environment.get("PUBLIC_URL")),
            secret_key=_secret_key(environment.get("SECRET_KEY"), data),
            web_processes=web_processes,
            request_bytes=_whole(
                "REQUEST_BYTES", environment.get("REQUEST_BYTES") or str(8 * 1024 * 1024), 65536, 1 << 30
            ),
        )


def _whole(name: str, value: str, lowest: int, highest: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = lowest - 1
    if not lowest <= number <= highest:
        raise SetupError("setting-number", name=name, value=value, lowest=lowest, highest=highest)
    return number


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


def _public_url(value: str | None) -> str | None:
    if not value:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise SetupError("setting-public-url", value=value)
    return f"{parts.scheme}://{parts.netloc}"


def _secret_key(value: str | None, data: Path) -> bytes:
    if value:
        if len(value) < 16:
            raise SetupError("setting-secret-key", shortest=16)
        return value.encode()
    path = data / "secret.key"
    if not path.exists():
        # Two first starts at once: the link fails for the second, which then reads the first one's key.
        fresh = data / f".secret.key.{os.getpid()}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
