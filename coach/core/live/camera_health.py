"""Is what the camera gives fit to be judged, and if not, what is wrong and what can be done?

A fold over the pictures' own facts: no picture is needed here, and no camera. A fault is told once it has lasted, and
is over once it has been away for a while, so that nothing flickers. What lasts is the `condition`, one at a time, the
weightiest first; what only happens at one picture is a note.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from coach.core.rules.temporal import MAX_GAP_S, HoldParams, HoldState, LevelParams, hold, level
from coach.core.thresholds import Threshold
from coach.core.values import replace
from coach.core.verdict import Verdict

RESTART_S = 1.0  # a clock that jumps back by more than this was set anew: go on from there rather than wait for it
_LAPSE_S = 2.0  # a fault of which nothing was read for this long is not claimed any more
_LEAST_MEAN = 1.0  # grey levels: below this contrast is not compared with brightness any more


class CameraCondition(StrEnum):
    """What can be wrong with the camera. The lasting ones come weightiest first."""

    ABSENT = "absent"  # no picture comes
    DARK = "dark"  # too dark to see
    COVERED = "covered"  # nearly one colour: something is before the lens
    FROZEN = "frozen"  # the same picture again and again
    SLOW = "slow"  # pictures come, too few of them
    OK = "ok"
    RESIZED = "resized"  # a note: this picture has another size than the one before
    TIME_WENT_BACK = "time_went_back"  # a note: this picture's time cannot be placed


@dataclass(frozen=True, slots=True)
class Words:
    """What is wrong and what to do about it, for two people on a mat, in English and Chinese (zh)."""

    wrong_en: str
    to_do_en: str
    wrong_zh: str
    to_do_zh: str


WORDS: dict[CameraCondition, Words] = {
    CameraCondition.ABSENT: Words(
        "The camera gives no picture.",
        "Check its plug, and close other programs that use it.",
        "摄像头没有画面。",
        "请检查插头，并关闭其他正在使用摄像头的程序。",
    ),
    CameraCondition.DARK: Words("The picture is too dark.", "Turn on a light.", "画面太暗。", "请开灯。"),
    CameraCondition.COVERED: Words(
        "Something seems to be in front of the camera.",
        "Take it away, or wipe the lens.",
        "镜头好像被挡住了。",
        "请移开挡住镜头的东西，或者擦一擦镜头。",
    ),
    CameraCondition.FROZEN: Words(
        "The picture stands still.",
        "Plug the camera in again, or start the coach again.",
        "画面停住了。",
        "请重新插上摄像头，或者重新启动教练。",
    ),
    CameraCondition.SLOW: Words(
        "Too few pictures come.",
        "Turn on more light, and close other programs.",
        "画面不流畅。",
        "请把灯开亮一些，并关闭其他程序。",
    ),
    CameraCondition.OK: Words("The camera gives good pictures.", "", "摄像头画面正常。", ""),
    CameraCondition.RESIZED: Words(
        "The picture has another size now.",
        "See that both people are still in it.",
        "画面大小变了。",
        "请看看两个人是否都还在画面里。",
    ),
    CameraCondition.TIME_WENT_BACK: Words(
        "A picture had a wrong time and was left out.",
        "If it goes on, plug the camera in again.",
        "有一张画面的时间不对，已经跳过。",
        "如果一直这样，请重新插上摄像头。",
    ),
}

_BLIND = (CameraCondition.ABSENT, CameraCondition.DARK, CameraCondition.COVERED, CameraCondition.FROZEN)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What is measured of one picture. A NaN makes it a picture that cannot be read: it counts as none.

    Attributes:
        mean: brightness, grey levels 0..255.
        contrast: standard deviation of brightness over the picture without its grain, grey levels.
        fingerprint: (16, 16) float64, brightness of the picture's parts; equal only for the same picture.
        width, height: of the picture, px.
    """

    mean: float
    contrast: float
    fingerprint: NDArray[np.float64]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class HealthParams:
    """When the camera counts as unfit. Measured means on the given clips, dimmed and with a camera's grain added."""

    absent_s: Annotated[float, Threshold("s", 0.3, 10.0, "blind for a second is spoken; issue of the live coach")] = 1.0
    frozen_s: Annotated[
        float, Threshold("s", 0.3, 10.0, "a sensor's grain never repeats; a second leaves room for doubled pictures")
    ] = 1.0
    dark_below: Annotated[
        float,
        Threshold(
            "grey levels", 0.0, 128.0, "measured: from 25 on landmarks stay within 2 % of the body, at 16 half are lost"
        ),
    ] = 20.0
    dark_margin: Annotated[float, Threshold("grey levels", 0.0, 64.0, "a lamp's flicker and the camera's own gain")] = (
        6.0
    )
    covered_below: Annotated[
        float, Threshold("of brightness", 0.0, 0.5, "measured: 0.2 in the given clips at any light; a cover is plain")
    ] = 0.08
    covered_margin: Annotated[float, Threshold("of brightness", 0.0, 0.5, "a hand that moves; own judgement")] = 0.03
    slow_below_fps: Annotated[
        float, Threshold("1/s", 1.0, 30.0, "the rules are held to their cues down to 10; the live coach must tell 5")
    ] = 8.0
    slow_margin_fps: Annotated[float, Threshold("1/s", 0.0, 10.0, "one picture more or less in the window")] = 1.0
    rate_window_s: Annotated[float, Threshold("s", 0.5, 10.0, "sixteen pictures at the limit; own judgement")] = 2.0
    confirm_s: Annotated[
        float, Threshold("s", 0.0, 10.0, "a hand that passes, a lamp that is switched; blind for a second is spoken")
    ] = 1.0
    clear_s: Annotated[float, Threshold("s", 0.0, 5.0, "one good picture is not sight")] = 0.5


@dataclass(frozen=True, slots=True)
class HealthState:
    """What is remembered between pictures. Times are s, NaN = not yet.

    Attributes:
        now_s: the latest time that was told.
        frame_s: time of the last picture that counted.
        size: its width and height, px; None before the first.
        fingerprint: its fingerprint; None before the first.
        same_from_s: since when the picture has been the same.
        times_s: when the pictures of the rate's window came, the first one at or before its beginning.
        is_dark, is_plain, is_slow: on which side of its two levels each number is.
        absent, dark, covered, frozen, slow: the held verdicts; a fault is what is wrong.
        condition, since_s: what was told last, and since when.
    """

    now_s: float = math.nan
    frame_s: float = math.nan
    size: tuple[int, int] | None = None
    fingerprint: NDArray[np.float64] | None = None
    same_from_s: float = math.nan
    times_s: tuple[float, ...] = ()
    is_dark: bool = False
    is_plain: bool = False
    is_slow: bool = False
    absent: HoldState = field(default_factory=HoldState)
    dark: HoldState = field(default_factory=HoldState)
    covered: HoldState = field(default_factory=HoldState)
    frozen: HoldState = field(default_factory=HoldState)
    slow: HoldState = field(default_factory=HoldState)
    condition: CameraCondition = CameraCondition.OK
    since_s: float = math.nan


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """What is to be said about the camera now.

    Attributes:
        condition: what lasts; never a note.
        since_s: since when it has been told, s; NaN before the first finite time.
        notes: what happened at this very picture: `RESIZED`, `TIME_WENT_BACK`.
        counts: a picture came, its time can be placed and its facts can be read: it may be judged, unless `blind`.
        rate_fps: pictures per second over the window; NaN while that is not known.
    """

    condition: CameraCondition
    since_s: float
    notes: tuple[CameraCondition, ...]
    counts: bool
    rate_fps: float

    @property
    def blind(self) -> bool:
        """Nothing can be judged in what the camera gives."""
        return self.condition in _BLIND

    @property
    def words(self) -> Words:
        """What is wrong and what to do about it."""
        return WORDS[self.condition]


def update_health(
    params: HealthParams, state: HealthState, facts: PictureFacts | None, t_s: float
) -> tuple[HealthState, CameraHealth]:
    """Take in one picture, or one moment without a picture.

    A picture whose time is not after the last picture's is left out, with a note; one that jumps back by more than
    `RESTART_S` begins everything anew. A moment without a picture may lie after a picture that comes later: a picture
    is stamped when it is grabbed and told when it is unpacked. Nothing raises, whatever is NaN.

    Args:
        params: the thresholds.
        state: from the update before; `HealthState()` to begin with.
        facts: of the picture that came; None = none came until now.
        t_s: when the picture was grabbed, or now, s.
    """
    notes: list[CameraCondition] = []
    if facts is not None and _goes_back(state, t_s):
        notes.append(CameraCondition.TIME_WENT_BACK)
        if math.isfinite(t_s) and t_s < state.frame_s - RESTART_S:
            state = HealthState()
        else:
            facts = None
    if facts is not None and not _is_readable(facts):
        facts = None
    if facts is not None and state.size not in (None, (facts.width, facts.height)):
        notes.append(CameraCondition.RESIZED)
    if math.isfinite(t_s):
        state = replace(state, now_s=t_s if math.isnan(state.now_s) else max(state.now_s, t_s))
        state = state if facts is None else _seen(params, state, facts, t_s)
        state = _followed(params, state, facts is not None)
    health = CameraHealth(state.condition, state.since_s, tuple(notes), facts is not None, _rate_fps(params, state))
    return state, health


def _goes_back(state: HealthState, t_s: float) -> bool:
    return not math.isfinite(t_s) or t_s <= state.frame_s  # never for the first picture: NaN compares as false


def _is_readable(facts: PictureFacts) -> bool:
    return math.isfinite(facts.mean) and math.isfinite(facts.contrast) and bool(np.isfinite(facts.fingerprint).all())


def _seen(params: HealthParams, state: HealthState, facts: PictureFacts, t_s: float) -> HealthState:
    """Take in a picture that counts."""
    timing = HoldParams(params.confirm_s, params.clear_s, _LAPSE_S)
    at_once = HoldParams(0.0, params.clear_s, _LAPSE_S)  # these have lasted when they are read

    is_dark = level(_below(params.dark_below, params.dark_margin), state.is_dark, -facts.mean)
    share = facts.contrast / max(facts.mean, _LEAST_MEAN)
    is_plain = level(_below(params.covered_below, params.covered_margin), state.is_plain, -share)
    same = state.fingerprint is not None and np.array_equal(state.fingerprint, facts.fingerprint)
    away = t_s - state.frame_s >= params.absent_s
    same_from_s = state.same_from_s if same and not away else t_s
    if away:  # what is measured over time begins anew
        state = replace(state, times_s=(), is_slow=False, slow=HoldState(), frozen=HoldState())
    times_s = state.times_s
    while len(times_s) > 1 and times_s[1] <= t_s - params.rate_window_s:
        times_s = times_s[1:]
    state = replace(
        state,
        frame_s=t_s,
        size=(facts.width, facts.height),
        fingerprint=facts.fingerprint,
        same_from_s=same_from_s,
        times_s=(*times_s, t_s),
        is_dark=is_dark,
        is_plain=is_plain,
    )
    rate_fps = _rate_fps(params, state)
    is_slow = level(_below(params.slow_below_fps, params.slow_margin_fps), state.is_slow, -rate_fps)

    dark, _ = hold(timing, state.dark, _fault_if(is_dark), t_s)
    covered, _ = hold(timing, state.covered, _fault_if(is_plain), t_s)
    # A dark or covered camera may well repeat itself: there, sameness says nothing.
    frozen_for_s = math.nan if is_dark or is_plain else t_s - same_from_s
    frozen, _ = hold(at_once, state.frozen, _frozen_reading(params, frozen_for_s), t_s)
    slow, _ = hold(at_once, state.slow, Verdict.UNKNOWN if math.isnan(rate_fps) else _fault_if(is_slow), t_s)
    return replace(state, is_slow=is_slow, dark=dark, covered=covered, frozen=frozen, slow=slow)


def _frozen_reading(params: HealthParams, frozen_for_s: float) -> Verdict:
    """A picture that is another one speaks against frozen; one that has been the same for a moment says nothing."""
    if frozen_for_s == 0.0:
        return Verdict.OK
    return Verdict.FAULT if frozen_for_s >= params.frozen_s else Verdict.UNKNOWN


def _followed(params: HealthParams, state: HealthState, came: bool) -> HealthState:
    """Ask whether pictures come at all, and settle what is told."""
    age_s = 0.0 if came else state.now_s - state.frame_s
    if math.isnan(age_s) or age_s >= params.absent_s:
        reading = Verdict.FAULT
    else:
        reading = Verdict.OK if age_s <= MAX_GAP_S else Verdict.UNKNOWN
    absent, _ = hold(HoldParams(0.0, params.clear_s, math.inf), state.absent, reading, state.now_s)
    state = replace(state, absent=absent)
    condition = _weightiest(state)
    same = condition is state.condition and not math.isnan(state.since_s)
    return replace(state, condition=condition, since_s=state.since_s if same else state.now_s)


def _weightiest(state: HealthState) -> CameraCondition:
    """The weightiest fault. One that is on its way out is told to its end, but not begun with."""
    held = (
        (state.absent, CameraCondition.ABSENT),
        (state.dark, CameraCondition.DARK),
        (state.covered, CameraCondition.COVERED),
        (state.frozen, CameraCondition.FROZEN),
        (state.slow, CameraCondition.SLOW),
    )
    for one, condition in held:
        leaving = not math.isnan(one.ok_from_s)
        if one.verdict is Verdict.FAULT and (condition is state.condition or not leaving):
            return condition
    return CameraCondition.OK


def _rate_fps(params: HealthParams, state: HealthState) -> float:
    """Pictures per second, or NaN before the window is full."""
    times_s = state.times_s
    if len(times_s) < 2 or times_s[-1] - times_s[0] < params.rate_window_s:
        return math.nan
    return (len(times_s) - 1) / (times_s[-1] - times_s[0])


def _below(low: float, margin: float) -> LevelParams:
    """The two levels of a number that counts when it is low; the number is given with its sign turned."""
    return LevelParams(enter=-low, leave=-(low + margin))


def _fault_if(fault: bool) -> Verdict:
    return Verdict.FAULT if fault else Verdict.OK
