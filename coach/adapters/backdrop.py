"""The backdrop: what the room and the receiver look like without the giver.

While the giver steps over the receiver, MediaPipe's network takes the legs of one for those of the other. What stands
still is known, though: the picture without the giver. Where a look at the giver shows what was there before, it is
blurred, so that the network sees whom it is asked for and, softly, where they stand (docs/decisions/0016).

A giver who was there from the first frame leaves no such picture. Then each pixel is learnt for itself, once no limb of
theirs has been near it for a while, and only those are blurred (docs/decisions/0041).

Background subtraction with a running average, after Wren et al., Pfinder (1997).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.core.area import Box
from coach.core.backdrop_look import BackdropRequest, Spots
from coach.core.follow_look import Limbs

_WORK_LINES = 480  # height of the kept picture at most
_LEARN_S = 4.0  # time constant: a leg that is out of its box for a moment is not learnt
_KNOWN_AFTER_S = 0.5
_KNOWN_AROUND = 0.5  # of what is about the giver, so that looks at them may count on it
# The backdrop shows the giver as well, or looks like them, if their body does not hide it: then it is not used.
_HIDDEN_ENOUGH = 0.5
_HIDDEN_S = 0.3  # time constant
_LEAST_S = 1e-3  # a pixel that was seen once is no new one
_GAIN_STEP = 8  # every so many pixels tell the exposure
_LEAST_GAIN = 0.002
_GAIN_LIMITS = (0.8, 1.25)  # of one frame: beyond that the light was switched
_DARK = 16.0  # grey levels: darker pixels tell no gain
# A pixel has changed that differs by more than this part of the picture's brightness: light scales both.
_CHANGED = 0.08
_CHANGED_LEVELS = (5.0, 12.0)
# A shadow takes part of the light and leaves the colour: Horprasert et al., A Statistical Approach for Real-time Robust
# Background Subtraction and Shadow Detection (1999). A deeper one is taken for a change: it may be dark clothes.
_SHADOW = 0.7
_AROUND = np.arange(-2, 3)  # a point's colour is that of so many pixels about it
_CALM_PX = 1.2  # noise is smaller than that, in px of a look
_GROW_PX = 5
_SOFT_PX = 2.0
_BLUR_PX = 5.0
_SUM = np.ones((1, 3), np.float32)  # adds up the three colours
_COARSE_LINES = 120  # height of the picture in which somebody else is looked for
_SHADOW_ELSEWHERE = 0.45  # as on arms: who throws a shadow is not there yet
_SPOT_POINTS = 9  # across a disc that is compared
_SPOT_IN_SIGHT = 0.5  # part of its points below which nothing is said of it


def _spot_points() -> NDArray[np.float64]:
    """(N, 2) a grid over the unit disc."""
    across = np.linspace(-1.0, 1.0, _SPOT_POINTS)
    grid = np.stack(np.meshgrid(across, across), axis=-1).reshape(-1, 2)
    return grid[(grid**2).sum(axis=1) <= 1.0]


_SPOT = _spot_points()


class Backdrop:
    """Learns the picture without the giver, and plays it down in looks at the giver."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew: another clip, another place of the camera."""
        self._picture: NDArray[np.float32] | None = None  # (h, w, 3) 0..255, of the working size
        self._known_s = 0.0  # how long it was learnt with nobody followed
        self._free_s: NDArray[np.float32] | None = None  # (h, w) how long each pixel was free of a giver beside it
        self._unknown: NDArray[np.uint8] | None = None  # (h, w) 255 = not known; None = all is, or nothing
        self._scale = 1.0
        self._t_s = float("nan")
        self._usable = False
        self._hidden = 0.0
        self._levels = _CHANGED_LEVELS[1]

    def learn(self, picture_rgb: NDArray[np.uint8], request: BackdropRequest | None) -> bool:
        """Fold one picture in: (H, W, 3) uint8, RGB, upright. To be called before the looks at it.

        Returns:
            True if looks at the giver will be played down.
        """
        self._usable = False
        if request is None:
            return False
        height, width = picture_rgb.shape[:2]
        scale = min(1.0, _WORK_LINES / height)
        small = picture_rgb
        if scale < 1.0:
            size = (round(width * scale), round(height * scale))
            small = cv2.resize(picture_rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        if self._picture is None or self._picture.shape != small.shape or request.anew:
            self._picture, self._known_s = small.astype(np.float32), 0.0
            self._free_s = np.zeros(small.shape[:2], np.float32)
            self._scale, self._t_s = scale, request.t_s
        passed_s = max(0.0, request.t_s - self._t_s)
        self._t_s = request.t_s
        self._unknown = None
        if request.learns:
            self._fold_in(small, request, passed_s)
        hidden = self._hidden_part(small, request.body_px)
        self._hidden += (hidden - self._hidden) * float(1 - np.exp(-passed_s / _HIDDEN_S))
        known = self._known_s > _KNOWN_AFTER_S or self._is_known_around(request.giver)
        self._usable = request.giver is not None and known and self._hidden > _HIDDEN_ENOUGH
        return self._usable

    def changed(self, picture_rgb: NDArray[np.uint8], spots: Spots | None) -> NDArray[np.float64] | None:
        """(N,) which part of each spot looks other than the backdrop; NaN where most of it is hidden or out of view.

        None if nothing is asked or the backdrop is not known. To be called after `learn` with the same picture.
        """
        if spots is None or self._picture is None or self._known_s <= _KNOWN_AFTER_S:
            return None
        return np.array([self._changed_at(picture_rgb, spots, row) for row in range(len(spots.centres_px))])

    def elsewhere(self, picture_rgb: NDArray[np.uint8], spots: Spots | None) -> float:
        """Which part of the picture out of the receiver's reach looks other than the backdrop, 0..1; NaN as `Looks`.

        To be called after `learn` with the same picture.
        """
        picture = self._picture
        if spots is None or spots.reach_px is None or picture is None or self._known_s <= _KNOWN_AFTER_S:
            return float("nan")
        height, width = picture.shape[:2]
        step = max(1, round(height / _COARSE_LINES))
        size = (width // step, height // step)
        out = np.full((size[1], size[0]), 255, np.uint8)
        for x_px, y_px, radius_px in spots.reach_px * (self._scale / step):
            cv2.circle(out, (round(x_px), round(y_px)), round(radius_px), 0, cv2.FILLED)
        if not out.any():
            return float("nan")
        now, before = (
            cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.float32) for shown in (picture_rgb, picture)
        )
        off = _change(now, before, _SHADOW_ELSEWHERE)
        return float((off[out > 0] > self._levels).mean())

    def _changed_at(self, picture_rgb: NDArray[np.uint8], spots: Spots, row: int) -> float:
        picture, scale = self._picture, self._scale
        assert picture is not None
        limbs = Limbs(spots.giver_px, np.full(len(spots.giver_px), spots.clear_px[row]))
        points_px = spots.centres_px[row] + spots.radius_px[row] * _SPOT
        height, width = picture.shape[:2]
        at = np.rint(points_px * scale)
        seen = np.isfinite(at).all(axis=1) & (at >= 0).all(axis=1) & (at < [width, height]).all(axis=1)
        seen &= ~limbs.covers(points_px)
        if np.count_nonzero(seen) < _SPOT_IN_SIGHT * len(at):
            return float("nan")
        columns, rows = at[seen].astype(int).T
        low, high = np.array([rows.min(), columns.min()]), np.array([rows.max(), columns.max()]) + 1
        pad = round(3 * _CALM_PX)
        low, high = np.maximum(low - pad, 0), np.minimum(high + pad, [height, width])
        part = (slice(low[0], high[0]), slice(low[1], high[1]))
        now = _calm(_part(picture_rgb, part, scale))
        off = _change(now, _calm(picture[part]), float(spots.shade[row]))
        return float((off[rows - low[0], columns - low[1]] > self._levels).mean())

    def _fold_in(self, now: NDArray[np.uint8], request: BackdropRequest, passed_s: float) -> None:
        giver, picture = request.giver, self._picture
        assert picture is not None
        self._levels = float(np.clip(_CHANGED * now[::_GAIN_STEP, ::_GAIN_STEP].mean(), *_CHANGED_LEVELS))
        free = np.full(now.shape[:2], 255, np.uint8)
        if giver is None:  # beside a giver the picture is only kept fresh: what is new there may be theirs
            self._known_s += passed_s
        else:
            free[_slices(giver, self._scale, now.shape[:2])] = 0
        gain = _gain(picture, now, free > 0)
        if np.abs(gain - 1).max() > _LEAST_GAIN:
            picture *= gain
        if giver is None or self._known_s > _KNOWN_AFTER_S or request.limbs_px is None:
            cv2.accumulateWeighted(now, picture, 1 - np.exp(-passed_s / _LEARN_S), mask=free)
        else:
            self._fold_in_beside(now, request.limbs_px, request.limb_px, passed_s)

    def _fold_in_beside(
        self, now: NDArray[np.uint8], limbs_px: NDArray[np.float64], limb_px: float, passed_s: float
    ) -> None:
        """Learn each pixel that no limb of the giver is near: at first from what it shows, then slowly."""
        picture, free_s = self._picture, self._free_s
        assert picture is not None
        assert free_s is not None
        free = np.full(now.shape[:2], 255, np.uint8)
        breadth = max(1, round(2 * limb_px * self._scale))
        for start, end in np.rint(limbs_px * self._scale).astype(int).tolist():
            cv2.line(free, start, end, 0, breadth)
        young = cv2.bitwise_and(free, _at_most(free_s, _KNOWN_AFTER_S))
        cv2.copyTo(now.astype(np.float32), cv2.bitwise_and(free, _at_most(free_s, 0.0)), picture)
        for learn_s, pixels in ((_KNOWN_AFTER_S, young), (_LEARN_S, cv2.bitwise_and(free, cv2.bitwise_not(young)))):
            cv2.accumulateWeighted(now, picture, 1 - np.exp(-passed_s / learn_s), mask=pixels)
        cv2.add(free_s, max(passed_s, _LEAST_S), free_s, mask=free)
        self._unknown = _at_most(free_s, _KNOWN_AFTER_S)

    def _is_known_around(self, giver: Box | None) -> bool:
        """Is enough of what is about the giver known, though it was never seen without them?"""
        if giver is None or self._unknown is None:
            return False
        around = self._unknown[_slices(giver, self._scale, self._unknown.shape)]
        return around.size > 0 and float((around == 0).mean()) > _KNOWN_AROUND

    def _hidden_part(self, now: NDArray[np.uint8], body_px: NDArray[np.float64] | None) -> float:
        """Which part of the giver's body hides the learnt picture, 0..1; 0 where nothing of it is in view."""
        if body_px is None or self._picture is None:
            return 0.0
        height, width = now.shape[:2]
        columns, rows = np.rint(body_px * self._scale).astype(int).T
        seen = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        if not seen.any():
            return 0.0
        at_rows = np.clip(rows[seen][:, None, None] + _AROUND[:, None], 0, height - 1)
        at_columns = np.clip(columns[seen][:, None, None] + _AROUND, 0, width - 1)
        colours, before = (
            picture[at_rows, at_columns].mean(axis=(1, 2), dtype=np.float32)[None] for picture in (now, self._picture)
        )
        hides = _change(colours, before)[0] > self._levels
        if self._unknown is not None:  # nothing speaks against what was never seen without them
            hides = hides | (self._unknown[rows[seen], columns[seen]] > 0)
        return float(hides.mean())

    def play_down(self, crop: NDArray[np.float32], image_from_crop: NDArray[np.float64]) -> NDArray[np.float32]:
        """A look at the giver with all that stands still blurred.

        Args:
            crop: (h, w, 3) 0..1, cut from the picture that was learnt last.
            image_from_crop: (2, 3) affine map from crop px to image px.

        Returns:
            The crop, blurred where the backdrop is known and looks the same; as it is while nothing is known.
        """
        if not self._usable or self._picture is None:
            return crop
        size = (crop.shape[1], crop.shape[0])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        before = cv2.warpAffine(self._picture, image_from_crop * self._scale, size, flags=flags)
        change = _change(_calm(crop * np.float32(255.0)), _calm(before))
        changed = cv2.threshold(change, self._levels, 1.0, cv2.THRESH_BINARY)[1]
        if self._unknown is not None:
            unknown = cv2.warpAffine(self._unknown, image_from_crop * self._scale, size, flags=flags)
            changed = cv2.max(changed, cv2.threshold(unknown, 127, 1.0, cv2.THRESH_BINARY)[1].astype(np.float32))
        keep = cv2.GaussianBlur(cv2.dilate(changed, np.ones((_GROW_PX, _GROW_PX), np.uint8)), (0, 0), _SOFT_PX)
        blurred = cv2.GaussianBlur(crop, (0, 0), _BLUR_PX)
        return np.asarray(cv2.blendLinear(crop, blurred, keep, 1.0 - keep), np.float32)


def _calm(picture: cv2.typing.MatLike) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _CALM_PX), np.float32)


def _part(picture_rgb: NDArray[np.uint8], part: tuple[slice, slice], scale: float) -> NDArray[np.float32]:
    """A part of the picture in the working size, that `part` is given in."""
    rows, columns = part
    if scale == 1.0:
        return picture_rgb[part].astype(np.float32)
    image_from_part = np.array([[1.0, 0.0, columns.start], [0.0, 1.0, rows.start]]) / scale
    size = (columns.stop - columns.start, rows.stop - rows.start)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(picture_rgb, image_from_part, size, flags=flags).astype(np.float32)


def _change(now: NDArray[np.float32], before: NDArray[np.float32], shade: float = _SHADOW) -> NDArray[np.float32]:
    """(H, W) grey levels by which colours (H, W, 3) differ from what was there, or from that in a shadow.

    `shade`: the part of the light that the deepest shadow leaves.
    """
    both, own = (cv2.transform(product, _SUM) for product in (cv2.multiply(now, before), cv2.multiply(before, before)))
    lit = np.clip(both / np.maximum(own, 1.0), shade, 1.0)
    off = cv2.absdiff(now, cv2.multiply(before, cv2.merge([lit, lit, lit])))
    red, green, blue = cv2.split(off)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.float32)


def _at_most(values: NDArray[np.float32], limit: float) -> NDArray[np.uint8]:
    """255 where a value is not above the limit, else 0."""
    return cv2.threshold(values, limit, 255.0, cv2.THRESH_BINARY_INV)[1].astype(np.uint8)


def _slices(box: Box, scale: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns of the working picture that a box covers."""
    rows = np.clip(np.array([box.y, box.y + box.height]) * scale, 0, shape[0])
    columns = np.clip(np.array([box.x, box.x + box.width]) * scale, 0, shape[1])
    return slice(int(rows[0]), int(np.ceil(rows[1]))), slice(int(columns[0]), int(np.ceil(columns[1])))


def _gain(before: NDArray[np.float32], now: NDArray[np.uint8], usable: NDArray[np.bool_]) -> NDArray[np.float32]:
    """(3,) how much brighter each colour is than what was learnt, by the middle of all pixels that show the room."""
    step = slice(None, None, _GAIN_STEP)
    mask = usable[step, step] & (before[step, step].min(axis=2) > _DARK)
    if np.count_nonzero(mask) < 64:
        return np.ones(3, np.float32)
    ratio = np.median(now[step, step][mask] / before[step, step][mask], axis=0)
    return np.clip(ratio, *_GAIN_LIMITS).astype(np.float32)
