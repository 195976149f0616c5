"""TRC, the marker file that OpenSim reads, made of the landmarks in the picture.

Axes, as OpenSim has them (x forward, y up, z to the right), filled with what one camera knows: the picture's plane.
x points to the right of the picture, y up, z is 0 throughout. The origin is the picture's lower left corner.
Millimetres hold on the back only: pixels times the clip's cm per pixel across the back, so nearer limbs come out too
large. The same words stand in a `.txt` for people (`AXES`), since TRC has no place for a remark.

Source of the format: OpenSim documentation, "Marker (.trc) Files".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LANDMARKS = (
    *("nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer"),
    *("left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow"),
    *("right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index"),
    *("left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_heel", "right_heel", "left_foot_index", "right_foot_index"),
)

AXES = (
    "TRC axes: x to the right of the picture, y up, z = 0 (one camera knows no depth); origin: the picture's lower "
    "left corner; mm = pixels x the clip's cm per pixel across the receiver's back, so they hold on the back only. "
    "Empty = not seen. Times are the clip's own; DataRate is their mean."
)


def trc(
    name: str,
    t_s: NDArray[np.float64],
    people_px: dict[str, NDArray[np.float32]],
    height_px: int,
    cm_per_px: float,
) -> str:
    """The text of a TRC file.

    Args:
        name: the file's own name, which its first line repeats.
        t_s: (N,) s.
        people_px: for each person (N, 66) x0, y0, x1, y1, ... in the picture's pixels; NaN = not seen.
        height_px: the picture's height.
        cm_per_px: scale on the back; NaN or 0 where it is not known, then 1 px is written as 1 mm.

    Returns:
        Lines that end in a line feed, fields apart by tabs; N = 0 gives the head alone.
    """
    scale = 10.0 * cm_per_px if np.isfinite(cm_per_px) and cm_per_px > 0.0 else 1.0
    markers = [f"{person}_{landmark}" for person in people_px for landmark in LANDMARKS]
    count, span = len(t_s), float(t_s[-1] - t_s[0]) if len(t_s) > 1 else 0.0
    rate = (count - 1) / span if span > 0.0 else 0.0
    safe = "".join(letter if letter.isprintable() and letter != "\t" else "_" for letter in name)
    head = [
        f"PathFileType\t4\t(X/Y/Z)\t{safe}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate:.4f}\t{rate:.4f}\t{count}\t{len(markers)}\tmm\t{rate:.4f}\t1\t{count}",
        "Frame#\tTime\t" + "\t\t\t".join(markers) + "\t\t",
        "\t\t" + "\t".join(f"X{n}\tY{n}\tZ{n}" for n in range(1, len(markers) + 1)),
        "",
    ]
    flat = np.concatenate([xy_px.reshape(count, -1) for xy_px in people_px.values()], axis=1)
    x_mm, y_mm = flat[:, 0::2] * scale, (height_px - flat[:, 1::2]) * scale
    body = [
        f"{number}\t{moment:.6f}\t" + "\t".join(_point(x, y) for x, y in zip(xs, ys, strict=True))
        for number, (moment, xs, ys) in enumerate(zip(t_s, x_mm.tolist(), y_mm.tolist(), strict=True), start=1)
    ]
    return "\n".join([*head, *body]) + "\n"


def _point(x_mm: float, y_mm: float) -> str:
    return f"{x_mm:.2f}\t{y_mm:.2f}\t0.00" if x_mm == x_mm and y_mm == y_mm else "\t\t"
