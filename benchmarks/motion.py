"""Pictures between two pictures, by optical flow: for other frame rates and for motion blur.

Each side is moved along the flow to the wanted moment and both are blended. It is not a new rendering: where something
comes out from behind something else (a lifted foot, a swinging arm) the picture is a mixture, softer than a real one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from benchmarks.footage import Footage, retimed
from coach.adapters.clip import Frame, Picture
from coach.core.landmarks import FloatArray


class Between:
    """Pictures between two neighbours."""

    def __init__(self, before: Picture, after: Picture) -> None:
        """Measure the flow both ways."""
        self._before, self._after = before, after
        flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (before, after)]
        self._forth = flow.calc(grey[0], grey[1], None)
        self._back = flow.calc(grey[1], grey[0], None)
        rows, columns = np.mgrid[: before.shape[0], : before.shape[1]].astype(np.float32)
        self._grid = np.dstack([columns, rows])

    def at(self, part: float) -> Picture:
        """The picture at `part` of the way."""
        if part < 1e-6:
            return self._before
        first = cv2.remap(
            self._before, self._grid - part * self._forth, None, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
        )
        rest = (1.0 - part) * self._back
        second = cv2.remap(self._after, self._grid - rest, None, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
        return cv2.addWeighted(first, 1.0 - part, second, part, 0.0)


def at_rate(footage: Footage, fps: float) -> Footage:
    """The clip at a higher frame rate."""
    last_s = footage.truth.frames[-1].t_s
    times_s = np.arange(0.0, last_s + 1e-6, 1.0 / fps)

    def frames() -> Iterator[Frame]:
        wanted = 0
        before: Frame | None = None
        for after in footage.frames():
            if before is not None:
                between: Between | None = None
                while wanted < len(times_s) and times_s[wanted] < after.t_s - 1e-6:
                    between = between or Between(before.picture_rgb, after.picture_rgb)
                    part = (times_s[wanted] - before.t_s) / (after.t_s - before.t_s)
                    yield Frame(wanted, float(times_s[wanted]), between.at(max(float(part), 0.0)))
                    wanted += 1
            before = after

    return Footage(retimed(footage.truth, times_s.tolist(), fps), frames)


def thinned(footage: Footage, every: int) -> Footage:
    """Every N-th frame only."""
    times_s = [frame.t_s for frame in footage.truth.frames[::every]]
    return Footage(
        retimed(footage.truth, times_s, footage.truth.fps / every),
        lambda: (
            Frame(index, frame.t_s, frame.picture_rgb)
            for index, frame in enumerate(frame for frame in footage.frames() if frame.index % every == 0)
        ),
    )


def stuttering(footage: Footage, lost: float) -> Footage:
    """A part of the frames is missing, at random; the others keep their times."""
    kept = np.random.default_rng(3).random(len(footage.truth.frames)) >= lost
    times_s = [frame.t_s for frame, keep in zip(footage.truth.frames, kept, strict=True) if keep]

    def frames() -> Iterator[Frame]:
        chosen = (frame for frame in footage.frames() if frame.index >= len(kept) or kept[frame.index])
        for index, frame in enumerate(chosen):
            yield Frame(index, frame.t_s, frame.picture_rgb)

    return Footage(retimed(footage.truth, times_s, footage.truth.fps * (1.0 - lost)), frames)


def exposed(footage: Footage, open_parts: Sequence[float]) -> Footage:
    """Motion blur: each picture is the mean of those at `open_parts` of the way to the next one."""

    def frames() -> Iterator[Frame]:
        before: Frame | None = None
        for after in footage.frames():
            if before is not None:
                yield _blurred(before, after.picture_rgb, open_parts)
            before = after
        if before is not None:
            yield before

    truth = footage.truth
    middle_s = float(np.mean(open_parts)) / truth.fps
    return Footage(retimed(truth, [frame.t_s for frame in truth.frames], truth.fps, middle_s), frames)


def _blurred(before: Frame, after: Picture, open_parts: Sequence[float]) -> Frame:
    between = Between(before.picture_rgb, after)
    light: FloatArray = np.mean([between.at(part).astype(np.float32) for part in open_parts], axis=0)
    return Frame(before.index, before.t_s, np.round(light).astype(np.uint8))
