"""What stands on the live window: every stage in both languages, danger at once, nothing unseen shown as ok."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.cues import CUES
from coach.core.findings import LoadProxy, LoadSight, Rule, Severity
from coach.core.live import screen_words
from coach.core.live.camera_health import CameraCondition
from coach.core.live.prompts import PROMPTS
from coach.core.live.screens import Setting, draw_screen, share_out
from coach.core.live.screens.lettering import size_px, width_em
from coach.core.live.screens.session import load_verdict, window_lights
from coach.core.live.stage import Pause, Stage
from coach.core.live.voice import Spoken
from coach.core.sight import Contact, Seen, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view.shapes import Area, Spot, Style, Text
from coach.core.view.view_words import LEFT, RIGHT, SUPPORT, SUPPORT_MARKED
from coach.core.words import Language
from tests.live.screen_cases import (
    END,
    PICTURE,
    area_of,
    case_at,
    every_case,
    shapes_of,
    spots_of,
    styles_of,
    texts_of,
    words_of,
)

SIZES = [(1280, 720), (1920, 1080)]
ODD_SIZES = [(1024, 768), (800, 1000), (320, 240), (2560, 1080), (40, 30), (1, 1)]
LONG = ("move_back", "sound_lost")  # these hide the picture's upper edge while they are read
BANNERS = (Style.BANNER_URGENT, Style.BANNER_WARNING, Style.BANNER_GUIDE, Style.BANNER_INFO, Style.NOTICE)


@pytest.fixture(scope="module")
def cases():
    return every_case()


@pytest.fixture(scope="module")
def spine():
    return case_at(12.0)


@pytest.fixture(scope="module")
def well():
    return case_at(9.0).silent()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_screen_has_words_that_lie_inside_the_window(cases, language, width, height):
    for name, case in cases.items():
        screen = case.screen(Setting(language, width, height))
        assert (screen.around.width_px, screen.around.height_px) == (width, height)
        assert texts_of(screen), name
        for text in texts_of(screen):
            assert text.words.strip(), name
            box = text.box
            assert box.left_px >= 0, (name, text)
            assert box.top_px >= -0.1 * box.height_px, (name, text)  # a line is higher than its letters
            assert box.right_px <= width + 0.5, (name, text)
            assert box.bottom_px <= height + 0.1 * box.height_px, (name, text)


def test_the_chinese_window_speaks_chinese(cases):
    for name, case in cases.items():
        if name == "ended":
            continue  # its sentences are given
        screen = case.screen(Setting(Language.ZH))
        texts = [shape.words for shape in shapes_of(screen) if isinstance(shape, Text)]
        assert not [words for words in texts if re.search("[a-z]{2}", words)], name
        assert any(re.search("[\u4e00-\u9fff]", words) for words in texts), name


def test_every_phrase_exists_in_both_languages():
    for name, phrase in screen_words.all_phrases().items():
        assert phrase.en, name
        assert phrase.zh, name
        is_key = phrase.en == phrase.zh
        assert is_key or re.search("[\u4e00-\u9fff]", phrase.zh), name
        assert not re.search("[\u4e00-\u9fff]", phrase.en), name
    for phrase in (SUPPORT, SUPPORT_MARKED, LEFT, RIGHT):
        assert re.search("[\u4e00-\u9fff]", phrase.zh)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_is_said_can_be_read_from_three_metres(well, language, width, height):
    setting = Setting(language, width, height)
    sounds = [(cue.id, True, cue.severity) for cue in CUES]
    sounds += [(f"{cue.id}_firm", True, cue.severity) for cue in CUES if cue.firmer is not None]
    sounds += [(prompt.id, False, prompt.severity) for prompt in PROMPTS]
    for sound, is_cue, severity in sounds:
        screen = well.saying(sound, is_cue=is_cue, severity=severity).screen(setting)
        lines = texts_of(screen, *BANNERS)
        assert lines, sound
        for line in lines:
            assert size_px(line) >= height / 12, sound
            assert width_em(line.words) * size_px(line) <= line.box.width_px + 1e-6, sound
        plate = area_of(screen, lines[0].style)
        room = share_out(width, height).speech.height_px * (1.4 if sound in LONG else 1.0)
        assert np.ptp(plate[:, 1]) <= room + 1e-6, sound  # it hides nothing


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_lights_can_be_read_from_three_metres_and_have_form_and_words(well, language, width, height):
    screen = well.judged(Verdict.FAULT, Rule.SUPPORT_LOST).screen(Setting(language, width, height))
    labels = texts_of(screen, Style.LIGHT_LABEL, Style.LIGHT_LABEL_FAULT)
    assert len(labels) == 4
    for label in labels:
        assert size_px(label) >= height / 20
        assert width_em(label.words) * size_px(label) <= label.box.width_px
    marks = [style for style in spots_of(screen) if style.value.startswith("light_")]
    assert marks == [Style.LIGHT_OK, Style.LIGHT_FAULT, Style.LIGHT_OK, Style.LIGHT_OK]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), [*SIZES, (900, 1000), (800, 500)])
def test_the_load_proxy_stands_small_in_a_corner_of_the_map_in_three_states(well, language, width, height):
    name = screen_words.LOAD_PROXY.of(language)
    for verdict, state in (
        (Verdict.OK, screen_words.VERDICTS[Verdict.OK]),
        (Verdict.UNKNOWN, screen_words.VERDICTS[Verdict.UNKNOWN]),
        (Verdict.FAULT, screen_words.LOAD_EARLY),
    ):
        found = replace(well.newest.findings, load=LoadSight(LoadProxy(0.5, 0.6), 0.75, verdict))
        screen = well.seeing(replace(well.newest, findings=found)).screen(Setting(language, width, height))
        quiet = texts_of(screen, Style.WORDS_QUIET)
        (at,) = (index for index, text in enumerate(quiet) if text.words == name)
        assert quiet[at + 1].words == state.of(language)
        lines = quiet[at : at + 2]
        for line in lines:
            assert width_em(line.words) * size_px(line) <= line.box.width_px
        named = (LEFT.of(language), RIGHT.of(language))
        sides = [text.box for text in texts_of(screen, Style.MAP_LABEL) if text.words in named]
        assert len(sides) == 2
        for line in lines:
            assert all(line.box.bottom_px <= side.top_px or line.box.top_px >= side.bottom_px for side in sides)
        assert len(texts_of(screen, Style.LIGHT_LABEL)) == 4  # no fifth light


def test_the_load_proxy_is_ok_for_nobody_who_is_not_seen_on_the_back(well):
    calm = replace(well.newest.findings, load=LoadSight(LoadProxy(0.5, 0.6), 0.75, Verdict.OK))
    treading = replace(well.newest, findings=calm)
    sight = well.newest.sight
    floor = replace(sight, giver=replace(sight.giver, seen=Seen.LOST))
    assert load_verdict(treading) is Verdict.OK
    assert load_verdict(replace(treading, sight=floor)) is None
    assert load_verdict(None) is Verdict.UNKNOWN


@pytest.mark.parametrize(("language", "told"), [(Language.EN, "Marked spot fault"), (Language.ZH, "标记处")])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_foot_on_a_marked_spot_is_not_called_a_fault_of_the_spine(well, language, told, width, height):
    screen = well.judged(Verdict.FAULT, Rule.KEEP_OUT).screen(Setting(language, width, height))
    (label,) = texts_of(screen, Style.LIGHT_LABEL_FAULT)
    assert label.words.startswith(told)
    assert size_px(label) >= height / 20
    assert width_em(label.words) * size_px(label) <= label.box.width_px


def test_danger_has_a_banner_a_sign_and_an_edge_around_the_window(spine):
    screen = spine.screen()
    assert "Off the spine!" in words_of(screen)
    assert Style.BANNER_URGENT in spots_of(screen)
    edges = [shape for shape in screen.around.shapes if isinstance(shape, Area) and shape.style is Style.EDGE_URGENT]
    corners = np.vstack([edge.points_px for edge in edges])
    assert corners.min(axis=0).tolist() == [0.0, 0.0]
    assert corners.max(axis=0).tolist() == [1280.0, 720.0]
    assert screen.around.shapes[-1].style is Style.EDGE_URGENT  # over everything


def test_the_edge_pulses_fewer_than_three_times_a_second_and_is_never_gone(spine):
    thicknesses = []
    for step in range(400):
        screen = spine.saying("off_the_spine", is_cue=True, severity=Severity.URGENT).screen(later_s=step / 100)
        thicknesses.append(float(np.ptp(area_of(screen, Style.EDGE_URGENT)[:, 1])))
    assert min(thicknesses) > 5
    changes = np.count_nonzero(np.diff(thicknesses))
    assert 4 <= changes < 2 * 3 * 4


def test_danger_stays_on_the_window_while_it_is_seen_and_goes_with_it(spine, well):
    in_silence = replace(spine, memory=replace(spine.memory, said=None))
    assert in_silence.screen().around.shapes[-1].style is Style.EDGE_URGENT
    assert "Off the spine, now!" in words_of(in_silence.screen())
    assert Style.EDGE_URGENT not in styles_of(well.screen())
    told = well.saying("off_the_spine", is_cue=True, severity=Severity.URGENT)
    assert Style.EDGE_URGENT in styles_of(told.screen(later_s=3.9))  # still to be read
    assert Style.EDGE_URGENT not in styles_of(told.screen(later_s=4.1))


def test_a_danger_is_not_hidden_by_a_prompt_that_comes_after_it(spine):
    prompt = spine.saying("ten_minutes", is_cue=False, severity=Severity.INFO)
    assert Style.BANNER_URGENT in styles_of(prompt.screen())
    assert "Ten minutes." not in words_of(prompt.screen())


def test_before_the_session_only_what_may_be_called_is_shown_as_danger(spine):
    off = replace(spine.live.seen, on=False)
    before = replace(spine, live=replace(spine.live, seen=off)).silent().staged(Stage.SUPPORT)
    assert Style.BANNER_URGENT not in styles_of(before.screen())


def test_words_stay_to_be_read_after_their_sound_and_then_go(well):
    told = well.saying("slower", is_cue=True, severity=Severity.GUIDE)
    assert "Slower." in words_of(told.screen(later_s=0.9))
    memory = replace(told.memory, newest=replace(told.newest, sight=replace(told.newest.sight, t_s=told.live.t_s + 5)))
    later = draw_screen(told.live, memory, Setting(), PICTURE, told.live.t_s + 5)
    assert "Slower." not in words_of(later)
    assert "I am watching." in words_of(later)


NOT_SEEN = {
    "stale": lambda case: case.screen(stale=True),
    "old": lambda case: case.screen(later_s=1.5),
    "absent": lambda case: case.camera(CameraCondition.ABSENT).screen(),
    "frozen": lambda case: case.camera(CameraCondition.FROZEN).screen(),
    "dark": lambda case: case.camera(CameraCondition.DARK).screen(),
    "covered": lambda case: case.camera(CameraCondition.COVERED).screen(),
    "unknown": lambda case: case.judged(Verdict.UNKNOWN, *Rule).screen(),
    "clock gone": lambda case: case.screen(later_s=float("nan")),
}


@pytest.mark.parametrize("how", NOT_SEEN)
def test_what_is_not_seen_is_never_shown_as_ok(well, how):
    assert Style.LIGHT_OK in styles_of(well.screen())
    assert Style.FOOTPRINT_OK in styles_of(well.screen())
    screen = NOT_SEEN[how](well)
    assert Style.LIGHT_OK not in styles_of(screen)
    assert Style.FOOTPRINT_OK not in styles_of(screen)
    assert "I am watching." not in words_of(screen)
    labels = [text.words for text in texts_of(screen, Style.LIGHT_LABEL)]
    assert labels == ["Spine unknown", "Support unknown", "Pace unknown", "Sight unknown"]


def test_while_nobody_treads_no_light_calls_anything_ok_but_the_sight(well):
    sight = well.newest.sight
    lifted = replace(sight, feet=tuple(replace(foot, contact=Contact.FLOOR) for foot in sight.feet))
    off = replace(lifted, giver=replace(lifted.giver, seen=Seen.LOST))
    lights = window_lights(replace(well.newest, sight=off))
    assert [light.verdict for light in lights][:3] == [None, None, None]


def test_a_view_that_cannot_tell_is_named_in_silence(well):
    back = replace(well.newest.sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)
    blind = well.seeing(replace(well.newest, sight=replace(well.newest.sight, back=back)))
    assert "I cannot judge the feet from here." in " ".join(words_of(blind.screen()))
    assert Style.FOOTPRINT_OK not in styles_of(blind.screen())


@pytest.mark.parametrize(("width", "height"), ODD_SIZES)
def test_a_window_of_any_size_has_all_screens(cases, width, height):
    for case in cases.values():
        screen = case.screen(Setting(Language.ZH, width, height, no_sound="none", help_shown=width % 3 == 0))
        assert (screen.around.width_px, screen.around.height_px) == (width, height)
        assert all(np.isfinite(text.box.height_px) for text in texts_of(screen))


PARTS = ("giver", "receiver", "spine", "band", "outline", "foot_px", "foot_cm", "hand", "support", "figures", "times")


@settings(max_examples=60, deadline=None)
@given(
    holes=st.dictionaries(st.sampled_from(PARTS), st.integers(0, 2**31)),
    stage=st.sampled_from(Stage),
    pause=st.sampled_from([None, *Pause]),
    language=st.sampled_from(Language),
    now_s=st.floats(allow_nan=True, allow_infinity=True),
)
def test_any_pattern_of_unknown_values_has_a_screen(holes, stage, pause, language, now_s):
    case = _WELL
    sight = case.newest.sight
    nan = float("nan")

    def holed(name, array):
        if name not in holes:
            return array
        generator = np.random.default_rng(holes[name])
        return np.where(generator.uniform(size=array.shape) < generator.uniform(), nan, array)

    def person(name, value):
        return replace(value, pose=replace(value.pose, xy_px=holed(name, value.pose.xy_px)))

    figure = nan if "figures" in holes else 1.0
    back = replace(
        sight.back,
        spine_px=holed("spine", sight.back.spine_px),
        band_px=holed("band", sight.back.band_px),
        outline_px=holed("outline", sight.back.outline_px),
        torso_cm=sight.back.torso_cm * figure,
        cm_per_px=sight.back.cm_per_px * figure,
    )
    feet = tuple(
        replace(
            foot,
            footprint_px=holed("foot_px", foot.footprint_px),
            footprint_back_cm=holed("foot_cm", foot.footprint_back_cm),
            centre_back_cm=holed("foot_cm", foot.centre_back_cm),
            gap_cm=foot.gap_cm * figure,
        )
        for foot in sight.feet
    )
    changed = replace(
        sight,
        giver=person("giver", sight.giver),
        receiver=person("receiver", sight.receiver),
        back=back,
        feet=feet,
        hands=tuple(replace(hand, xy_px=holed("hand", hand.xy_px)) for hand in sight.hands),
        supports=tuple(replace(one, box_px=holed("support", one.box_px)) for one in sight.supports),
        t_s=nan if "times" in holes else sight.t_s,
    )
    at = case.seeing(replace(case.newest, sight=changed)).staged(stage, pause)
    if "times" in holes:
        times = dict.fromkeys(("lying_s", "still_s", "beside_s", "holding_s", "session_s"), nan)
        at = replace(at, live=replace(at.live, t_s=nan, stage=replace(at.live.stage, **times)))
    memory = at.memory.saw(at.live, at.memory.trail).heard(Spoken(nan, "begin", False, Severity.INFO, 1.0))
    screen = draw_screen(at.live, memory, Setting(language), PICTURE, now_s, end=END)
    assert texts_of(screen)
    for shape in screen.around.shapes:
        if isinstance(shape, Spot) and shape.style.value.startswith("light"):
            assert np.isfinite(shape.centre_px).all()


_WELL = case_at(9.0).silent()
