"""One still: everything in it a function of one seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.make_footage import cover, degrade, people, room, stances, supports, truth
from tools.make_footage.back import Back
from tools.make_footage.body import Body, Posed
from tools.make_footage.body_data import BodyData
from tools.make_footage.camera import VIEWS, Camera
from tools.make_footage.camera import choose as choose_camera
from tools.make_footage.landmarks import NAMES, landmarks
from tools.make_footage.lying import lie
from tools.make_footage.on_side import how_on_side, lie_on_side
from tools.make_footage.render import Renderer
from tools.make_footage.rotate import about
from tools.make_footage.upright import Upright, stand

LIES = ("prone", "side", "nobody")
_ALONE, _NOBODY_LIES = 0.12, 0.05
_NO_MAT = room.Mat(np.zeros(2), np.zeros(2), np.eye(3), 0.0)
_LEAST_PX = 1800  # that are seen of each person


@dataclass(frozen=True)
class Still:
    """A picture and its ground truth.

    Attributes:
        bgr: (H, W, 3).
        quality: of JPEG.
        truth: what the JSON holds.
    """

    bgr: NDArray[np.uint8]
    quality: int
    truth: dict[str, Any]


def make(
    data: BodyData,
    renderer: Renderer,
    seed: int,
    kinds: tuple[str, ...] = (),
    lies: str = "",
    firm: bool = False,
    view: str = "",
) -> Still:
    """Draw the scene of a seed; one in which somebody can hardly be seen is drawn anew.

    `kinds`: the giver's stances to choose among, equally likely; none = all of stances.KINDS with their shares.
    `lies`: of LIES: the receiver, alone, lies so; "nobody" = the giver is alone; "" = prone, and mostly not alone.
    `firm`: soles hardly sink into the skin.
    `view`: of camera.VIEWS, or camera.STEEP; "" = from anywhere.
    """
    for attempt in range(6):
        still = _draw(data, renderer, seed, attempt, kinds, lies, firm, view)
        shown = [person["area_px"] for person in (still.truth["frame"][who] for who in ("receiver", "giver")) if person]
        if min(shown) > _LEAST_PX:
            break
    return still


def _draw(
    data: BodyData,
    renderer: Renderer,
    seed: int,
    attempt: int,
    kinds: tuple[str, ...],
    lies: str,
    firm: bool,
    view: str,
) -> Still:
    chance = np.random.default_rng([seed, attempt])
    draw = chance.random()
    with_receiver = lies != "nobody" and (bool(lies) or draw >= _NOBODY_LIES)
    with_giver = lies == "nobody" or (not lies and draw < 1 - _ALONE)
    any_view = str(chance.choice([*VIEWS, "rand"], p=[0.12, 0.12, 0.1, 0.1, 0.08, 0.08, 0.4]))
    view = view or any_view
    camera = choose_camera(view, chance)
    ground_m = people.ground(chance)
    lying_figure, lying_words = people.make(data, chance, 1, True)
    upright_figure, upright_words = people.make(data, chance, 2, False)
    how = people.how_lying(chance, ground_m)
    if lies == "side":
        how = how.now(pillow_m=float(chance.choice([0.0, chance.uniform(0.05, 0.16)])))
        lying = lying_figure.body.pose(lie_on_side(lying_figure.body, how, how_on_side(chance)))
    else:
        lying = lying_figure.body.pose(lie(lying_figure.body, how))
    back = Back(lying_figure.body, lying, ground_m, firm=firm)
    away = -int(np.sign(camera.eye[0])) if abs(camera.eye[0]) > 0.35 else 0
    support = supports.choose(chance, ground_m, upright_figure.body.height_m, away)
    if not with_giver and chance.random() < 0.5:
        support = supports.Support("none", 1, 0.5, 1.0)
    bed = room.choose_mat(chance, ground_m, lying_figure.body.height_m, about([0, 0, 1], np.radians(how.turn)))
    solids = room.build(camera, chance, support.wall) + support.solids(chance)
    if not with_receiver and chance.random() < 0.3:
        bed = room.Mat(bed.middle, bed.half * 0, bed.turn, 0.0)
    elif bed.height_m > 0:
        solids += bed.solids(chance)
    frame: dict[str, Any] = {"t": 0.0, "receiver": None, "giver": None}
    if with_receiver:
        solids += lying_figure.draw(lying, True) + cover.pillow(chance, lying_figure.body, lying, how)
        solids += cover.towel(chance, back) if lies != "side" else []
    stance, standing, hands = None, None, {}
    if with_giver:
        kind = _kind(chance, kinds) if with_receiver else "floor"
        body = upright_figure.body
        stance = stances.choose(kind, body, back, bed, chance)
        stance, hands = stances.take_hold(body, stance, support, back if with_receiver else None, chance)
        standing = body.pose(stand(body, stance.upright))
        stances.check_hands(body, standing, hands)
        solids += upright_figure.draw(standing, False)
    if chance.random() < 0.08:
        solids += _somebody_else(data, chance)
    light = room.light(chance)
    shot = renderer.shoot(solids, camera, light)
    if with_receiver:
        frame["receiver"] = truth.receiver(lying_figure.body, lying, back, camera, shot)
        frame["receiver"]["lies"] = lies or "prone"
    if stance is not None and standing is not None:
        frame["giver"] = giver_truth(
            upright_figure.body, standing, stance, hands, back if with_receiver else None, camera, shot
        )
    lens = degrade.choose(chance, float(np.median(shot.rgb)))
    bgr = degrade.develop(shot.rgb, lens, chance)
    words = {
        "kind": "gen" if with_giver and with_receiver else "receiver" if with_receiver else "giver",
        "seed": seed,
        "camera": camera.as_truth(),
        "mat_top_m": round(ground_m, 4),
        "meta": {
            "giver": upright_words if with_giver else None,
            "receiver": lying_words if with_receiver else None,
            "support": support.as_truth(),
            "rec_arms": how.arms,
            "giver_height_m": round(upright_figure.body.height_m, 3),
        },
        "landmark_names": list(NAMES),
        "frame": frame,
    }
    return Still(bgr, lens.quality, words)


def _kind(chance: np.random.Generator, kinds: tuple[str, ...]) -> str:
    return str(chance.choice(kinds) if kinds else chance.choice(stances.KINDS, p=stances.SHARES))


def giver_truth(
    body: Body,
    posed: Posed,
    stance: stances.Stance,
    hands: dict[str, Any],
    back: Back | None,
    camera: Camera,
    shot: Any,
) -> dict[str, Any]:
    """All of the giver's fields."""
    fields = truth.person(landmarks(body, posed), camera, shot, 2)
    fields["feet"] = truth.feet(body, posed, back, camera, stance.states)
    fields["hands"] = hands
    if stance.technique == "knees" and back is not None:
        fields["knees"] = truth.knees(body, posed, back)
    return fields | {"technique": stance.technique}


def _somebody_else(data: BodyData, chance: np.random.Generator) -> list[Any]:
    """Somebody who stands in the background."""
    figure, _ = people.make(data, chance, 3, False)
    stance = stances.choose_beside(_NO_MAT, chance)
    feet = stance.upright.feet
    bearing, far = chance.uniform(-np.pi, np.pi), chance.uniform(1.7, 2.6)
    shift = np.array([np.cos(bearing) * far, np.sin(bearing) * far, 0]) - (feet[0].middle + feet[1].middle) / 2
    shift[2] = 0
    moved: Upright = stance.upright.now(
        feet=tuple(type(foot)(foot.middle + shift, foot.heading, foot.normal, foot.pitch) for foot in feet)
    )
    return list(figure.draw(figure.body.pose(stand(figure.body, moved)), False))
