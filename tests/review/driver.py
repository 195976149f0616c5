"""A real Chromium, driven through chromedriver by the WebDriver protocol (W3C), with nothing but the standard library.

A package for this would bring a browser driver of its own for each system, or a tree of packages; what the tests need
of the protocol is a dozen lines.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--force-prefers-reduced-motion"),
)
PATIENCE_S = 60.0  # of a machine that is busy elsewhere a browser got half a second of work in fifteen
KEYS = {
    "Enter": "\ue007",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "Escape": "\ue00c",
    "Home": "\ue011",
    "End": "\ue010",
}


def chromium() -> tuple[str, str] | None:
    """Paths of the browser and of its driver; None where one of them is missing."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    return None if browser is None or driver is None else (browser, driver)


class Browser:
    """One window."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._path = f"/session/{session}"

    def open(self, address: str, width: int = 1280, height: int = 800) -> None:
        """Open a page with an inner size in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
        _call(self._port, "POST", f"{self._path}/url", {"url": address})

    def devtools(self, command: str, values: dict[str, Any]) -> Any:
        return _call(self._port, "POST", f"{self._path}/goog/cdp/execute", {"cmd": command, "params": values})

    def colours(self, scheme: str) -> None:
        """Ask for "light" or "dark"."""
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.devtools("Emulation.setEmulatedMedia", media)

    def run(self, script: str, *values: Any) -> Any:
        """Run a script's text in the page; `return` hands a value back."""
        return _call(self._port, "POST", f"{self._path}/execute/sync", {"script": script, "args": list(values)})

    def until(self, script: str, *values: Any) -> Any:
        """Wait until an expression is true, and return it."""
        end = time.monotonic() + PATIENCE_S
        while True:
            value = self.run(f"return {script}", *values)
            if value:
                return value
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.03)

    def press(self, *keys: str) -> None:
        """Press and let go of keys, one after the other."""
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def click(self, selector: str) -> None:
        """Click the middle of the first element that a CSS selector finds."""
        x, y = self.run(
            "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'nearest'});"
            "const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]",
            selector,
        )
        self.drag((x, y), (x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float], pointer: str = "mouse") -> None:
        """Press the mouse (or put down a "touch") at one place of the window, move, let go at another."""
        points = [{"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)} for x, y in (start, end)]
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        kind = {"id": pointer, "parameters": {"pointerType": pointer}}
        self._act({"type": "pointer", **kind, "actions": [points[0], down, points[1], up]})

    def type(self, text: str) -> None:
        """Type into whatever has the focus, as one paste does."""
        self.devtools("Input.insertText", {"text": text})

    def picture(self) -> bytes:
        """The window as a PNG."""
        return base64.b64decode(_call(self._port, "GET", f"{self._path}/screenshot"))

    def new_tab(self) -> str:
        """Open a second tab; its name."""
        return _call(self._port, "POST", f"{self._path}/window/new", {"type": "tab"})["handle"]

    def tab(self) -> str:
        return _call(self._port, "GET", f"{self._path}/window")

    def to_tab(self, handle: str) -> None:
        _call(self._port, "POST", f"{self._path}/window", {"handle": handle})

    def anew(self) -> None:
        """Be as after a start: one new tab without emulation, nothing stored or cached, nothing complained of."""
        tab = self.new_tab()
        for other in _call(self._port, "GET", f"{self._path}/window/handles"):
            if other != tab:
                self.to_tab(other)
                _call(self._port, "DELETE", f"{self._path}/window")
        self.to_tab(tab)
        self.devtools("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        self.devtools("Network.clearBrowserCache", {})
        self.complaints()

    def complaints(self) -> list[str]:
        """What the page's console complained about since it was last asked."""
        entries = _call(self._port, "POST", f"{self._path}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def _act(self, source: dict[str, Any]) -> None:
        _call(self._port, "POST", f"{self._path}/actions", {"actions": [source]})


@contextlib.contextmanager
def driven(profile: Path) -> Iterator[Browser]:
    """A browser of its own, with an empty profile."""
    found = chromium()
    assert found is not None
    binary, driver = found
    process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = _port_told(process)
        options = {"binary": binary, "args": [*FLAGS, f"--user-data-dir={profile}"]}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "SEVERE"}}
        told = _call(port, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        try:
            yield Browser(port, told["sessionId"])
        finally:
            _call(port, "DELETE", f"/session/{told['sessionId']}")
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def _port_told(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        if "started successfully on port" in line:
            return int(line.strip().rstrip(".").rsplit(" ", 1)[1])
    raise AssertionError("chromedriver did not start")


def _call(port: int, method: str, path: str, value: dict[str, Any] | None = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        body = None if value is None else json.dumps(value)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())["value"]
    finally:
        connection.close()
    assert not (isinstance(answer, dict) and "error" in answer), answer
    return answer
