"""What to do about the camera, in plain words, from where it stands.

What helps most is named first: another end of the body, then more height, then another distance.
"""

from __future__ import annotations

from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict

# From the ends the sides of the spine lie side by side in the picture. From there height keeps the back from being
# foreshortened, and nearness makes the feet large enough.
_LOW_DEG = 22.0
_FAR_CM, _FINE_CM_PER_PX = 330.0, 0.5
_CLOSE_CM = 130.0

ALONE = "Let the camera see the receiver lie alone for a few seconds first, from the head end, above table height."
_HEAD_END = "Put the camera at the receiver's head end, above table height, looking down along the back."
_ROUND = "Go round to the middle of the {end} end, so that the camera looks along the back."
_RAISE = "Raise the camera to more than a metre above the back, and tilt it down."
_NEARER = "Put the camera nearer, or zoom in, so that both people fill the picture."
_BACK_OFF = "Go back with the camera to about two and a half metres."
_SURER = "Mark the mat's corners, lay printed markers or tell the field of view, so that the camera's place is surer."

_HEAD_SIDES = (CameraEnd.HEAD_LEFT, CameraEnd.HEAD_RIGHT)
_ALONG = (CameraEnd.HEAD, CameraEnd.FOOT, CameraEnd.ABOVE)


def advice(verdict: ViewVerdict, place: CameraPlace | None, cm_per_px: float) -> str:
    """One or two sentences; empty where the view is good.

    Args:
        verdict: on the view.
        place: where the camera stands, if that is known.
        cm_per_px: centimetres across the back that one pixel covers.
    """
    if verdict is ViewVerdict.GOOD:
        return ""
    if verdict is ViewVerdict.UNKNOWN:
        return ALONE
    if place is None:
        return _HEAD_END
    words: list[str] = []
    if place.end in _HEAD_SIDES:
        words.append(_ROUND.format(end="head"))
    elif place.end not in _ALONG:
        words.append(_HEAD_END)
    if _is_low(place) and _HEAD_END not in words:
        words.append(_RAISE)
    if _is_far(place, cm_per_px):
        words.append(_NEARER)
    elif place.distance_cm < _CLOSE_CM:
        words.append(_BACK_OFF)
    if not words:
        words.append(_HEAD_END if place.end is CameraEnd.FOOT else _SURER)
    return " ".join(words[:2])


def in_few_words(place: CameraPlace | None, cm_per_px: float) -> str:
    """The first thing to do where feet cannot be judged, to go on with after a colon."""
    if place is not None and place.end in _ALONG:
        if _is_low(place):
            return "raise the camera"
        if _is_far(place, cm_per_px):
            return "bring the camera nearer"
    return "move the camera to the head end"


def _is_low(place: CameraPlace) -> bool:
    return place.rise_deg < _LOW_DEG


def _is_far(place: CameraPlace, cm_per_px: float) -> bool:
    return cm_per_px > _FINE_CM_PER_PX and place.distance_cm > _FAR_CM
