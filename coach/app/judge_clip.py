"""The fold over one clip: each frame is looked at where the core says, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.adapters.clip import Frame
from coach.core import session
from coach.core.analysis import Moment
from coach.core.area import Box
from coach.core.geometry.told_scene import lacks_corners
from coach.core.judged import Whole, whole
from coach.core.look import Hints, LookPlan, Looks, PictureSize
from coach.core.marker_look import is_over
from coach.core.people.rounds import fold_round, plan_round
from coach.core.session import SessionParams
from coach.errors import CoachError

_BEYOND = 0.5  # of the picture: a mat's edges may be drawn on to a corner that is cut off

Look = Callable[[NDArray[np.uint8], LookPlan], Looks]


@dataclass(frozen=True, slots=True)
class Judged:
    """A clip, judged, and what was told of its scene, the markers that were seen included."""

    whole: Whole
    known: Hints


def judge_clip(frames: Iterable[Frame], look: Look, params: SessionParams, hints: Hints) -> Judged:
    """Judge a clip.

    Args:
        frames: in order of time; pictures are not kept.
        look: the eyes; `CoachEyes.look`, or a stand-in.
        params: every threshold in force.
        hints: what the user has told about the scene.

    Returns:
        One moment per frame, and the events, cues and steps of the whole clip.

    Raises:
        CoachError: a hint lies outside of the picture, or a mat's size was told and its corners were never seen.
    """
    state: session.SessionState | None = None
    moments: list[Moment] = []
    for frame in frames:
        if state is None:
            height, width = frame.picture_rgb.shape[:2]
            size = PictureSize(width, height)
            check_inside(hints, size)
            state = session.begin(params, size, hints)
        state = _searched(state, frame, look)
        looks = look(frame.picture_rgb, session.plan(params, state, frame.t_s))
        state, moment = session.step(params, state, looks, frame.t_s)
        moments.append(moment)
        if is_over(frame.t_s):
            check_mat(state.sight.known)
    if state is None:
        return Judged(Whole(), hints)
    check_mat(state.sight.known)
    return Judged(whole(moments, session.finish(params, state)), state.sight.known)


def _searched(state: session.SessionState, frame: Frame, look: Look) -> session.SessionState:
    """Look at this picture until whoever is not known yet is found, or nobody is: no frame goes by meanwhile."""
    rounds = session.search(state)
    while (plan := plan_round(rounds, frame.t_s)) is not None:
        rounds = fold_round(rounds, look(frame.picture_rgb, plan), frame.t_s)
    return session.searched(state, rounds)


def check_mat(known: Hints) -> None:
    """Refuse a mat of known size whose corners nobody has marked and no markers show.

    Raises:
        CoachError: it tells what there is to do.
    """
    if lacks_corners(known):
        seen = ", ".join(str(marker.number) for marker in known.markers)
        raise CoachError(
            "--mat tells the mat's size, but not where its corners are: mark them with --mat-corners, or lay the four "
            f"printed markers into them ('coach markers'; of these {f'only {seen} could' if seen else 'none could'} "
            "be seen).",
            "--mat 说了垫子的大小，但没说四个角在哪里：请用 --mat-corners 标出，或把打印的四个标记放到角上"
            f"（用 'coach markers' 打印；现在{f'只看到 {seen}' if seen else '一个也没看到'}）。",
        )


def check_inside(hints: Hints, size: PictureSize) -> None:
    """Refuse a hint that lies outside of the picture.

    Raises:
        CoachError: it names the hint and the picture's size.
    """
    marked = [("--support", box) for box in hints.support_boxes_px]
    marked += [(name, box) for name, box in _bodies(hints) if box is not None]
    for name, box in marked:
        if box.x >= size.width or box.y >= size.height or box.x + box.width <= 0 or box.y + box.height <= 0:
            raise CoachError(
                f"{name} {box.x:g},{box.y:g},{box.width:g},{box.height:g} lies outside of the picture, which is "
                f"{size.width} x {size.height} px: give x,y,w,h in pixels from the top left corner.",
                f"{name} {box.x:g},{box.y:g},{box.width:g},{box.height:g} 在画面之外，画面是 {size.width} x "
                f"{size.height} 像素：请从左上角起，用像素写 x,y,w,h。",
            )
    if hints.spine_px is not None:
        limits = np.array([size.width, size.height])
        if bool(np.any(hints.spine_px < 0) or np.any(hints.spine_px > limits)):
            raise CoachError(
                f"--spine lies outside of the picture, which is {size.width} x {size.height} px: give x1,y1,x2,y2 in "
                "pixels from the top left corner, the neck end first.",
                f"--spine 在画面之外，画面是 {size.width} x {size.height} 像素：请从左上角起，用像素写 x1,y1,x2,y2，"
                "颈端在前。",
            )

    if hints.mat_corners_px is not None:
        beyond = _BEYOND * np.array([size.width, size.height])
        limits = np.array([size.width, size.height]) + beyond
        if bool(np.any(hints.mat_corners_px < -beyond) or np.any(hints.mat_corners_px > limits)):
            raise CoachError(
                f"--mat-corners lies far outside of the picture, which is {size.width} x {size.height} px: give four "
                "corners x1,y1,x2,y2,x3,y3,x4,y4 in pixels from the top left corner.",
                f"--mat-corners 远在画面之外，画面是 {size.width} x {size.height} 像素：请从左上角起，用像素写四个角 "
                "x1,y1,x2,y2,x3,y3,x4,y4。",
            )


def _bodies(hints: Hints) -> tuple[tuple[str, Box | None], ...]:
    return (("--receiver", hints.receiver_box_px), ("--giver", hints.giver_box_px))
