"""What to do about the camera, in plain words, from where it stands.

What helps most is named first: another end of the body, then more height, then another distance.
"""

from __future__ import annotations

from enum import StrEnum

from coach.core.phrase import Phrase
from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.words import Language

# From the ends the sides of the spine lie side by side in the picture. From there height keeps the back from being
# foreshortened, and nearness makes the feet large enough.
_LOW_DEG = 22.0
_FAR_CM, _FINE_CM_PER_PX = 330.0, 0.5
_CLOSE_CM = 130.0

ALONE = Phrase(
    "Let the camera see the receiver lie alone for a few seconds first, from the head end, above table height.",
    "先让摄像头在头部那端、高于桌面，看着对方单独趴几秒钟。",
)
_HEAD_END = Phrase(
    "Put the camera at the receiver's head end, above table height, looking down along the back.",
    "把摄像头放到对方头部那端，高于桌面，顺着背部往下看。",
)
_HEAD_MIDDLE = Phrase(
    "Go round to the middle of the head end, so that the camera looks along the back.",
    "绕到头部那端的正中，让摄像头顺着背部看。",
)
_RAISE = Phrase(
    "Raise the camera to more than a metre above the back, and tilt it down.",
    "把摄像头升到背部上方一米以上，并向下倾斜。",
)
_NEARER = Phrase(
    "Put the camera nearer, or zoom in, so that both people fill the picture.",
    "把摄像头移近或放大，让两个人占满画面。",
)
_BACK_OFF = Phrase("Go back with the camera to about two and a half metres.", "把摄像头退到约两米半远。")
_SURER = Phrase(
    "Mark the mat's corners, lay printed markers or tell the field of view, so that the camera's place is surer.",
    "标出垫子的四角、放打印的标记，或告诉视角，摄像头的位置就更确定。",
)


class Move(StrEnum):
    """What to do about the camera."""

    HEAD_END = "to the head end"
    HEAD_MIDDLE = "to the middle of the head end"
    RAISE = "up"
    NEARER = "nearer"
    BACK_OFF = "back"
    SURER = "no move: tell more of the scene"


_SENTENCES = {
    Move.HEAD_END: _HEAD_END,
    Move.HEAD_MIDDLE: _HEAD_MIDDLE,
    Move.RAISE: _RAISE,
    Move.NEARER: _NEARER,
    Move.BACK_OFF: _BACK_OFF,
    Move.SURER: _SURER,
}
_FEW_WORDS = {
    Move.HEAD_END: Phrase("move the camera to the head end", "把摄像头移到头部那端"),
    Move.HEAD_MIDDLE: Phrase("move the camera to the middle of the head end", "把摄像头移到头部那端的正中"),
    Move.RAISE: Phrase("raise the camera", "把摄像头升高"),
    Move.NEARER: Phrase("bring the camera nearer", "把摄像头移近"),
    Move.BACK_OFF: Phrase("move the camera back a little", "把摄像头往后移一点"),
    Move.SURER: Phrase("mark the corners of the mat", "标出垫子的四角"),
}
_HEAD_SIDES = (CameraEnd.HEAD_LEFT, CameraEnd.HEAD_RIGHT)
_ALONG = (CameraEnd.HEAD, CameraEnd.FOOT, CameraEnd.ABOVE)


def moves(place: CameraPlace | None, cm_per_px: float) -> tuple[Move, ...]:
    """What would make a view that is not good better, what helps most first; one or two.

    Args:
        place: where the camera stands; None = that is not known.
        cm_per_px: centimetres across the back that one pixel covers.
    """
    if place is None:
        return (Move.HEAD_END,)
    found: list[Move] = []
    if place.end in _HEAD_SIDES:
        found.append(Move.HEAD_MIDDLE)
    elif place.end not in _ALONG:
        found.append(Move.HEAD_END)
    if _is_low(place) and Move.HEAD_END not in found:
        found.append(Move.RAISE)
    if _is_far(place, cm_per_px):
        found.append(Move.NEARER)
    elif place.distance_cm < _CLOSE_CM:
        found.append(Move.BACK_OFF)
    if not found:
        found.append(Move.HEAD_END if place.end is CameraEnd.FOOT else Move.SURER)
    return tuple(found[:2])


def advice(verdict: ViewVerdict, place: CameraPlace | None, cm_per_px: float, language: Language = Language.EN) -> str:
    """One or two sentences; empty where the view is good.

    Args:
        verdict: on the view.
        place: where the camera stands, if that is known.
        cm_per_px: centimetres across the back that one pixel covers.
        language: of the words.
    """
    if verdict is ViewVerdict.GOOD:
        return ""
    if verdict is ViewVerdict.UNKNOWN:
        return ALONE.of(language)
    between = " " if language is Language.EN else ""
    return between.join(_SENTENCES[move].of(language) for move in moves(place, cm_per_px))


def in_few_words(place: CameraPlace | None, cm_per_px: float, language: Language = Language.EN) -> str:
    """The first thing to do where feet cannot be judged, to go on with after a colon."""
    return _FEW_WORDS[moves(place, cm_per_px)[0]].of(language)


def _is_low(place: CameraPlace) -> bool:
    return place.rise_deg < _LOW_DEG


def _is_far(place: CameraPlace, cm_per_px: float) -> bool:
    return cm_per_px > _FINE_CM_PER_PX and place.distance_cm > _FAR_CM
