"""Starting and stopping the real server, as people do."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path

import orjson
import pytest
from sqlalchemy import text

from backend import create_app, serve
from backend.config import Settings
from backend.web.installation import Installation, installation
from tests.backend.server_process import ROOT, gunicorn_command, running, serve_command


def start_and_fail(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PORT": "0", **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_server_starts_on_an_empty_database_and_answers(settings: Settings) -> None:
    environment = {"DATA": str(settings.data), "DATABASE_URL": settings.database_url}

    with running(serve_command(), environment) as server:
        with urllib.request.urlopen(f"{server.address}/healthz", timeout=10) as reply:
            health = orjson.loads(reply.read())

        assert health["status"] == "ok"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    with running(serve_command(), {"DATA": str(tmp_path)}) as server:
        code = server.stop(how)

        assert code == 0
        assert server.output() == ""
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)


def test_ctrl_c_in_a_terminal_reaches_every_process_and_stops_cleanly(tmp_path: Path) -> None:
    with running(serve_command(), {"DATA": str(tmp_path)}) as server:
        os.killpg(server.process.pid, signal.SIGINT)

        assert server.process.wait(15) == 0
        assert server.output() == ""


def test_a_second_server_on_the_same_sqlite_folder_is_refused(tmp_path: Path) -> None:
    with running(serve_command(), {"DATA": str(tmp_path)}) as server:
        second = start_and_fail(serve_command(), DATA=str(tmp_path))
        bare = start_and_fail(gunicorn_command("app:app"), DATA=str(tmp_path))
        healthy = urllib.request.urlopen(f"{server.address}/healthz", timeout=10).status

    assert second.returncode == 1
    assert second.stderr.startswith("Another server process (")
    assert "set DATA to another folder" in second.stderr
    assert "Traceback" not in second.stderr
    assert bare.returncode != 0
    assert "Another server process (" in bare.stderr
    assert healthy == 200


def test_the_folder_is_free_again_when_the_server_was_killed(tmp_path: Path) -> None:
    with running(serve_command(), {"DATA": str(tmp_path)}) as server:
        os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait(10)

    with running(serve_command(), {"DATA": str(tmp_path)}) as again:
        assert again.stop() == 0


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        refused = start_and_fail(serve_command(), DATA=str(tmp_path), PORT=port)

    assert refused.returncode == 1
    assert refused.stderr.splitlines() == [
        f"Port {port} is already in use. Stop the program that uses it, or set PORT to another number."
    ]


def test_a_bad_setting_is_said_in_the_language_of_the_shell(tmp_path: Path) -> None:
    refused = start_and_fail(serve_command(), DATA=str(tmp_path), PORT="web", LANG="sv_SE.UTF-8")

    assert refused.returncode == 1
    assert refused.stderr.startswith("PORT är ”web”")


def test_first_steps_run_in_order_on_a_migrated_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings)
    ran: list[str] = []

    def migration_was_run(home: Installation) -> None:
        home.database.read(lambda session: session.execute(text("SELECT * FROM alembic_version")).all())
        ran.append("first")

    installation(app).first_steps[:] = [migration_was_run, lambda _: ran.append("second")]
    monkeypatch.setattr(serve, "create_app", lambda _: app)

    serve.prepare(settings)

    assert ran == ["first", "second"]


def test_features_are_told_before_the_server_stops(tmp_path: Path) -> None:
    environment = {"DATA": str(tmp_path), "CLOSING_FILE": str(tmp_path / "closed")}

    with running(gunicorn_command("tests.backend.closing_app:app"), environment) as server:
        code = server.stop()

    assert code == 0
    assert (tmp_path / "closed").read_text() == "bye"


def https_environment(folder: Path) -> dict[str, str]:
    return {"DATA": str(folder), "HTTPS": "1", "BIND": "127.0.0.1"}


def get_trusting(authority: Path, port: int) -> bytes:
    context = ssl.create_default_context(cafile=str(authority))
    with urllib.request.urlopen(f"https://localhost:{port}/healthz", timeout=10, context=context) as reply:
        assert "Strict-Transport-Security" not in reply.headers
        return bytes(reply.read())


@pytest.mark.feature("BEY-25")
def test_with_https_a_client_that_trusts_only_the_authority_gets_an_answer(tmp_path: Path) -> None:
    command = [*serve_command(), "--https"]

    with running(command, {"DATA": str(tmp_path), "BIND": "127.0.0.1"}) as server:
        health = orjson.loads(get_trusting(tmp_path / "https" / "authority.crt", server.port))
        with pytest.raises(ssl.SSLCertVerificationError):
            ssl.create_default_context().wrap_socket(
                socket.create_connection(("127.0.0.1", server.port), timeout=10), server_hostname="localhost"
            )

    assert health["status"] == "ok"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_outdated_tls_version_is_refused(tmp_path: Path) -> None:
    with running(serve_command(), https_environment(tmp_path)) as server:
        outdated = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        outdated.check_hostname, outdated.verify_mode = False, ssl.CERT_NONE
        outdated.set_ciphers("ALL:@SECLEVEL=0")
        outdated.minimum_version = outdated.maximum_version = ssl.TLSVersion.TLSv1_1
        with (
            socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection,
            pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION"),
        ):
            outdated.wrap_socket(connection)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_page_about_trust_is_on_plain_http_and_ends_with_the_server(
    tmp_path: Path, how: signal.Signals
) -> None:
    with running(serve_command(), https_environment(tmp_path)) as server:
        told = re.search(r"opens (http://\S+:(\d+)/trust) .*:\n(\S+)\n", server.output())
        assert told is not None
        page = urllib.request.urlopen(told[1], timeout=10).read().decode()
        server.process.send_signal(how)
        server.process.wait(15)
        ended = refuses_within(int(told[2]), seconds=10)

    assert f'href="https://localhost:{server.port}/app/"' in page
    assert ":".join(re.findall(r"<span>([0-9A-F:]+)</span>", page)) == told[3]
    assert ended


def refuses_within(port: int, *, seconds: float) -> bool:
    """Connect again and again: the end of a process that is not our child has no event to wait for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            return True
        except OSError:
            continue  # it is just ending: neither accepted nor refused
    return False


def test_a_second_start_with_https_keeps_the_authority(tmp_path: Path) -> None:
    with running(serve_command(), https_environment(tmp_path)) as server:
        server.stop()
    first = (tmp_path / "https" / "authority.crt").read_bytes()

    with running(serve_command(), https_environment(tmp_path)) as again:
        get_trusting(tmp_path / "https" / "authority.crt", again.port)

    assert (tmp_path / "https" / "authority.crt").read_bytes() == first


def test_without_bind_https_listens_on_every_address_and_says_so(tmp_path: Path) -> None:
    with running(serve_command(), {"DATA": str(tmp_path), "HTTPS": "1"}) as server:
        said = server.output()
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connected = connection.getpeername()

    assert f"every address of this machine, port {server.port}" in said
    assert connected == ("127.0.0.1", server.port)


def taken_above_a_free_port() -> socket.socket:
    """Listen on a port whose lower neighbour nobody uses."""
    while True:
        taken = socket.create_server(("127.0.0.1", 0))
        try:
            socket.create_server(("127.0.0.1", taken.getsockname()[1] - 1)).close()
        except OSError:
            taken.close()
        else:
            return taken


def test_a_taken_port_for_the_page_about_trust_is_said_in_a_sentence(tmp_path: Path) -> None:
    with taken_above_a_free_port() as taken:
        port = taken.getsockname()[1]

        refused = start_and_fail(serve_command(), **https_environment(tmp_path), PORT=str(port - 1))

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is already in use; with HTTPS")


def test_https_and_a_public_http_address_contradict_each_other(tmp_path: Path) -> None:
    refused = start_and_fail(
        [*serve_command(), "--https"], DATA=str(tmp_path), PUBLIC_URL="http://depot.example"
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith("PUBLIC_URL is “http://depot.example”, but")
