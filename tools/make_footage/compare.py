"""Lay our stills' ground truth beside the given ones': means of what depends on how points are defined.

python -m tools.make_footage.compare GIVEN_DIR OWN_DIR
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np


def main() -> None:
    """Print one line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("given", type=Path)
    parser.add_argument("own", type=Path)
    args = parser.parse_args()
    tables = [_measure(folder) for folder in (args.given, args.own)]
    for name in tables[0]:
        given, own = (np.array(table[name]) for table in tables)
        print(f"{name:30} given {given.mean():7.4f} ± {given.std():.4f}   own {own.mean():7.4f} ± {own.std():.4f}")


def _measure(folder: Path) -> dict[str, list[float]]:
    table: dict[str, list[float]] = {}
    for path in sorted(folder.glob("*.json")):
        truth: dict[str, Any] = json.loads(path.read_text())
        lying, giver = truth["frame"].get("receiver"), truth["frame"].get("giver")
        figures: dict[str, float] = {}
        if lying:
            figures |= _receiver(*(np.array(lying[key]) for key in ("lm3d", "spine3d", "torso3d")))
        foot = giver and giver.get("feet", {}).get("left")
        if foot and foot["state"] == "on_floor":
            x = np.array(giver["lm3d"])
            if abs(x[29, 2] - x[31, 2]) < 0.015:  # the heel is down
                height_m = truth["meta"]["giver_height_m"]
                figures |= _foot(x, np.array(foot["poly3d"]), np.array(foot["centre3d"]), height_m)
        for name, value in figures.items():
            table.setdefault(name, []).append(float(value))
    return table


def _receiver(x: np.ndarray, spine: np.ndarray, torso: np.ndarray) -> dict[str, float]:
    """From (33, 3) landmarks, the (13, 3) spine, the (4, 3) torso, m."""
    size = _far((x[11] + x[12]) / 2, (x[23] + x[24]) / 2)
    pairs = {"shoulders": (11, 12), "hips": (23, 24), "thigh": (23, 25), "shin": (25, 27), "upper arm": (11, 13)}
    pairs |= {"forearm": (13, 15), "heel to toe": (29, 31)}
    figures = {f"{name} / torso": _far(x[a], x[b]) / size for name, (a, b) in pairs.items()}
    hips_z, shoulders_z = torso[2:, 2].mean(), torso[:2, 2].mean()
    return figures | {
        "neck along / torso": _along(spine[0], torso),
        "sacrum along / torso": _along(spine[12], torso),
        "neck over shoulders, m": spine[0, 2] - shoulders_z,
        "sacrum over hips, m": spine[12, 2] - hips_z,
        "shoulders over hips, m": shoulders_z - hips_z,
        "knees over hips, m": x[25:27, 2].mean() - hips_z,
        "heels over hips, m": x[29:31, 2].mean() - hips_z,
    }


def _foot(x: np.ndarray, outline: np.ndarray, middle: np.ndarray, height_m: float) -> dict[str, float]:
    """Of the left foot, flat on the floor."""
    way = (x[31] - x[29]) * [1, 1, 0]
    way /= np.linalg.norm(way)
    figures = {
        "sole's length": np.ptp(outline @ way),
        "sole's width": np.ptp(outline @ np.cross([0, 0, 1], way)),
        "heel before middle": (x[29] - middle) @ way,
        "toe before middle": (x[31] - middle) @ way,
        "ankle before middle": (x[27] - middle) @ way,
        "ankle over middle": (x[27] - middle)[2],
    }
    return {f"{name} / height": value / height_m for name, value in figures.items()}


def _far(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.linalg.norm(a - b))


def _along(point: np.ndarray, torso: np.ndarray) -> float:
    top, bottom = torso[:2].mean(axis=0), torso[2:].mean(axis=0)
    return float((point - bottom) @ (top - bottom) / ((top - bottom) @ (top - bottom)))


if __name__ == "__main__":
    main()
