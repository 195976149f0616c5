"""Opens a port of this machine for this machine, and serves until it is told to stop."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from coach.adapters.browser.guard import Guard, new_token
from coach.adapters.browser.routes import Desk, application
from coach.errors import CoachError

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """uvicorn's, which lets others know as soon as it is to end: before it waits for the answers under way."""

    def __init__(self, config: uvicorn.Config, ending: Callable[[], object]) -> None:
        super().__init__(config)
        self._ending = ending

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._ending()
        await super().shutdown(sockets)


class Service:
    """One run of the server: made, it holds its port; `run` serves.

    Attributes:
        address: what to open; it holds the secret.
    """

    def __init__(self, desk: Desk, page: Path, port: int = 0) -> None:
        """Take the port.

        Args:
            desk: what there is to see.
            page: the folder of the page's own files.
            port: 0 takes a free one.

        Raises:
            CoachError: the port is taken or forbidden.
        """
        self._socket = _bound(port)
        self._port: int = self._socket.getsockname()[1]
        token = new_token()
        self.address = f"http://{HOST}:{self._port}/{token}/"
        guarded = Guard(application(desk, token, page), token, self._port)
        config = uvicorn.Config(
            guarded,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_level="critical",  # its lines would show the secret
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,  # a film that is being sent holds its connection
        )
        self._server = _Server(config, desk.close)

    def run(self) -> None:
        """Serve until Ctrl-C or `stop`."""
        with contextlib.closing(self._socket), contextlib.suppress(KeyboardInterrupt):
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Let `run` end soon."""
        self._server.should_exit = True


def open_in_browser(address: str, tell: Callable[[str], object]) -> None:
    """Open a page in the person's own browser; say so if there is none."""
    with contextlib.suppress(webbrowser.Error):
        if webbrowser.open(address):
            return
    tell("No browser was found here: open the address above in one.")


def _bound(port: int) -> socket.socket:
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if (
        os.name == "posix"
    ):  # elsewhere it would share the port; here, connections that have just ended no longer hold it
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen(64)
    except (OSError, OverflowError) as refused:
        taken.close()
        number = getattr(refused, "errno", None)
        if number == errno.EADDRINUSE:
            raise CoachError(
                f"port {port} is taken, perhaps by another 'coach review': use the page that is open there, or leave "
                "out --port to take a free one.",
                f"端口 {port} 被占用，可能是另一个 'coach review'：请用已打开的页面，或去掉 --port，用空闲的端口。",
            ) from None
        raise CoachError(
            f"port {port} cannot be used here: leave out --port to take a free one.",
            f"这里不能用端口 {port}：请去掉 --port，用空闲的端口。",
        ) from None
    return taken
