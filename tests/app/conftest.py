"""Clips for the whole program: pieces of the sample, and pictures made on the spot."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyarrow.parquet as parquet
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

import coach.app.analyze
from coach.adapters.model_files import Models
from coach.cli import app
from coach.core.look import Looks
from coach.resources import samples_folder

Pictures = list[NDArray[np.uint8]]
FPS = 12


@dataclass(frozen=True)
class Run:
    """How one call of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on stderr."""
        lines = [line for line in self.err.splitlines() if line.startswith("coach: ")]
        assert len(lines) == 1, self.err
        assert lines[0].endswith(".")
        assert "Traceback" not in self.err
        return lines[0].removeprefix("coach: ")


@dataclass(frozen=True)
class Result:
    """A result folder, read back."""

    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        return json.loads((self.folder / "analysis.json").read_text(encoding="utf-8"))

    @property
    def frames(self) -> dict[str, list[Any]]:
        return parquet.read_table(self.folder / "frames.parquet").to_pydict()

    @property
    def names(self) -> set[str]:
        return {entry.name for entry in self.folder.iterdir()}

    @property
    def rules(self) -> set[str]:
        return {event["rule"] for event in self.document["events"]}


@pytest.fixture
def coach_says() -> Callable[..., Run]:
    """Call the command line inside this process."""

    def call(*arguments: object) -> Run:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return call


class BlindEyes:
    """Eyes that see nobody, at once."""

    def begin(self) -> None:
        """There is nothing to forget."""

    def look(self, picture_rgb: object, plan: object) -> Looks:
        del picture_rgb, plan
        return Looks()


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge without the pose networks: for what does not hang on the sight."""

    @contextlib.contextmanager
    def open_eyes(_models: Models) -> Iterator[BlindEyes]:
        yield BlindEyes()

    monkeypatch.setattr(coach.app.analyze, "_coach_eyes", open_eyes)


@pytest.fixture(scope="session")
def sample() -> Callable[[float, int], Pictures]:
    """Frames of the sample clip: from a time on, so many."""
    path = samples_folder() / "foot-end.mp4"

    def cut(start_s: float, count: int) -> Pictures:
        kept: Pictures = []
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                if frame.time is not None and frame.time >= start_s - 1e-6:
                    kept.append(frame.to_ndarray(format="rgb24"))
                if len(kept) == count:
                    break
        return kept

    return cut


def write_clip(path: Path, pictures: Iterable[NDArray[np.uint8]], fps: int = FPS) -> Path:
    """Write pictures as an H.264 clip that hardly changes them."""
    with av.open(f"file:{path}", "w", format="mp4") as container:
        stream = None
        for picture in pictures:
            if stream is None:
                stream = container.add_stream("libx264", rate=fps, options={"crf": "12", "preset": "ultrafast"})
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = Fraction(1, fps)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
        if stream is None:
            container.add_stream("libx264", rate=fps)
            container.start_encoding()
        else:
            container.mux(stream.encode(None))
    return path


@pytest.fixture
def clip_of(tmp_path: Path) -> Callable[..., Path]:
    """Write a clip from pictures; the second argument is its name."""
    folder = tmp_path / "clips"
    folder.mkdir()
    return lambda pictures, name="clip.mp4", fps=FPS: write_clip(folder / name, pictures, fps)


@pytest.fixture
def grey() -> Pictures:
    """Four small grey pictures: a clip for everything that does not hang on what is seen."""
    return [np.full((48, 64, 3), 40 * number, dtype=np.uint8) for number in range(1, 5)]


@pytest.fixture
def result_of() -> Callable[[Path], Result]:
    return Result
