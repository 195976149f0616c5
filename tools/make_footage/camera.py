"""The camera: a pin-hole in OpenCV's axes, and the views of the shared footage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.make_footage.rotate import about, unit

Array = NDArray[np.float64]
VIEWS = ("foot", "head", "oblique", "oblique2", "side", "high")
STEEP = "steep"  # 45 to 70 degrees above the floor: of stills alone, where asked for


@dataclass(frozen=True)
class Camera:
    """x_cam = R X + t, u = K x_cam / z; world z up, metres; pixels from the top left corner."""

    name: str
    K: Array
    R: Array
    t: Array
    width: int = 640
    height: int = 480

    @property
    def eye(self) -> Array:
        """(3,) m, where it stands."""
        return -self.R.T @ self.t

    def project(self, points: ArrayLike) -> tuple[Array, Array]:
        """(n, 2) px and (n,) depth in metres of (n, 3) points."""
        at = np.asarray(points, dtype=float).reshape(-1, 3) @ self.R.T + self.t
        z = np.where(np.abs(at[:, 2]) < 1e-6, 1e-6, at[:, 2])
        return (at @ self.K.T)[:, :2] / z[:, None], at[:, 2]

    def clip(self) -> Array:
        """(4, 4) world to clip space, the first row of the picture at the bottom of the buffer."""
        near, far = 0.08, 40.0
        K = self.K
        lens = np.zeros((4, 4))
        lens[0, 0], lens[0, 2] = 2 * K[0, 0] / self.width, 2 * K[0, 2] / self.width - 1
        lens[1, 1], lens[1, 2] = 2 * K[1, 1] / self.height, 2 * K[1, 2] / self.height - 1
        lens[2, 2], lens[2, 3] = (far + near) / (far - near), -2 * far * near / (far - near)
        lens[3, 2] = 1
        stand = np.eye(4)
        stand[:3, :3], stand[:3, 3] = self.R, self.t
        return lens @ stand

    def as_truth(self) -> dict[str, object]:
        """As the ground truth writes it."""
        return {
            "name": self.name,
            "width": self.width,
            "height": self.height,
            "K": np.round(self.K, 3).tolist(),
            "R": np.round(self.R, 6).tolist(),
            "t": np.round(self.t, 5).tolist(),
            "eye": np.round(self.eye, 4).tolist(),
            "convention": "OpenCV: x_cam = R X + t, u = K x_cam / z; world Z up, receiver head towards +Y, "
            "receiver right = +X; metres",
        }


def look_at(name: str, eye: ArrayLike, aim: ArrayLike, roll_rad: float, fov_rad: float) -> Camera:
    """A camera at a point that looks at another; `fov_rad`: across the picture."""
    eye = np.asarray(eye, dtype=float)
    ahead = unit(np.asarray(aim) - eye)
    right = unit(np.cross(ahead, [0, 0, 1]))
    down = np.cross(ahead, right)
    R = about([0, 0, 1], roll_rad) @ np.vstack([right, down, ahead])
    focal = 320 / np.tan(fov_rad / 2)
    K = np.array([[focal, 0, 320.0], [0, focal, 240.0], [0, 0, 1]])
    rounded = np.round(R, 6)
    return Camera(name, np.round(K, 3), rounded, np.round(-rounded @ eye, 5))


def choose(view: str, chance: np.random.Generator) -> Camera:
    """One of the named views, `rand`: from anywhere around, or `steep`."""
    aim = np.array([chance.normal(0, 0.12), chance.normal(0.05, 0.18), chance.uniform(0.35, 0.95)])
    distance = chance.uniform(2.2, 4.2)
    side = chance.choice([-1, 1])
    heights = {"high": (2.1, 2.7), "side": (0.6, 1.5), STEEP: (2.2, 3.0)}
    height = chance.uniform(*heights.get(view, (0.9, 1.9)))
    degrees = {
        "foot": -90 + chance.normal(0, 6),
        "head": 90 + chance.normal(0, 6),
        "oblique": -90 + side * chance.uniform(28, 62),
        "oblique2": 90 + side * chance.uniform(28, 62),
        "side": -90 + side * (90 + chance.normal(0, 10)),
        "high": chance.uniform(-180, 180),
    }
    degrees[STEEP] = degrees["high"]
    if view in degrees:
        bearing = np.radians(degrees[view])
        if view == "high":
            distance = chance.uniform(1.6, 2.9)
        if view == STEEP:
            distance = chance.uniform(1.1, 2.2)
    else:
        bearing = chance.uniform(-np.pi, np.pi)
        height = chance.uniform(0.4, 2.6)
        distance = chance.uniform(1.8, 4.2)
    eye = np.array([np.cos(bearing) * distance, np.sin(bearing) * distance, height])
    fov = np.radians(chance.uniform(50, 85) if distance < 2.9 else chance.uniform(45, 66))
    return look_at(view, eye, aim, np.radians(chance.normal(0, 1.2)), fov)
