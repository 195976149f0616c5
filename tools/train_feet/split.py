"""Which scenes are learnt, which judge, and how often each is shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TEST_CLIPS = ("c03", "c07", "c12", "c13")
_FIRST_TEST_STILL = {"rand": 150, "both": 18}
# Shares of what is shown: frames of a clip are alike, so that a clip counts as some dozens of stills.
_STILLS, _FLOOR_STILLS, _CLIPS, _GENERATED_STILLS = 0.3, 0.05, 0.35, 0.3
# What tools/make_footage names its pictures: everything else is kept for judging when only these are learnt.
GENERATED = ("gen_", "g0", "g1")
_STATE_SHARE = {0: 0.45, 1: 0.3, 2: 0.25, -1: 0.5}  # within a clip


def is_test(name: str) -> bool:
    """Is this clip or still kept for judging?"""
    kind, _, rest = name.partition("_")
    if kind in _FIRST_TEST_STILL:
        return int(rest.split("_")[0]) >= _FIRST_TEST_STILL[kind]
    return kind in _TEST_CLIPS


def is_generated(name: str) -> bool:
    """Is it a picture of tools/make_footage?"""
    return name.startswith(GENERATED)


def is_judged(name: str, generated_only: bool) -> bool:
    """Is this clip or still kept for judging: by the split, or because it was not generated here?"""
    return not is_generated(name) if generated_only else is_test(name)


def shares(data: dict[str, NDArray]) -> NDArray[np.float64]:
    """(N,) how often each foot is shown, together about 1."""
    names, states = data["name"], data["state"]
    kinds = np.array([name.partition("_")[0] for name in names])
    weights = np.zeros(len(names))
    still, drawn = np.isin(kinds, ("rand", "both")), kinds == "gen"
    floor = kinds == "giver"
    weights[still] = _STILLS / max(1, still.sum())
    weights[drawn] = _GENERATED_STILLS / max(1, drawn.sum())
    weights[floor] = _FLOOR_STILLS / max(1, floor.sum())
    clips = sorted(set(kinds[~still & ~drawn & ~floor]))
    for clip in clips:
        for state, share in _STATE_SHARE.items():
            rows = (kinds == clip) & (states == state)
            weights[rows] = _CLIPS / len(clips) * share / max(1, rows.sum())
    return weights
