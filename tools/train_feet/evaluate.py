"""Judge a foot network on scenes that it has not seen, through the program's own adapter.

    python -m tools.train_feet.evaluate FEET.npz NETWORK.onnx --clips CLIPS_DIR [--train]

Lateral errors are in cm, with the true camera and the true height of the sole: what is left is the network's own. The
raw landmarks of the pose network stand beside it on the same feet. Runs in the program's environment.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.adapters.foot_network import FootNetwork
from coach.core.foot_look import FootAnswer, FootPoint, FootRegion, foot_region
from coach.core.landmarks import SIDES, Landmark, Pose
from tools.train_feet.split import is_judged

_VIEWS = ("foot", "head", "high", "oblique", "side")
_HIGH_RAD = np.radians(52)  # the high camera's elevation is above it, all others' below
_STATES = ("on_back", "in_air", "on_floor")
_NEAR_S = 0.4
# A foot is under way above this speed, and until 0.7 of it; each source is shown at each, so that none is favoured.
_MOVING_CM_S = (8.0, 10.0, 12.0, 15.0, 20.0)
_REGION_CM = 45.0  # about what a region's edge spans


@dataclass(frozen=True, slots=True)
class Judged:
    """One foot: which it is, what the network said in image px, and its lateral error, cm, by several ways."""

    name: str
    view: str
    row: int
    time_s: float
    state: int
    answer: FootAnswer
    network_cm: float
    sigma_cm: float
    heel_toe_cm: float
    pose_mean_cm: float
    middle_px: NDArray[np.float64]
    pose_middle_px: NDArray[np.float64]
    region_px: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path)
    parser.add_argument("network", type=Path)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--generated-only", action="store_true", help="the network has learnt nothing else")
    parser.add_argument("--train", action="store_true", help="judge the training part (to see how much it remembers)")
    args = parser.parse_args()
    data = dict(np.load(args.samples))
    rows = [i for i, name in enumerate(data["name"]) if is_judged(name, args.generated_only) != args.train]
    network = FootNetwork(args.network)
    start = time.perf_counter()
    judged = [one for i in rows if (one := _judge(network, data, i)) is not None]
    print(
        f"{len(judged)} feet, {1000 * (time.perf_counter() - start) / len(judged):.2f} ms each with cutting and judging"
    )
    _print_lateral(judged)
    _print_sigma(judged)
    _print_contact(judged)
    _print_steps(judged, args.clips)


def _judge(network: FootNetwork, data: dict[str, NDArray], index: int) -> Judged | None:
    side = SIDES[int(data["side"][index])]
    region = foot_region(Pose(data["poses"][index, 0], np.ones(33)), side)
    if region is None:
        return None
    store = data["image_from_store"][index]
    scale, shift = store[0, 0], store[:, 2]
    stored = FootRegion(
        side,
        (region.x_px - shift[0]) / scale,
        (region.y_px - shift[1]) / scale,
        region.size_px / scale,
        (region.points_px - shift) / scale,
    )
    answer = network.look(data["square"][index], (stored,))[0]
    points_px = answer.points_px * scale + shift
    centre = data["centre3d"][index]
    camera = (data["K"][index], data["R"][index], data["t"][index])
    now = data["poses"][index, 1] + 0.0
    row = int(data["side"][index])
    heel, toe = now[Landmark.LEFT_HEEL + row], now[Landmark.LEFT_FOOT_INDEX + row]
    ankle = now[Landmark.LEFT_ANKLE + row]
    sole = points_px[FootPoint.SOLE]
    x_m = _x_on_plane(camera, sole, centre[2])
    slope = np.array([_x_on_plane(camera, sole + step, centre[2]) - x_m for step in np.eye(2)])
    variance = slope @ (answer.covariance_px2[FootPoint.SOLE] * scale**2) @ slope
    return Judged(
        str(data["name"][index]),
        _view(camera),
        row,
        float(data["time_s"][index]),
        int(data["state"][index]),
        answer,
        100 * (x_m - centre[0]),
        100 * float(np.sqrt(variance)),
        100 * (_x_on_plane(camera, (heel + toe) / 2, centre[2]) - centre[0]),
        100 * (_x_on_plane(camera, (heel + toe + ankle) / 3, centre[2]) - centre[0]),
        points_px[: FootPoint.SOLE].mean(axis=0),
        (heel + toe + ankle) / 3,
        region.size_px,
    )


def _x_on_plane(camera: tuple[NDArray, NDArray, NDArray], point_px: NDArray, height_m: float) -> float:
    K, R, t = camera
    ray = R.T @ np.linalg.solve(K, np.append(point_px, 1.0))
    eye = -R.T @ t
    return float(eye[0] + (height_m - eye[2]) / ray[2] * ray[0])


def _view(camera: tuple[NDArray, NDArray, NDArray]) -> str:
    """By where the camera stands about the receiver (who lies along Y, head towards +Y)."""
    eye = -camera[1].T @ camera[2]
    if np.arctan2(eye[2], np.hypot(eye[0], eye[1])) > _HIGH_RAD:
        return "high"
    off_axis = np.degrees(np.arctan2(abs(eye[0]), abs(eye[1])))
    if off_axis > 65:
        return "side"
    return "oblique" if off_axis > 22 else "head" if eye[1] > 0 else "foot"


def _print_lateral(judged: list[Judged]) -> None:
    print("\nlateral error of feet on the back, cm: median, mean, 90 % (bias)")
    print(f"{'view':10}{'feet':>6}  {'network':>28}  {'heel and toe':>28}  {'ankle, heel, toe':>28}")
    for source in ("stills", "clips"):
        for view in (*_VIEWS, ""):
            some = [
                j for j in judged if j.state == 0 and view in ("", j.view) and (j.name[0] == "c") == (source == "clips")
            ]
            if not some:
                continue
            cells = [_spread([getattr(j, key) for j in some]) for key in ("network_cm", "heel_toe_cm", "pose_mean_cm")]
            print(f"{source[:1]} {view or 'all':8}{len(some):6d}  {cells[0]:>28}  {cells[1]:>28}  {cells[2]:>28}")


def _spread(errors_cm: list[float]) -> str:
    off = np.abs(errors_cm)
    return f"{np.median(off):.1f} {off.mean():.1f} {np.percentile(off, 90):.1f} ({np.median(errors_cm):+.1f})"


def _print_sigma(judged: list[Judged]) -> None:
    """The factor that makes 95 % of one half lie within two sigma is judged on the other half."""
    back = [j for j in judged if j.state == 0]
    errors = np.array([abs(j.network_cm) for j in back])
    sigmas = np.array([j.sigma_cm for j in back])
    names = sorted({j.name for j in back})
    half = np.array([names.index(j.name) % 2 for j in back])
    clip = np.array([j.name[0] == "c" for j in back])
    weights = np.where(clip, 0.1, 1.0)
    print(
        f"\nsigma: within 2 sigma {np.mean(errors[~clip] < 2 * sigmas[~clip]):.2f} of stills, "
        f"{np.mean(errors[clip] < 2 * sigmas[clip]):.2f} of clips; median sigma {np.median(sigmas):.2f} cm"
    )
    for view in _VIEWS:
        here = np.array([j.view == view for j in back])
        cells = [
            np.mean(errors[here & part] < 2 * sigmas[here & part]) for part in (~clip, clip) if (here & part).any()
        ]
        print(f"  {view:8} within 2 sigma (stills, then clips if any):", *(f"{cell:.2f}" for cell in cells))
    for fitted in (0, 1):
        factor = _weighted_quantile((errors / sigmas)[half == fitted], weights[half == fitted], 0.95) / 2
        print(
            f"factor {factor:.2f} from one half; within 2 sigma on the other: "
            f"{np.mean((errors < 2 * factor * sigmas)[half != fitted]):.2f}"
        )
    print(f"factor from both: {_weighted_quantile(errors / sigmas, weights, 0.95) / 2:.2f}")


def _weighted_quantile(values: NDArray, weights: NDArray, share: float) -> float:
    order = np.argsort(values)
    along = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(along, share)])


def _print_contact(judged: list[Judged]) -> None:
    print("\ncontact (rows: truth; columns: network " + ", ".join(_STATES) + ")")
    for source in ("stills", "clips"):
        some = [j for j in judged if j.state >= 0 and (j.name[0] == "c") == (source == "clips")]
        for state, name in enumerate(_STATES):
            said = [int(np.argmax(_chances(j))) for j in some if j.state == state]
            if said:
                print(f"{source[:1]} {name:9}{len(said):6d} ", np.round(np.bincount(said, minlength=3) / len(said), 3))


def _chances(one: Judged) -> tuple[float, float, float]:
    return one.answer.on_back, one.answer.in_air, one.answer.on_floor


def _print_steps(judged: list[Judged], clips: Path) -> None:
    """True stands of a foot on the back, and how many were timed to 0.4 s at both ends; and their places."""
    print("\nstands timed right / true at moving speeds of", *_MOVING_CM_S, "cm/s: network, pose landmarks;")
    print("lateral error of a stand's median frame, median over stands, cm")
    for path in sorted(clips.glob("*.json")):
        some = [j for j in judged if j.name == path.stem]
        truth = json.loads(path.read_text())
        total = 0
        right = np.zeros((2, len(_MOVING_CM_S)), int)
        errors: list[float] = []
        for row, side in enumerate(SIDES):
            mine = [j for j in some if j.row == row]
            steps = sorted((s for s in truth["steps"] if s["foot"] == side.value), key=lambda s: s["t_land"])
            stands = [(a["t_land"], b["t_lift"]) for a, b in pairwise(steps) if a["kind"] != "step_down"]
            if not mine:
                continue
            total += len(stands)
            for source in range(2):
                for column, moving_cm_s in enumerate(_MOVING_CM_S):
                    right[source, column] += _timed(stands, _spans(mine, source == 1, moving_cm_s))
            for land, lift in stands:
                inside = [j.network_cm for j in mine if land <= j.time_s <= lift and j.state == 0]
                errors += [abs(float(np.median(inside)))] if inside else []
        if total:
            print(f"{path.stem[:24]:26}", *right[0], " ", *right[1], f"/ {total}   {np.median(errors):.1f}")


def _timed(stands: list[tuple[float, float]], spans: list[tuple[float, float]]) -> int:
    return sum(any(abs(a - land) <= _NEAR_S and abs(b - lift) <= _NEAR_S for a, b in spans) for land, lift in stands)


def _spans(mine: list[Judged], pose_only: bool, moving_cm_s: float) -> list[tuple[float, float]]:
    """Spans in which the foot stands and is not on the floor, s. Gaps and stands below 0.2 s do not count."""
    times = np.array([j.time_s for j in mine])
    middles = np.array([j.pose_middle_px if pose_only else j.middle_px for j in mine])
    speed = np.zeros(len(mine))
    speed[1:-1] = np.linalg.norm(middles[2:] - middles[:-2], axis=1) / (times[2:] - times[:-2])
    speed *= _REGION_CM / np.median([j.region_px for j in mine])
    speed = np.array([np.median(speed[max(0, i - 1) : i + 2]) for i in range(len(speed))])
    floor = np.array([j.answer.on_floor for j in mine])
    floor = np.array([floor[np.abs(times - t) < 0.3].mean() for t in times])
    spans: list[list[float]] = []
    moving = standing = False
    for time_s, cm_s, on_floor in zip(times, speed, floor, strict=True):
        moving = bool(cm_s > moving_cm_s * (0.7 if moving else 1.0))
        stands = not moving and on_floor < 0.5
        if stands and not standing:
            if spans and time_s - spans[-1][1] < 0.2:
                spans[-1][1] = time_s
            else:
                spans.append([time_s, time_s])
        if stands or standing:
            spans[-1][1] = time_s
        standing = stands
    return [(a, b) for a, b in spans if b - a > 0.2]


if __name__ == "__main__":
    main()
