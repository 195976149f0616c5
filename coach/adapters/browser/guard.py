"""Who is let in: only the page that was opened with this run's secret, on this machine, under its own name.

| threat | what stops it |
|---|---|
| another machine | the port is bound to 127.0.0.1 |
| another web page, another user of this machine | every path begins with a secret of 256 bits that is new in each run |
| DNS rebinding | the Host header must name 127.0.0.1 or localhost, with the port |
| a page of elsewhere that knows an address | Origin and Sec-Fetch-Site must not be of another site |
| script in a clip's name or a note | the page writes text, never HTML; its policy runs no script but its own |
| a flood of bytes | what is posted ends at `LARGEST_BODY_BYTES` |
"""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY_BYTES = 256 * 1024

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # the address holds the secret
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def new_token() -> str:
    """A secret for one run, fit for an address."""
    return secrets.token_urlsafe(32)


class Guard:
    """Answers those who have no business here, and hands on the rest."""

    def __init__(self, inner: ASGIApp, token: str, port: int) -> None:
        self._inner = inner
        self._token = token
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        sending = _with_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            status, words = refusal
            await PlainTextResponse(words, status)(scope, receive, sending)
            return
        await self._inner(scope, _limited(receive), sending)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return 421, "This page answers to 127.0.0.1 and localhost only."
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return 403, "Another web page may not ask here."
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return 403, "Another web page may not ask here."
        given = scope["path"].split("/")[1] if scope["path"].startswith("/") else ""
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return 403, "This address is not of this run: open the one that 'coach review' printed."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY_BYTES:
            return 413, "That is too much at once."
        return None


def _limited(receive: Receive) -> Receive:
    """Count what arrives, since a length that was told need not be true."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > LARGEST_BODY_BYTES:
            raise HTTPException(413, "That is too much at once.")
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
