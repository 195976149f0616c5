"""Strips below the picture take room from it: what stands on the picture stays clear of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.core.live.camera_health import CameraCondition
from coach.core.live.screens import Setting
from coach.core.phrase import Phrase
from coach.core.view.shapes import Area, Style, Text
from coach.core.words import Language
from tests.live.screen_cases import Case, every_case


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return every_case()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 800)])
def test_how_a_pause_goes_on_stays_clear_of_the_strips_below(cases, language, size):
    problem = Phrase("No loudspeaker was found.", "没有找到扬声器。")
    setting = Setting(language, *size, no_sound=problem.of(language), problems=(problem.of(language),))
    for name in ("stop", "paused"):
        shapes = cases[name].screen(setting).around.shapes
        (veil,) = (one for one in shapes if isinstance(one, Area) and one.style is Style.VEIL)
        strips = [one for one in shapes if isinstance(one, Area) and one.style is Style.NOTICE]
        words = [one for one in shapes if isinstance(one, Text) and one.style is Style.WORDS_STRONG]
        assert len(strips) == 2
        bottom_px = float(np.max(veil.points_px[:, 1]))
        on_the_picture = [one for one in words if one.box.top_px > float(np.min(veil.points_px[:, 1]))]
        below = [one for one in on_the_picture if one.box.bottom_px > bottom_px + 1.0]
        assert not below, (name, [one.words for one in below])


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
