"""What is answered: the page's own files, the sessions of a desk, their frames in passages, films, notes, exports."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from coach.core.words import Language
from coach.errors import CoachError

_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILMS = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/mp4", ".webm": "video/webm", ".mkv": "video/webm"}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be saved: either bytes made now, or a file that lies there."""

    name: str
    media_type: str
    content: bytes | Path


class Desk(Protocol):
    """The sessions on the table. Every method may raise `CoachError`; an id that is not there raises `KeyError`."""

    def sessions(self) -> list[Mapping[str, object]]:
        """One line for each session, for the library."""
        ...

    def line(self, session: str) -> Mapping[str, object]:
        """The line of one session, of the judgement with its corrections."""
        ...

    def opened(self, session: str, original: bool = False) -> Mapping[str, object]:
        """Everything about one session but its frames; with its corrections, or as it was judged at first."""
        ...

    def times(self, session: str) -> bytes:
        """Float64, little endian: the time of each frame, s."""
        ...

    def frames(self, session: str, passage: int, original: bool = False) -> bytes:
        """Float32, little endian: the rows of one passage of frames."""
        ...

    def film(self, session: str, which: str) -> Path:
        """The film `clip` or `annotated`."""
        ...

    def film_is_the_same(self, session: str) -> bool:
        """Is the film still, byte by byte, the one that was analysed?"""
        ...

    def notes(self, session: str) -> bytes:
        """The notes, JSON."""
        ...

    def put_note(self, session: str, data: bytes) -> bytes:
        """Save one note; all notes, JSON."""
        ...

    def delete_note(self, session: str, note: str) -> bytes:
        """Delete one note; all notes, JSON."""
        ...

    def put_about(self, session: str, data: bytes) -> Mapping[str, object]:
        """Write down whose session it is and when it was; its line in the library."""
        ...

    def compared(self, first: str, second: str) -> Mapping[str, object]:
        """The figures of two sessions side by side."""
        ...

    def still(self, session: str, note: str) -> bytes:
        """The frame that a note was drawn on, a JPEG."""
        ...

    def export(self, session: str, what: str, language: Language, original: bool = False) -> Download:
        """One file to be saved."""
        ...

    def corrections(self, session: str) -> Mapping[str, object]:
        """The corrections so far, and whether they can be made at all."""
        ...

    def corrections_state(self, session: str) -> Mapping[str, object]:
        """`state`, another text as soon as somebody has corrected; `judging`, how far the clip is judged, or null."""
        ...

    def back_at(self, session: str, t_s: float) -> Mapping[str, object]:
        """What can be dragged in the picture at a moment."""
        ...

    def correct(self, session: str, data: bytes) -> Mapping[str, object]:
        """Make one correction; the `session` judged again, as `opened`, and its `corrections`."""
        ...

    def close(self) -> None:
        """The program ends: answer soon whoever still waits."""
        ...


def application(desk: Desk, token: str, page: Path) -> Starlette:
    """The whole application under its secret. `page` is the folder of the page's own files, all read now."""
    files = {path.name: path.read_bytes() for path in sorted(page.iterdir()) if path.suffix in _KINDS}
    answers = _Answers(desk, files)
    routes = [
        Route("/", answers.index),
        Route("/page/{name}", answers.page_file),
        Route("/api/sessions", answers.sessions),
        Route("/api/{session}", answers.opened),
        Route("/api/{session}/line", answers.line),
        Route("/api/{session}/times", answers.times),
        Route("/api/{session}/frames/{passage:int}", answers.frames),
        Route("/api/{session}/film/{which}", answers.film),
        Route("/api/{session}/same", answers.same),
        Route("/api/{session}/notes", answers.notes),
        Route("/api/{session}/notes/{note}", answers.put_note, methods=["PUT"]),
        Route("/api/{session}/notes/{note}", answers.delete_note, methods=["DELETE"]),
        Route("/api/{session}/notes/{note}/still", answers.still),
        Route("/api/{session}/about", answers.put_about, methods=["PUT"]),
        Route("/api/{session}/compared/{other}", answers.compared),
        Route("/api/{session}/export/{what}", answers.export),
        Route("/api/{session}/corrections", answers.corrections),
        Route("/api/{session}/corrections", answers.correct, methods=["POST"]),
        Route("/api/{session}/corrections/state", answers.corrections_state),
        Route("/api/{session}/corrections/back", answers.back_at),
    ]
    told = {CoachError: _told, KeyError: _not_there}
    return Starlette(routes=[Mount(f"/{token}", routes=routes)], exception_handlers=told)


async def _told(request: Request, wrong: Exception) -> Response:
    return JSONResponse({"error": str(wrong)}, 409)


async def _not_there(request: Request, wrong: Exception) -> Response:
    return JSONResponse({"error": "There is no such session: go back to the library and reload it."}, 404)


class _Answers:
    """The endpoints. Those that are plain functions are run beside the event loop, on a thread of its pool."""

    def __init__(self, desk: Desk, files: Mapping[str, bytes]) -> None:
        self._desk = desk
        self._files = files

    def index(self, request: Request) -> Response:
        return Response(self._files["index.html"], media_type="text/html")

    def page_file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._files:
            raise HTTPException(404)
        return Response(self._files[name], media_type=_KINDS[Path(name).suffix])

    def sessions(self, request: Request) -> Response:
        return JSONResponse(self._desk.sessions())

    def line(self, request: Request) -> Response:
        return JSONResponse(self._desk.line(request.path_params["session"]))

    def opened(self, request: Request) -> Response:
        return JSONResponse(self._desk.opened(request.path_params["session"], _original(request)))

    def times(self, request: Request) -> Response:
        return _bytes(self._desk.times(request.path_params["session"]))

    def frames(self, request: Request) -> Response:
        session, passage = request.path_params["session"], request.path_params["passage"]
        return _bytes(self._desk.frames(session, passage, _original(request)))

    def film(self, request: Request) -> Response:
        path = self._desk.film(request.path_params["session"], request.path_params["which"])
        return FileResponse(path, media_type=_FILMS.get(path.suffix.lower(), "video/mp4"))

    def same(self, request: Request) -> Response:
        return JSONResponse({"same": self._desk.film_is_the_same(request.path_params["session"])})

    def notes(self, request: Request) -> Response:
        return _json(self._desk.notes(request.path_params["session"]))

    async def put_note(self, request: Request) -> Response:
        data = await request.body()
        return _json(await run_in_threadpool(self._desk.put_note, request.path_params["session"], data))

    def delete_note(self, request: Request) -> Response:
        return _json(self._desk.delete_note(request.path_params["session"], request.path_params["note"]))

    def still(self, request: Request) -> Response:
        jpeg = self._desk.still(request.path_params["session"], request.path_params["note"])
        return Response(jpeg, media_type="image/jpeg")

    async def put_about(self, request: Request) -> Response:
        data = await request.body()
        return JSONResponse(await run_in_threadpool(self._desk.put_about, request.path_params["session"], data))

    def compared(self, request: Request) -> Response:
        return JSONResponse(self._desk.compared(request.path_params["session"], request.path_params["other"]))

    def export(self, request: Request) -> Response:
        session, what = request.path_params["session"], request.path_params["what"]
        language = Language.ZH if request.query_params.get("lang") == "zh" else Language.EN
        download = self._desk.export(session, what, language, _original(request))
        if isinstance(download.content, Path):
            return FileResponse(download.content, media_type=download.media_type, filename=download.name)
        response = Response(download.content, media_type=download.media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{download.name}"'
        return response

    def corrections(self, request: Request) -> Response:
        return JSONResponse(self._desk.corrections(request.path_params["session"]))

    def corrections_state(self, request: Request) -> Response:
        return JSONResponse(self._desk.corrections_state(request.path_params["session"]))

    def back_at(self, request: Request) -> Response:
        try:
            t_s = float(request.query_params.get("t", ""))
        except ValueError:
            t_s = math.nan
        return JSONResponse(self._desk.back_at(request.path_params["session"], t_s))

    async def correct(self, request: Request) -> Response:
        data = await request.body()
        return JSONResponse(await run_in_threadpool(self._desk.correct, request.path_params["session"], data))


def _original(request: Request) -> bool:
    """Is the judgement before any correction asked for?"""
    return request.query_params.get("judgement") == "original"


def _bytes(data: bytes) -> Response:
    return Response(data, media_type="application/octet-stream")


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json")
