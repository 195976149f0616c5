"""Pictures of a scene by OpenGL without a screen (EGL; Mesa's llvmpipe will do)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from tools.make_footage import shaders
from tools.make_footage.camera import Camera
from tools.make_footage.rotate import frame, unit
from tools.make_footage.shapes import Solid

Array = NDArray[np.float64]
_SHADE_PX = 1536
_SAMPLES = 4  # for smooth edges


@dataclass
class Skin(Solid):
    """A person's surface or hair: zones for clothes, a colour for each vertex, and what is worn.

    Attributes:
        zones: (N, 4) arm, leg, trunk, keep; see dress.py.
        tints: (N, 3) linear RGB.
        worn: uniforms of the pixel program.
        person: 1 skin, 2 hair.
    """

    zones: Array = field(default_factory=lambda: np.zeros((0, 4)))
    tints: Array = field(default_factory=lambda: np.zeros((0, 3)))
    worn: dict[str, object] = field(default_factory=dict)
    person: int = 1


@dataclass(frozen=True)
class Light:
    """Directions point to the light; colours are linear RGB."""

    sun: Array
    sun_colour: Array
    fill: Array
    fill_colour: Array
    sky: Array
    ground: Array
    shade_soft: float = 0.001
    shade_dark: float = 0.8
    hollow: float = 0.5


@dataclass(frozen=True)
class Shot:
    """What a look gives.

    Attributes:
        rgb: (H, W, 3) linear.
        owner: (H, W) 0 scenery, 1 receiver, 2 giver, 3 somebody else.
        depth_m: (H, W) along the camera's axis.
    """

    rgb: NDArray[np.float32]
    owner: NDArray[np.uint8]
    depth_m: NDArray[np.float32]


class Renderer:
    """Keeps the context and its buffers."""

    def __init__(self, width: int = 640, height: int = 480) -> None:
        self._gl = gl = moderngl.create_standalone_context(backend="egl")
        self._size = (width, height)
        self._main = gl.program(vertex_shader=shaders.VERTEX, fragment_shader=shaders.PIXEL)
        self._hair = gl.program(vertex_shader=shaders.VERTEX, fragment_shader=shaders.HAIR_PIXEL)
        self._shade = gl.program(vertex_shader=shaders.SHADE_VERTEX, fragment_shader=shaders.SHADE_PIXEL)
        self._own = gl.program(vertex_shader=shaders.OWNER_VERTEX, fragment_shader=shaders.OWNER_PIXEL)
        self._shade_map = gl.depth_texture((_SHADE_PX, _SHADE_PX))
        self._shade_map.compare_func = ""
        self._shade_map.repeat_x = self._shade_map.repeat_y = False
        self._shade_frame = gl.framebuffer(depth_attachment=self._shade_map)
        size = (width, height)
        self._many = gl.framebuffer(
            [gl.renderbuffer(size, 3, samples=_SAMPLES, dtype="f2")], gl.depth_renderbuffer(size, samples=_SAMPLES)
        )
        self._frame = gl.framebuffer([gl.renderbuffer(size, 3, dtype="f2")])
        self._owner = gl.texture((width, height), 2, dtype="f4")
        self._owner_frame = gl.framebuffer([self._owner], gl.depth_renderbuffer((width, height)))
        self._backdrop = gl.program(vertex_shader=shaders.BACKDROP_VERTEX, fragment_shader=shaders.BACKDROP_PIXEL)
        corners = gl.buffer(np.array([-1, -1, 3, -1, -1, 3], np.float32).tobytes())
        self._whole = gl.vertex_array(self._backdrop, [(corners, "2f", "corner")])
        self._layers = [gl.texture(size, channels, dtype="f4") for channels in (3, 3, 1)]
        for layer in self._layers:
            layer.filter = (moderngl.NEAREST, moderngl.NEAREST)
        gl.enable(moderngl.DEPTH_TEST)

    def shoot(self, solids: Sequence[Solid], camera: Camera, light: Light, before: Shot | None = None) -> Shot:
        """One picture; `before`: something that does not move, which `hold` has painted, in place of the room."""
        solids = list(solids)
        buffers = [_Buffers(self._gl, solid) for solid in solids]
        self._shadows(solids, buffers, light)
        rgb = self._paint(solids, buffers, camera, light, before is not None)
        owner, depth = self._owners(solids, buffers, camera)
        for buffer in buffers:
            buffer.release()
        if before is not None:
            hidden = depth > before.depth_m
            owner, depth = np.where(hidden, before.owner, owner), np.where(hidden, before.depth_m, depth)
        return Shot(rgb * _hollows(depth, light.hollow)[..., None], owner, depth)

    def hold(self, solids: Sequence[Solid], camera: Camera, light: Light) -> Shot:
        """Paint what does not move once: its light without the sun, the sun's, its depth."""
        solids = list(solids)
        buffers = [_Buffers(self._gl, solid) for solid in solids]
        self._shadows(solids, buffers, light)
        whole = self._paint(solids, buffers, camera, light)
        dim = self._paint(solids, buffers, camera, replace(light, sun_colour=light.sun_colour * 0))
        owner, depth = self._owners(solids, buffers, camera)
        for layer, values in zip(self._layers, (dim, whole - dim, depth), strict=True):
            layer.write(np.ascontiguousarray(values, np.float32).tobytes())
        for buffer in buffers:
            buffer.release()
        return Shot(whole, owner, depth)

    def _shadows(self, solids: list[Solid], buffers: list[_Buffers], light: Light) -> None:
        self._shade_frame.use()
        self._gl.clear(depth=1.0)
        _set(self._shade, "view", _column_major(_shade_view(light.sun)))
        for buffer, solid in zip(buffers, solids, strict=True):
            if solid.look.glow < 0.5 and solid.casts:
                buffer.draw(self._shade, "point")

    def _paint(
        self, solids: list[Solid], buffers: list[_Buffers], camera: Camera, light: Light, backdrop: bool = False
    ) -> NDArray[np.float32]:
        gl, (width, height) = self._gl, self._size
        self._many.use()
        gl.clear(*(float(v) for v in light.sky * 0.6), 1.0)
        self._shade_map.use(0)
        if backdrop:
            self._paint_backdrop(camera, light)
        for program in (self._main, self._hair):
            self._common(program, camera, light)
            _set(program, "view", _column_major(camera.clip()))
        for buffer, solid in zip(reversed(buffers), reversed(solids), strict=True):  # people first: they hide the room
            program = self._hair if getattr(solid, "person", 0) == 2 else self._main
            self._wear(program, solid)
            buffer.draw(program, "point", "normal", "place", "zone", "tint")
        gl.copy_framebuffer(self._frame, self._many)
        raw = np.frombuffer(self._frame.read(components=3, dtype="f2"), np.float16)
        return raw.astype(np.float32).reshape(height, width, 3)

    def _paint_backdrop(self, camera: Camera, light: Light) -> None:
        for number, layer in enumerate(self._layers, start=1):
            layer.use(number)
        program = self._backdrop
        self._common(program, camera, light)
        rays = camera.R.T @ np.linalg.inv(camera.K) @ np.diag([camera.width, camera.height, 1.0])
        _set(program, "rays", np.ascontiguousarray(rays.T, np.float32).tobytes())
        for number, name in enumerate(("dim", "sunny", "far"), start=1):
            _set(program, name, number)
        self._whole.render()

    def _owners(
        self, solids: list[Solid], buffers: list[_Buffers], camera: Camera
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        self._owner_frame.use()
        self._gl.clear(0, 40.0, 0, 0)
        _set(self._own, "view", _column_major(camera.clip()))
        for buffer, solid in zip(buffers, solids, strict=True):
            _set(self._own, "part", solid.part)
            _set(self._own, "person", getattr(solid, "person", 0))
            buffer.draw(self._own, "point", "zone")
        width, height = self._size
        both = np.frombuffer(self._owner_frame.read(components=2, dtype="f4"), np.float32).reshape(height, width, 2)
        return both[..., 0].astype(np.uint8), both[..., 1].copy()

    def _common(self, program: moderngl.Program, camera: Camera, light: Light) -> None:
        values = {"eye": camera.eye, "sun": unit(light.sun), "fill": unit(light.fill), "sun_colour": light.sun_colour}
        values |= {"fill_colour": light.fill_colour, "sky": light.sky, "ground": light.ground, "shade": 0}
        values |= {"shade_soft": light.shade_soft, "shade_dark": light.shade_dark}
        for name, value in values.items():
            _set(program, name, value)
        _set(program, "shade_view", _column_major(_shade_view(light.sun)))

    def _wear(self, program: moderngl.Program, solid: Solid) -> None:
        look = solid.look
        values: dict[str, object] = {"one": look.colour, "two": look.second, "pattern": look.pattern}
        values |= {"size": look.size_m, "shine": look.shine, "glow": look.glow, "person": 0}
        if isinstance(solid, Skin):
            values |= {"person": solid.person} | solid.worn
        for name, value in values.items():
            _set(program, name, value)


class _Buffers:
    """One solid on the card."""

    def __init__(self, gl: moderngl.Context, solid: Solid) -> None:
        count = len(solid.points)
        zones = getattr(solid, "zones", None)
        tints = getattr(solid, "tints", None)
        zones = zones if zones is not None and len(zones) else np.zeros((count, 4))
        tints = tints if tints is not None and len(tints) else np.ones((count, 3))
        columns = {"point": solid.points, "normal": solid.normals, "place": solid.places, "zone": zones, "tint": tints}
        self._gl = gl
        self._own = {name: gl.buffer(np.ascontiguousarray(v, np.float32).tobytes()) for name, v in columns.items()}
        self._index = gl.buffer(np.ascontiguousarray(solid.faces, np.uint32).tobytes())
        self._arrays: dict[int, moderngl.VertexArray] = {}

    def draw(self, program: moderngl.Program, *names: str) -> None:
        sizes = {"zone": "4f"}
        if program.glo not in self._arrays:
            parts = [(self._own[name], sizes.get(name, "3f"), name) for name in names if name in program]
            self._arrays[program.glo] = self._gl.vertex_array(program, parts, self._index)
        self._arrays[program.glo].render()

    def release(self) -> None:
        for thing in (*self._arrays.values(), *self._own.values(), self._index):
            thing.release()


def _set(program: moderngl.Program, name: str, value: object) -> None:
    if name not in program:
        return
    if isinstance(value, bytes):
        program[name].write(value)
    elif isinstance(value, np.ndarray):
        program[name].value = tuple(float(v) for v in value)
    else:
        program[name].value = value


def _column_major(matrix: Array) -> bytes:
    return np.ascontiguousarray(matrix.T, np.float32).tobytes()


def _shade_view(sun: Array) -> Array:
    """(4, 4) the light's view: 5 m around the middle of the scene."""
    axes = frame(unit(sun), [0.3, 0.9, 0.1])
    half = 2.6
    view = np.eye(4)
    rows = np.vstack([axes[:, 1] / half, axes[:, 2] / half, -axes[:, 0] / 6.0])
    view[:3, :3] = rows
    view[:3, 3] = -rows @ np.array([0, 0.1, 0.8])
    return view


def _hollows(depth: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """(H, W) how much light reaches each pixel past its neighbours: darker beside what stands in front."""
    shade = np.ones_like(depth)
    for size_px, part in ((9, 0.5), (31, 0.5)):
        near = np.clip(depth, 0, 12)
        behind = cv2.blur(near, (size_px, size_px)) - near
        close = np.clip(-behind / (0.02 * near), 0, 1) * np.clip(1 + behind / 0.18, 0, 1)
        shade -= strength * part * cv2.GaussianBlur(close.astype(np.float32), (0, 0), size_px / 6)
    return np.clip(shade, 0.3, 1)
