"""A real Firefox, driven by its own Marionette protocol over a port of this machine: a length, a colon, JSON."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.review.driver import PATIENCE_S, Browser

_SETTINGS = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "media.autoplay.default": 0,
    "ui.prefersReducedMotion": 1,
}
_START_S = 60.0  # a first start writes its whole profile


def firefox() -> str | None:
    """The path of the browser; None where there is none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox(Browser):
    """One window. What the two browsers are asked for in different words stands here, the rest in `Browser`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._number = 0
        self._answer()  # the greeting
        self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def open(self, address: str, width: int = 1280, height: int = 800) -> None:
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})
        self._ask("WebDriver:Navigate", {"url": address})
        inner_width, inner_height = self.run("return [innerWidth, innerHeight]")
        wanted = {"width": width + width - inner_width, "height": height + height - inner_height}
        self._ask("WebDriver:SetWindowRect", wanted)

    def run(self, script: str, *values: Any) -> Any:
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": list(values)})["value"]

    def type(self, text: str) -> None:
        self.press(*text)

    def picture(self) -> bytes:
        return base64.b64decode(self._ask("WebDriver:TakeScreenshot", {"full": False})["value"])

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("WebDriver:PerformActions", {"actions": [source]})

    def _ask(self, command: str, values: dict[str, Any]) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, values]).encode()
        self._connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, answer = self._answer()
        assert error is None, error
        return answer

    def _answer(self) -> Any:
        length = b""
        while (digit := self._received(1)) != b":":
            length += digit
        return json.loads(self._received(int(length)))

    def _received(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            piece = self._connection.recv(count - len(got))
            assert piece, "Firefox has closed its port"
            got += piece
        return got


@contextlib.contextmanager
def driven_firefox(profile: Path) -> Iterator[Firefox]:
    """A Firefox of its own, with an empty profile."""
    binary = firefox()
    assert binary is not None
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [binary, "--headless", "--marionette", "--no-remote", "--profile", str(profile), "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with socket.create_connection(("127.0.0.1", _port(profile)), timeout=PATIENCE_S * 4) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(30)


def _port(profile: Path) -> int:
    """The port that Firefox took, once it listens: it writes it into its profile."""
    told = profile / "MarionetteActivePort"
    end = time.monotonic() + _START_S
    while not (told.is_file() and told.read_text().strip()):
        assert time.monotonic() < end, "Firefox did not open its port"
        time.sleep(0.1)
    return int(told.read_text())
