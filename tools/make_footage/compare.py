"""Lay our stills' ground truth beside the given ones': means of what depends on how points are defined.

python -m tools.make_footage.compare GIVEN_DIR OWN_DIR
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

_RECEIVER = {
    "shoulders / torso": lambda x, s, t: _far(x[11], x[12]) / _torso(x),
    "hips / torso": lambda x, s, t: _far(x[23], x[24]) / _torso(x),
    "thigh / torso": lambda x, s, t: _far(x[23], x[25]) / _torso(x),
    "shin / torso": lambda x, s, t: _far(x[25], x[27]) / _torso(x),
    "upper arm / torso": lambda x, s, t: _far(x[11], x[13]) / _torso(x),
    "forearm / torso": lambda x, s, t: _far(x[13], x[15]) / _torso(x),
    "heel to toe / torso": lambda x, s, t: _far(x[29], x[31]) / _torso(x),
    "neck along / torso": lambda x, s, t: _along(s[0], t),
    "sacrum along / torso": lambda x, s, t: _along(s[12], t),
    "neck over shoulders, m": lambda x, s, t: s[0, 2] - t[:2, 2].mean(),
    "sacrum over hips, m": lambda x, s, t: s[12, 2] - t[2:, 2].mean(),
    "shoulders over hips, m": lambda x, s, t: t[:2, 2].mean() - t[2:, 2].mean(),
    "knees over hips, m": lambda x, s, t: x[25:27, 2].mean() - x[23:25, 2].mean(),
    "heels over hips, m": lambda x, s, t: x[29:31, 2].mean() - x[23:25, 2].mean(),
}
_FOOT = {
    "sole's length / height": lambda x, p, c, h: np.ptp(p @ _way(x)) / h,
    "sole's width / height": lambda x, p, c, h: np.ptp(p @ np.cross([0, 0, 1], _way(x))) / h,
    "heel behind middle / height": lambda x, p, c, h: (x[29] - c) @ _way(x) / h,
    "toe before middle / height": lambda x, p, c, h: (x[31] - c) @ _way(x) / h,
    "ankle behind middle / height": lambda x, p, c, h: (x[27] - c) @ _way(x) / h,
    "ankle over middle / height": lambda x, p, c, h: (x[27] - c)[2] / h,
}


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
    table: dict[str, list[float]] = {name: [] for name in (*_RECEIVER, *_FOOT)}
    for path in sorted(folder.glob("*.json")):
        truth: dict[str, Any] = json.loads(path.read_text())
        lying, giver = truth["frame"].get("receiver"), truth["frame"].get("giver")
        if lying:
            x, s, t = (np.array(lying[key]) for key in ("lm3d", "spine3d", "torso3d"))
            for name, rule in _RECEIVER.items():
                table[name].append(float(rule(x, s, t)))
        foot = giver and giver.get("feet", {}).get("left")
        if foot and foot["state"] == "on_floor":
            x, p, c = np.array(giver["lm3d"]), np.array(foot["poly3d"]), np.array(foot["centre3d"])
            if abs(x[29, 2] - x[31, 2]) < 0.015:
                for name, rule in _FOOT.items():
                    table[name].append(float(rule(x, p, c, truth["meta"]["giver_height_m"])))
    return table


def _far(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.linalg.norm(a - b))


def _torso(x: np.ndarray) -> float:
    return _far((x[11] + x[12]) / 2, (x[23] + x[24]) / 2)


def _along(point: np.ndarray, torso: np.ndarray) -> float:
    top, bottom = torso[:2].mean(axis=0), torso[2:].mean(axis=0)
    return float((point - bottom) @ (top - bottom) / ((top - bottom) @ (top - bottom)))


def _way(x: np.ndarray) -> np.ndarray:
    way = (x[31] - x[29]) * [1, 1, 0]
    return way / np.linalg.norm(way)


if __name__ == "__main__":
    main()
