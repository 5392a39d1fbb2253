"""The application with websockets that echo, flood and talk from many greenlets at once."""

from __future__ import annotations

from typing import Any

import gevent
from flask_sock import Sock

from backend import create_app

app = create_app()
sock = Sock(app)


@sock.route("/test/echo")
def echo(connection: Any) -> None:
    while True:
        connection.send(connection.receive())


@sock.route("/test/flood")
def flood(connection: Any) -> None:
    """Send as many megabytes as asked for, each in a message of its own from a greenlet of its own."""
    count = int(connection.receive())
    senders = [gevent.spawn(connection.send, bytes([number % 256]) * 1_000_000) for number in range(count)]
    gevent.joinall(senders, raise_error=True)
    connection.receive()
