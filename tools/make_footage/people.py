"""Who the two people are: body, clothes, and how the receiver lies; all from one generator of chance."""

from __future__ import annotations

import numpy as np

from tools.make_footage import lying
from tools.make_footage.body import Body
from tools.make_footage.body_data import BodyData
from tools.make_footage.dress import Figure, dress
from tools.make_footage.lying import Lying

_RACES = ("african", "asian", "caucasian")


def make(data: BodyData, chance: np.random.Generator, part: int, lies: bool) -> tuple[Figure, dict[str, object]]:
    """A person, and what the ground truth says of them."""
    woman = chance.random() < 0.5
    gender = float(np.clip(abs(chance.normal(0, 0.12)), 0, 0.4))
    mix = chance.dirichlet([0.5, 0.5, 0.5])
    old = float(chance.uniform(0, 1) ** 1.5)
    shape = {
        "gender": 1 - gender if woman else gender,
        "age": 2 / 3 + old / 3,
        "muscle": float(np.clip(chance.normal(0.5, 0.2), 0.05, 1)),
        "weight": float(np.clip(chance.normal(0.55, 0.22), 0.1, 1)),
        "height": float(np.clip(chance.normal(0.5, 0.15), 0, 1)),
        "proportions": float(chance.uniform(0.1, 0.8)),
        "cupsize": float(chance.uniform(0.2, 0.8)),
        "firmness": float(chance.uniform(0.2, 0.8)),
    } | {race: float(part) for race, part in zip(_RACES, mix, strict=True)}
    height = float(np.clip(chance.normal(1.59 if woman else 1.69, 0.085), 1.42, 1.98))
    body = Body(data, shape, height)
    outfit = dress(chance, woman, lies)
    words = {"shape": {k: round(v, 4) for k, v in shape.items()}, "height_m": round(height, 3)} | outfit.words
    return Figure(body, outfit, part), words


def ground(chance: np.random.Generator) -> float:
    """Height of what the receiver lies on, m: a thin mat mostly, a mattress, a bed."""
    draw = chance.random()
    if draw < 0.45:
        return float(chance.uniform(0.006, 0.03))
    if draw < 0.75:
        return float(chance.uniform(0.04, 0.2))
    return float(chance.uniform(0.25, 0.5))


def how_lying(chance: np.random.Generator, ground_m: float, spread: float = 1.0) -> Lying:
    """A prone posture. `spread`: how far from straight."""
    arms = str(chance.choice(lying.ARMS, p=[0.25, 0.12, 0.2, 0.1, 0.15, 0.05, 0.07, 0.06]))
    pillow = float(chance.uniform(0.03, 0.1) if chance.random() < 0.45 else 0.0)
    down = chance.random() < (0.35 if pillow or arms in ("folded", "cactus") else 0.15)
    head = float(chance.normal(0, 8) if down else chance.choice([-1, 1]) * chance.uniform(40, 85))
    knee = [float(chance.uniform(15, 80)) if chance.random() < 0.04 else 0.0 for _ in range(2)]
    rare = chance.random()
    return Lying(
        ground_m,
        pillow,
        arms,
        bool(chance.random() < 0.5),
        head,
        float(chance.normal(0, 3.5) * spread),
        float(chance.normal(0, 3) * spread),
        (float(chance.uniform(2, 16)), float(chance.uniform(2, 16))),
        (knee[0], knee[1]),
        float(chance.normal(0, 4) * spread),
        (float(chance.normal(0, 0.03)), float(chance.normal(-0.03, 0.04))),
        float(chance.uniform(10, 35)) if rare < 0.04 else 0.0,
        ((float(chance.uniform(0.4, 1)), 0.0) if rare > 0.98 else (0.0, float(chance.uniform(0.4, 1))))
        if rare > 0.96
        else (0.0, 0.0),
        float(chance.uniform(0.0, 0.05)),
        0.0,
        int(chance.integers(1 << 30)),
    )
