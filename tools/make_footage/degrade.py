"""From light to a camera's picture: exposure, white balance, blur, noise."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lens:
    """What one camera does to its pictures.

    Attributes:
        gain: exposure.
        white: (3,) white balance, RGB.
        blur_px: sigma of being out of focus.
        smear_px: length of motion blur, and its direction in rad.
        noise: sigma of 255.
        gamma: of the whole picture.
        quality: of JPEG.
    """

    gain: float
    white: tuple[float, float, float]
    blur_px: float
    smear_px: tuple[float, float]
    noise: float
    gamma: float
    quality: int


def choose(chance: np.random.Generator, mean: float) -> Lens:
    """A camera at random for a scene of a mean brightness (linear)."""
    aim = chance.uniform(0.12, 0.4)
    warm = chance.normal(0, 0.06)
    return Lens(
        float(np.clip(aim / max(mean, 1e-3), 0.2, 4.0)),
        (float(1 + warm), 1.0, float(1 - warm)),
        float(abs(chance.normal(0.2, 0.35)) if chance.random() < 0.88 else chance.uniform(0.8, 1.6)),
        (float(chance.uniform(0, 2.5) if chance.random() < 0.3 else 0.0), float(chance.uniform(0, np.pi))),
        float(chance.uniform(0.5, 4.0) if chance.random() < 0.85 else chance.uniform(4, 10)),
        float(chance.uniform(0.85, 1.15)),
        int(chance.integers(50, 96)),
    )


def develop(rgb: NDArray[np.float32], lens: Lens, chance: np.random.Generator) -> NDArray[np.uint8]:
    """(H, W, 3) BGR 8 bit from linear RGB."""
    light = rgb * np.array(lens.white, np.float32) * np.float32(lens.gain)
    light = light / (1 + 0.12 * light)
    if lens.blur_px > 0.25:
        light = cv2.GaussianBlur(light, (0, 0), lens.blur_px)
    length, way = lens.smear_px
    if length > 0.7:
        kernel = np.zeros((7, 7), np.float32)
        tip = (3 + length / 2 * np.cos(way), 3 + length / 2 * np.sin(way))
        tail = (3 - length / 2 * np.cos(way), 3 - length / 2 * np.sin(way))
        for part in np.linspace(0, 1, 15):
            x, y = (tail[i] + (tip[i] - tail[i]) * part for i in (0, 1))
            kernel[round(y), round(x)] += 1
        light = cv2.filter2D(light, -1, kernel / kernel.sum())
    shown = 255 * np.clip(light, 0, 1) ** np.float32(lens.gamma / 2.2)
    shown += chance.normal(0, lens.noise, (*shown.shape[:2], 1)) + chance.normal(0, lens.noise * 0.5, shown.shape)
    return np.ascontiguousarray(np.clip(shown, 0, 255).astype(np.uint8)[:, :, ::-1])
