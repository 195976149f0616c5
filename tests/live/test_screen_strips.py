"""Strips below the picture take room from it: what stands on the picture stays clear of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition
from coach.core.live.screens import Setting
from coach.core.phrase import Phrase
from coach.core.view.shapes import Area, Spot, Style, Text
from coach.core.words import Language
from tests.live.screen_cases import Case, every_case


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return every_case()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 800)])
def test_a_pause_covers_nothing_of_the_picture_and_its_words_are_whole(cases, language, size):
    problem = Phrase("No loudspeaker was found.", "没有找到扬声器。")
    setting = Setting(language, *size, no_sound=problem.of(language), problems=(problem.of(language),))
    for name in ("stop", "paused"):
        screen = cases[name].screen(setting)
        assert screen.picture is not None
        shapes = screen.around.shapes
        for shape in shapes:
            points_px = shape.box.corners_px() if isinstance(shape, Text) else None
            points_px = shape.points_px if isinstance(shape, Area) else points_px
            if points_px is not None:
                left, top = points_px.min(axis=0)
                right, bottom = points_px.max(axis=0)
                box = screen.picture.box
                beside = left >= box.right_px or right <= box.left_px or top >= box.bottom_px or bottom <= box.top_px
                assert beside, (name, shape)
        assert screen.picture.box.height_px > 0.15 * size[1]
        handles = [one for one in screen.on_picture.shapes if isinstance(one, Spot) and one.style is Style.HANDLE]
        assert len(handles) == 2, "the spine line can be put right while it pauses"
        words = (screen_words.STEP_ON_AGAIN if name == "stop" else screen_words.SPACE_GOES_ON).of(language)
        told = "".join(one.words for one in shapes if isinstance(one, Text) and one.style is Style.NOTICE)
        assert words.replace(" ", "") in told.replace(" ", "")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 800)])
def test_what_is_wrong_with_the_camera_stays_clear_of_the_strips_below(cases, language, size):
    unkept = Phrase("This session is not kept in the history, the disk is full.", "这次没有记入历史，磁盘已满。")
    setting = Setting(language, *size, no_sound=unkept.of(language), problems=(unkept.of(language),))
    blind = [one.value for one in CameraCondition if cases[one.value].live.health.blind]
    mute = cases["session"].screen(replace(setting, problems=()), stale=True)
    for screen in (
        mute,
        cases["session"].screen(setting, stale=True),
        *(cases[name].screen(setting) for name in blind),
    ):
        (panel,) = (one for one in screen.around.shapes if isinstance(one, Area) and one.style is Style.PANEL_FAULT)
        top_px, bottom_px = float(np.min(panel.points_px[:, 1])), float(np.max(panel.points_px[:, 1]))
        right_px = float(np.max(panel.points_px[:, 0]))
        words = [
            one
            for one in screen.around.shapes
            if isinstance(one, Text) and one.box.right_px < right_px and top_px < one.box.top_px < bottom_px
        ]
        assert len(words) >= 2
        assert not [one.words for one in words if one.box.bottom_px > bottom_px + 1.0]
