"""gunicorn's settings, and the worker that says goodbye.

gunicorn executes this file in its main process, before gevent has patched anything: so it imports
nothing of ours at the top, or locks of SQLAlchemy and logging would stay unpatched in the worker.
"""

from __future__ import annotations

import os
import signal
import ssl
import sys
from collections.abc import Callable
from typing import Any

import gevent
from gunicorn.workers.ggevent import GeventWorker  # type: ignore[import-untyped]


class ClosingWorker(GeventWorker):  # type: ignore[misc]
    """A gevent worker that tells its sockets before it stops, whichever signal asks for it."""

    alive: bool
    closing: gevent.Greenlet[[], None] | None = None

    def patch(self) -> None:
        super().patch()
        from backend.native_locks import use_native_locks

        use_native_locks()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop taking connections and let the open ones end; callbacks run outside the signal handler."""
        if self.alive:
            self.alive = False
            self.closing = gevent.spawn(self._close_installation)

    handle_quit = handle_exit

    def run(self) -> None:
        """Serve; then wait for the callbacks, which gunicorn itself does not when no request is open."""
        super().run()
        if self.closing is not None:
            self.closing.join(timeout=self.cfg.graceful_timeout)
        # A second signal, such as the main process's own after a terminal's Ctrl-C, finds Python taking its
        # handlers down and would count as a violent end.
        for late in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
            signal.signal(late, signal.SIG_IGN)

    def _close_installation(self) -> None:
        from backend.web.installation import installation

        for callback in installation(self.wsgi).closing:
            try:
                callback()
            except Exception:
                self.log.exception("a closing callback failed")


def post_worker_init(worker: Any) -> None:
    """Say where the server is once the first worker answers; hold the lock where ``serve`` has not."""
    from backend.console import tell
    from backend.database.lock import hold_data_folder
    from backend.errors import SetupError
    from backend.web.greeting import greet
    from backend.web.installation import installation

    home = installation(worker.wsgi)
    settings = home.settings
    if settings.on_sqlite and "SATCHEL_PREPARED" not in os.environ:
        try:
            hold_data_folder(settings.data)
        except SetupError as error:
            tell(error)
            sys.exit(4)  # gunicorn's code for an application that cannot start: it does not try again
    for callback in home.opening:
        callback()
    if worker.age == 1:
        greet(
            settings,
            port=worker.sockets[0].getsockname()[1],
            trust_address=os.environ.get("SATCHEL_TRUST_ADDRESS"),
            fingerprint=os.environ.get("SATCHEL_FINGERPRINT"),
        )


def ssl_context(config: Any, make_default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Speak TLS 1.2 or later."""
    context = make_default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


worker_class = ClosingWorker
worker_connections = 10000
graceful_timeout = 3
control_socket_disable = True
loglevel = "warning"
# Filters and page marks stand in the address; gunicorn takes no more than this.
limit_request_line = 8190
