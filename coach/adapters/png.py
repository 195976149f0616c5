"""Small PNG files: a picture in few colours, chosen for it, so that pictures of a window can lie in a repository."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS = 5  # of each channel, while colours are chosen
_ROUNDS = 8


def png_of(picture_rgb: NDArray[np.uint8], colours: int = 80) -> bytes:
    """A picture as the bytes of a PNG file with a palette.

    Args:
        picture_rgb: (H, W, 3) uint8, RGB.
        colours: at most so many, 2 to 256. Large even areas keep their own colour.
    """
    height, width = picture_rgb.shape[:2]
    palette, indices = _in_few_colours(picture_rgb, colours)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"".join(
        [
            SIGNATURE,
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", palette.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _in_few_colours(picture_rgb: NDArray[np.uint8], colours: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A palette, (N, 3), and the picture as rows of it, (H, W): the nearest colours, found by repeated means."""
    shift = 8 - _BITS
    cells = (picture_rgb >> shift).astype(np.int64)
    codes = (cells[..., 0] << 2 * _BITS) | (cells[..., 1] << _BITS) | cells[..., 2]
    used, place, counts = np.unique(codes, return_inverse=True, return_counts=True)
    place = place.reshape(-1)
    pixels = picture_rgb.reshape(-1, 3)
    means = np.column_stack([np.bincount(place, pixels[:, c], len(used)) for c in range(3)]) / counts[:, None]
    weights = np.sqrt(counts.astype(np.float64))  # so that a small mark keeps its colour beside a large wall
    centres = means[np.argsort(-counts)[:1]]
    distance = np.sum((means - centres[0]) ** 2, axis=1)
    while len(centres) < min(colours, len(used)):  # the next one: what is most, and farthest from all others
        centres = np.vstack([centres, means[np.argmax(distance * weights)]])
        distance = np.minimum(distance, np.sum((means - centres[-1]) ** 2, axis=1))
    nearest = np.zeros(len(used), np.int64)
    for _ in range(_ROUNDS):
        nearest = np.argmin(np.sum((means[:, None, :] - centres[None, :, :]) ** 2, axis=2), axis=1)
        total = np.maximum(np.bincount(nearest, weights, len(centres)), 1e-9)
        moved = np.column_stack([np.bincount(nearest, weights * means[:, c], len(centres)) for c in range(3)])
        centres = np.where((np.bincount(nearest, minlength=len(centres)) > 0)[:, None], moved / total[:, None], centres)
    palette = np.round(np.clip(centres, 0, 255)).astype(np.uint8)
    return palette, nearest[place].astype(np.uint8).reshape(picture_rgb.shape[:2])
