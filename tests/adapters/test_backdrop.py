"""What stood there before the giver came is blurred in a look at them; the giver is not, whatever else changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from coach.adapters.backdrop import Backdrop
from coach.adapters.body_network import NETWORK_PX, crop_frame, cut
from coach.core.area import Box
from coach.core.backdrop_look import BackdropRequest
from coach.core.look import Region

Picture = NDArray[np.uint8]
Look = NDArray[np.float32]
Mask = NDArray[np.bool_]
FPS = 10
WIDTH, HEIGHT = 320, 240
SEEN_PX = 150.0  # edge of the region that is looked at
BLUE = (50.0, 70.0, 150.0)
NOISE = 3.0  # grey levels, of a camera in a room


@dataclass(frozen=True)
class Giver:
    """An upright rectangle of clothes over its feet's middle, px of a picture of 240 lines."""

    x_px: float = 160.0
    colour: tuple[float, float, float] = BLUE
    top_px: float = 60.0
    bottom_px: float = 170.0
    half_px: float = 24.0
    limb_px: float | None = None  # half the breadth of each limb; None = where they are is not told

    def request(self, t_s: float, lines: int = HEIGHT) -> BackdropRequest:
        k = lines / HEIGHT
        room = 22.0 if self.limb_px is None else 45.0
        box = Box(self.x_px - self.half_px - room, self.top_px - room, 2 * (self.half_px + room), 110.0 + 2 * room)
        torso = [(x, y) for y in (20.0, 35.0, 50.0) for x in (-0.5, 0.0, 0.5)]
        limbs = [(x, y) for y in (66.0, 74.0, 84.0, 92.0) for x in (-0.5, 0.5)]  # thighs and shanks
        arms = [(x, y) for y in (28.0, 40.0) for x in (-0.8, 0.8)]
        body_px = np.array([self.x_px, self.top_px]) + np.array([*torso, *limbs, *arms]) * [self.half_px, 1.0]
        told = BackdropRequest(t_s, Box(*(k * v for v in (box.x, box.y, box.width, box.height))), body_px=k * body_px)
        return told if self.limb_px is None else replace(told, limbs_px=k * self._lines_px(), limb_px=k * self.limb_px)

    def _lines_px(self) -> NDArray[np.float64]:
        """(5, 2, 2) lines over the whole rectangle, none farther than 12 px from its edges."""
        across = np.linspace(-0.6, 0.6, 5) * self.half_px
        return np.array([[(self.x_px + x, self.top_px), (self.x_px + x, self.bottom_px)] for x in across])

    def mask(self, lines: int = HEIGHT) -> NDArray[np.uint8]:
        k = lines / HEIGHT
        mask = np.zeros((lines, round(lines * WIDTH / HEIGHT)), np.uint8)
        rows, columns = (self.top_px, self.bottom_px), (self.x_px - self.half_px, self.x_px + self.half_px)
        mask[round(k * rows[0]) : round(k * rows[1]), round(k * columns[0]) : round(k * columns[1])] = 255
        return mask


def blotches(seed: int, lines: int, contrast: float) -> NDArray[np.float64]:
    """(lines, columns, 1) blotches of some pixels' size, as carpets and clothes show; mean 0."""
    noise = np.random.default_rng(seed).normal(0, 1, (lines, round(lines * WIDTH / HEIGHT)))
    soft = cv2.GaussianBlur(noise, (0, 0), 2.0 * lines / HEIGHT)
    return (contrast * soft / soft.std())[:, :, None]


def room(lines: int = HEIGHT) -> NDArray[np.float64]:
    """A carpet and somebody who lies on it."""
    k = lines / HEIGHT
    carpet = np.array([140.0, 120.0, 95.0]) + blotches(1, lines, 12.0)
    lying = np.zeros(carpet.shape[:2], np.uint8)
    cv2.line(lying, (round(60 * k), round(150 * k)), (round(260 * k), round(150 * k)), 255, round(50 * k))
    return np.where(lying[:, :, None] > 0, np.array([170.0, 130.0, 110.0]) + blotches(2, lines, 12.0), carpet)


def shot(giver: Giver | None = None, lines: int = HEIGHT) -> Picture:
    picture = room(lines)
    if giver is not None:
        clothes = np.array(giver.colour) + blotches(3, lines, 10.0)
        picture = np.where(giver.mask(lines)[:, :, None] > 0, clothes, picture)
    return np.clip(picture, 0, 255).astype(np.uint8)


def brighter(picture: Picture, by: float) -> Picture:
    return np.clip(by * picture.astype(float), 0, 255).astype(np.uint8)


def noisy(picture: Picture, seed: int) -> Picture:
    noise = np.random.default_rng(seed).normal(0, NOISE, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


@dataclass
class Eye:
    """A backdrop that is shown picture after picture."""

    lines: int = HEIGHT
    backdrop: Backdrop = field(default_factory=Backdrop)
    t_s: float = 0.0
    plays_down: bool = False

    def sees(
        self,
        picture: Picture | Callable[[int], Picture],
        seconds: float,
        giver: Giver | None = None,
        learns: bool = True,
    ) -> Eye:
        """One picture for some time, or one for each frame's number; `giver` is followed there."""
        for number in range(round(seconds * FPS)):
            now = picture(number) if callable(picture) else picture
            request = BackdropRequest(self.t_s, None) if giver is None else giver.request(self.t_s, self.lines)
            self.plays_down = self.backdrop.learn(now, replace(request, learns=learns))
            self.t_s += 1 / FPS
        return self

    def looks(self, picture: Picture, giver: Giver) -> tuple[Look, Look]:
        """A look at the giver as it is, and as it is played down."""
        image_from_crop = frame(giver, self.lines)
        crop = cut(picture, image_from_crop)
        return crop, self.backdrop.play_down(crop, image_from_crop)


def frame(giver: Giver, lines: int = HEIGHT) -> NDArray[np.float64]:
    k = lines / HEIGHT
    return crop_frame(Region(k * giver.x_px, k * 115.0, k * SEEN_PX, 0.1))


def parts(giver: Giver, lines: int = HEIGHT) -> tuple[Mask, Mask]:
    """The look's pixels on the giver, and those that are well away from them and within the picture."""
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    size = (NETWORK_PX, NETWORK_PX)
    on = cv2.warpAffine(giver.mask(lines), frame(giver, lines), size, flags=flags)
    picture = np.full((lines, round(lines * WIDTH / HEIGHT)), 255, np.uint8)
    within = cv2.warpAffine(picture, frame(giver, lines), size, flags=flags)
    near, inner = np.ones((31, 31), np.uint8), np.ones((5, 5), np.uint8)
    return cv2.erode(on, inner) > 0, (cv2.dilate(on, near) == 0) & (cv2.erode(within, near) > 0)


def detail(look: Look, where: Mask) -> float:
    """How much the look shows within a few pixels, grey levels."""
    fine = look - cv2.GaussianBlur(look, (0, 0), 3.0)
    return float(255 * fine[where].std())


def is_played_down(eye: Eye, picture: Picture, giver: Giver) -> bool:
    """True if all but the giver is blurred, False if nothing is; anything else fails."""
    crop, look = eye.looks(picture, giver)
    on, off = parts(giver, eye.lines)
    assert np.abs(look - crop)[on].max() < 0.02
    left = detail(look, off) / detail(crop, off)
    assert left < 0.4 or left == 1.0
    return left < 0.4


def test_what_stood_there_before_the_giver_came_is_blurred_and_the_giver_is_not() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    crop, look = eye.looks(shot(giver), giver)
    on, off = parts(giver)
    assert np.abs(look - crop)[on].max() < 0.01
    assert detail(look, off) < 0.3 * detail(crop, off)
    assert np.abs(look - crop)[off].mean() > 0.01
    assert eye.plays_down


def test_a_giver_who_walks_on_is_never_blurred_and_where_they_were_is() -> None:
    eye = Eye().sees(shot(), 3.0)
    for x_px in np.linspace(90.0, 230.0, 15):
        giver = Giver(float(x_px))
        eye.sees(shot(giver), 0.4, giver)
        assert is_played_down(eye, shot(giver), giver)


def test_before_anything_was_learnt_a_look_stays_as_it_is() -> None:
    giver = Giver()
    crop, look = Eye().looks(shot(giver), giver)
    assert_array_equal(look, crop)


def test_a_room_that_was_seen_for_a_moment_only_is_not_known() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 0.3).sees(shot(giver), 1.0, giver)
    assert not is_played_down(eye, shot(giver), giver)
    assert not eye.plays_down


def test_a_giver_who_is_followed_from_the_first_frame_on_leaves_the_backdrop_unknown() -> None:
    giver, later = Giver(), Giver(230.0)
    eye = Eye().sees(shot(giver), 5.0, giver)
    assert not is_played_down(eye, shot(giver), giver)
    eye.sees(shot(later), 5.0, later)
    assert not is_played_down(eye, shot(later), later)
    assert not eye.plays_down


def test_a_giver_who_was_there_unseen_when_the_room_was_learnt_does_not_hide_it() -> None:
    giver = Giver()
    eye = Eye().sees(shot(giver), 5.0).sees(shot(giver), 2.0, giver)
    assert not is_played_down(eye, shot(giver), giver)
    assert not eye.plays_down


def test_once_that_giver_has_gone_elsewhere_the_rest_is_played_down() -> None:
    there, now = Giver(80.0), Giver(220.0)
    eye = Eye().sees(shot(there), 5.0).sees(shot(now), 1.0, now)
    assert is_played_down(eye, shot(now), now)


def test_what_was_learnt_is_forgotten_when_another_clip_begins() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    eye.backdrop.forget()
    assert not is_played_down(eye, shot(giver), giver)
    eye.sees(shot(giver), 2.0, giver)
    assert not is_played_down(eye, shot(giver), giver)
    assert not eye.plays_down


def test_without_a_request_nothing_is_played_down() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    assert not eye.backdrop.learn(shot(giver), None)
    assert not is_played_down(eye, shot(giver), giver)
    eye.sees(shot(giver), 0.1, giver)
    assert is_played_down(eye, shot(giver), giver)


def test_what_may_not_be_learnt_stays_unknown() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 5.0, learns=False).sees(shot(giver), 1.0, giver)
    assert not is_played_down(eye, shot(giver), giver)
    assert not eye.plays_down


@pytest.mark.parametrize("to", [1.15, 0.87])
@pytest.mark.parametrize("frames", [1, 2])
def test_a_change_of_exposure_is_no_change_of_the_room(to: float, frames: int) -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    for number in range(1, frames + 4):
        now = brighter(shot(giver), to ** min(1.0, number / frames))
        eye.sees(now, 1 / FPS, giver)
        assert is_played_down(eye, now, giver)
        assert eye.plays_down


def test_a_shadow_on_the_room_is_played_down_with_it() -> None:
    giver = Giver()
    now = shot(giver)
    dark = np.where(giver.mask()[:, :, None] > 0, now, brighter(now, 0.8))
    now[:, 190:] = dark[:, 190:]
    eye = Eye().sees(shot(), 3.0).sees(now, 1.0, giver)
    assert is_played_down(eye, now, giver)


def test_a_deep_darkness_may_be_clothes_and_is_kept() -> None:
    giver = Giver()
    now = shot(giver)
    now[60:170, 190:230] = brighter(now, 0.45)[60:170, 190:230]
    eye = Eye().sees(shot(), 3.0).sees(now, 1.0, giver)
    crop, look = eye.looks(now, giver)
    leg = cut(np.where(now == shot(giver), 0, 255).astype(np.uint8), frame(giver)).min(axis=2) > 0.99
    leg = cv2.erode(leg.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    assert leg.sum() > 5000
    assert np.abs(look - crop)[leg].max() < 0.03


def test_a_giver_who_stands_still_for_a_minute_is_not_learnt() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 60.0, giver)
    assert is_played_down(eye, shot(giver), giver)
    assert eye.plays_down


def test_a_giver_who_is_lost_for_a_while_is_not_learnt_either() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver).sees(shot(giver), 8.0, learns=False)
    assert not eye.plays_down
    eye.sees(shot(giver), 0.5, giver)
    assert is_played_down(eye, shot(giver), giver)


def test_what_is_put_beside_the_giver_belongs_to_the_room_after_a_while() -> None:
    giver, later = Giver(90.0), Giver(200.0)

    def with_chair(picture: Picture) -> Picture:
        chair = np.array([90.0, 160.0, 90.0]) + blotches(4, HEIGHT, 12.0)
        return np.concatenate([picture[:, :250], chair[:, 250:].astype(np.uint8)], axis=1)

    eye = Eye().sees(shot(), 3.0).sees(with_chair(shot(giver)), 20.0, giver)
    eye.sees(with_chair(shot(later)), 1.0, later)
    assert is_played_down(eye, with_chair(shot(later)), later)


@pytest.mark.parametrize("lines", [480, 720, 1080])
def test_larger_pictures_are_compared_at_a_coarser_grain(lines: int) -> None:
    giver = Giver()
    eye = Eye(lines).sees(shot(lines=lines), 1.0).sees(shot(giver, lines), 0.5, giver)
    assert is_played_down(eye, shot(giver, lines), giver)
    assert eye.plays_down


def test_a_cameras_noise_is_harmless() -> None:
    giver = Giver()
    eye = Eye().sees(lambda number: noisy(shot(), number), 3.0)
    eye.sees(lambda number: noisy(shot(giver), 100 + number), 1.0, giver)
    assert is_played_down(eye, noisy(shot(giver), 200), giver)
    assert eye.plays_down


def test_a_giver_of_nearly_the_backdrops_colour_is_not_blurred() -> None:
    giver = Giver()
    now = shot()
    there = giver.mask() > 0
    now[there] = np.clip(now[there] + np.array([4, -3, 4]), 0, 255).astype(np.uint8)
    eye = Eye().sees(shot(), 3.0).sees(now, 1.0, giver)
    crop, look = eye.looks(now, giver)
    assert_array_equal(look, crop)
    assert not eye.plays_down


@pytest.mark.parametrize(("alike_px", "plays_down"), [(0.0, True), (45.0, True), (55.0, False), (110.0, False)])
def test_what_is_known_is_of_use_as_long_as_more_of_the_giver_stands_out_than_not(
    alike_px: float, plays_down: bool
) -> None:
    """From the head on down, so many px of them look as the room does."""
    giver = Giver()
    now, last = shot(giver), round(giver.top_px + alike_px)
    now[:last] = shot()[:last]
    eye = Eye().sees(shot(), 3.0).sees(now, 2.0, giver)
    assert eye.plays_down is plays_down


def test_a_look_over_the_pictures_border_raises_nothing() -> None:
    giver = Giver(300.0)
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    assert is_played_down(eye, shot(giver), giver)
    away = Giver(2000.0)
    for seconds in (0.1, 0.5):
        eye.sees(shot(), seconds, away)
        assert np.isfinite(eye.looks(shot(), away)[1]).all()
    assert not eye.plays_down


def test_a_picture_of_another_size_begins_anew() -> None:
    giver = Giver()
    eye = Eye().sees(shot(), 3.0).sees(shot(giver), 1.0, giver)
    eye.lines = 2 * HEIGHT
    eye.sees(shot(giver, eye.lines), 1.0, giver)
    assert not is_played_down(eye, shot(giver, eye.lines), giver)
