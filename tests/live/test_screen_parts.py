"""The parts of the live window: steps, faults, sound, help, pause, end, the map, and how lines break."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from coach.core.findings import Rule, Severity
from coach.core.landmarks import Side
from coach.core.live import screen_words
from coach.core.live.camera_health import WORDS, CameraCondition
from coach.core.live.prompts import PROMPTS
from coach.core.live.screens import EndWords, ScreenMemory, Setting, draw_screen, share_out
from coach.core.live.screens.help import KEYS
from coach.core.live.screens.lettering import size_px, width_em, wrap
from coach.core.live.stage import SIGNAL_SEEN, Stage
from coach.core.live.stage_params import StageParams
from coach.core.sight import Contact, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view import Trail
from coach.core.view.shapes import Area, Spot, Stroke, Style
from coach.core.words import Language
from tests.live.screen_cases import (
    END,
    PICTURE,
    area_of,
    case_at,
    every_case,
    spots_of,
    styles_of,
    texts_of,
    words_of,
)

SIZES = [(1280, 720), (1920, 1080)]


@pytest.fixture(scope="module")
def cases():
    return every_case()


@pytest.fixture(scope="module")
def spine():
    return case_at(12.0)


@pytest.fixture(scope="module")
def well():
    return case_at(9.0).silent()


def test_steps_that_are_done_are_ticked_with_a_word_and_the_present_one_is_large(cases):
    screen = cases["support"].screen()
    seen = case_with_signal(cases["support"])
    assert [words for words in words_of(seen.screen()) if words in _DONE_NAMES][2] == "Stop signal seen"
    done = [text.words for text in texts_of(screen, Style.WORDS) if text.words in _DONE_NAMES]
    assert done == ["Camera placed", "Back found", "Giver beside"], "what was gone on without is not done"
    assert words_of(screen).count("not seen") == 1
    assert spots_of(screen).count(Style.STEP_DONE) == 3
    assert words_of(screen).count("done") == 3
    now = next(text for text in texts_of(screen, Style.WORDS_STRONG) if text.words == "Hold on")
    assert size_px(now) > max(size_px(text) for text in texts_of(screen, Style.WORDS))
    first = cases["placement"].screen()
    assert Style.STEP_DONE not in styles_of(first)
    assert words_of(first).count("later") == 4
    assert words_of(cases["placement"].screen(Setting(stage=StageParams(rehearse=False)))).count("later") == 3


_DONE_NAMES = ("Camera placed", "Back found", "Stop signal seen", "Giver beside", "Support found")


def case_with_signal(case):
    stage = case.live.stage
    return replace(case, live=replace(case.live, stage=replace(stage, told=stage.told | {SIGNAL_SEEN})))


def test_the_rehearsal_asks_for_the_signal_and_ticks_it_only_while_it_is_seen(cases):
    rehearsal = cases["rehearsal"]
    shown = replace(rehearsal, live=replace(rehearsal.live, seen=replace(rehearsal.live.seen, signal=True)))
    assert "Hand or tap: not yet" in words_of(rehearsal.screen())
    assert "Hand or tap: yes" in words_of(shown.screen())
    assert "Hand or tap: not yet" in words_of(shown.screen(stale=True))


def test_a_step_waits_for_what_is_not_seen_and_calls_it_not_yet(cases):
    hidden = cases["alone"]
    unseen = replace(hidden, live=replace(hidden.live, seen=replace(hidden.live.seen, lying=False, still=False)))
    assert {"Lying: not yet", "Still: not yet"} <= set(words_of(unseen.screen()))
    assert {"Lying: yes", "Still: yes"} <= set(words_of(hidden.screen()))
    assert {"Lying: not yet", "Still: not yet"} <= set(words_of(hidden.screen(stale=True)))


def test_placement_tells_light_body_and_view(cases):
    placement = cases["placement"]
    words = words_of(placement.screen())
    assert {"Light: ok", "Lying: yes", "Head to foot: seen", "Head end: will do"} <= set(words)
    person = placement.newest.sight.receiver
    moved = replace(person.pose, xy_px=person.pose.xy_px + np.array([0.0, 700.0]))
    cut = replace(placement.newest.sight, receiver=replace(person, pose=moved))
    assert "Head to foot: cut off" in words_of(placement.seeing(replace(placement.newest, sight=cut)).screen())
    hidden = replace(person.pose, xy_px=np.full_like(person.pose.xy_px, np.nan))
    gone = replace(placement.newest.sight, receiver=replace(person, pose=hidden))
    assert "Head to foot: not known" in words_of(placement.seeing(replace(placement.newest, sight=gone)).screen())
    back = replace(placement.newest.sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET)
    turned = replace(placement.newest, sight=replace(placement.newest.sight, back=back))
    seen = replace(placement.live.seen, view=ViewVerdict.CANNOT_JUDGE_FEET)
    bad = replace(placement.seeing(turned), live=replace(placement.live, seen=seen))
    assert "Head end: move it" in words_of(bad.screen())
    assert any("camera" in words for words in words_of(bad.screen()))


def test_the_bar_of_a_step_fills_with_its_time(cases):
    case = cases["alone"]

    def width(still_for_s: float) -> float:
        stage = replace(case.live.stage, still_s=case.live.t_s - still_for_s)
        screen = replace(case, live=replace(case.live, stage=stage)).screen()
        if Style.BAR_DONE not in styles_of(screen):
            return 0.0
        return float(np.ptp(area_of(screen, Style.BAR_DONE)[:, 0]))

    whole = float(np.ptp(area_of(case.screen(), Style.BAR)[:, 0]))
    half_s = StageParams().still_s / 2
    assert width(half_s) == pytest.approx(whole / 2, rel=0.02)
    assert width(9.0) == pytest.approx(whole)
    assert width(float("nan")) == 0.0


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "condition", [CameraCondition(name) for name in ("absent", "dark", "covered", "frozen", "slow")]
)
def test_a_camera_fault_is_told_in_words_with_what_to_do(well, condition, language):
    screen = well.camera(condition).screen(Setting(language))
    said = "".join(words_of(screen)).replace(" ", "")
    words = WORDS[condition]
    wrong, to_do = (words.wrong_zh, words.to_do_zh) if language is Language.ZH else (words.wrong_en, words.to_do_en)
    assert wrong.replace(" ", "") in said
    assert to_do.replace(" ", "") in said
    assert Style.SIGN_CAMERA in spots_of(screen)
    assert (Style.PANEL_FAULT in styles_of(screen)) == (condition is not CameraCondition.SLOW)


def test_a_camera_fault_is_large_and_nothing_old_is_drawn_on_the_picture(well):
    screen = well.camera(CameraCondition.ABSENT).screen()
    assert max(size_px(text) for text in texts_of(screen, Style.WORDS_STRONG)) >= 720 / 12
    assert screen.on_picture.shapes == ()


def test_results_that_stopped_coming_are_told(well):
    screen = well.saying("results_stale", is_cue=False, severity=Severity.WARNING).screen(stale=True)
    assert Style.PANEL_FAULT in styles_of(screen)
    assert "The computer is too slow." in " ".join(words_of(screen))


@pytest.mark.parametrize("language", Language)
def test_without_sound_a_large_strip_says_so_all_the_time(cases, language):
    setting = Setting(language, no_sound="The coach is mute: no device; connect one.")
    for name in ("placement", "alone", "beside", "support", "session", "urgent", "paused"):
        screen = cases[name].screen(setting)
        lines = [text for text in texts_of(screen, Style.NOTICE) if text.words in screen_words.NO_SOUND.of(language)]
        assert "".join(text.words for text in lines) in screen_words.NO_SOUND.of(language), name
        assert lines, name
        assert size_px(lines[0]) >= 720 / 20
        assert spots_of(screen).count(Style.SIGN_MUTE) == 2  # there and beside the volume
    assert any("connect one." in words for words in words_of(cases["alone"].screen(setting)))
    assert not any("connect one." in words for words in words_of(cases["session"].screen(setting)))


@pytest.mark.parametrize("language", Language)
def test_what_cannot_be_kept_is_a_strip_of_its_own_while_the_session_goes_on(cases, language):
    screen = cases["session"].screen(Setting(language, problems=("The recording has ended: the disk is full.",)))
    assert screen_words.NOT_KEPT.of(language) in words_of(screen)
    assert "The recording has ended: the disk is full." in words_of(screen)
    assert Style.SIGN_NOTE in spots_of(screen)
    assert Style.SIGN_NOTE not in spots_of(cases["session"].screen(Setting(language)))


def test_the_strip_lies_below_the_picture_and_hides_nothing_of_it(well):
    silent = well.screen(Setting(no_sound="none"))
    assert silent.picture is not None
    strips = [s for s in silent.around.shapes if isinstance(s, Area) and s.style is Style.NOTICE]
    assert min(float(strip.points_px[:, 1].min()) for strip in strips) >= silent.picture.box.bottom_px


def test_sound_that_was_switched_off_names_the_key(well):
    screen = well.screen(Setting(muted=True))
    assert "Sound is off. M: on" in words_of(screen)
    assert "No sound" in words_of(screen)
    assert "Volume 70 %" in words_of(well.screen(Setting(volume=0.7)))
    assert "No sound! Watch the screen." in words_of(well.screen(Setting(volume=0.0)))


@pytest.mark.parametrize("language", Language)
def test_help_names_every_key_over_everything_else(well, language):
    screen = well.screen(Setting(language, help_shown=True))
    words = words_of(screen)
    for key, does in KEYS:
        assert key.of(language) in words
        assert does.of(language) in words
    named = {key.en for key, _ in KEYS}
    assert {"Space", "Enter", "M", "+ / -", "C", "F", "H", "Q"} <= named


def test_a_pause_says_how_it_goes_on(cases):
    assert "Space: go on" in words_of(cases["paused"].screen())
    assert Style.SIGN_PAUSE in spots_of(cases["paused"].screen())
    stop = " ".join(words_of(cases["stop"].screen()))
    assert "Step off, and ask." in stop
    assert "If both agree, step on again." in stop


@pytest.mark.parametrize("language", Language)
def test_the_end_tells_what_went_well_and_what_did_not_and_where_it_is_kept(cases, language):
    screen = cases["ended"].screen(Setting(language))
    told = " ".join(words_of(screen))
    for sentence in (*END.well, *END.not_well, *END.figures, *END.saved):
        assert sentence in told
    assert screen_words.WENT_WELL.of(language) in told
    assert screen_words.NOT_SO_WELL.of(language) in told
    assert Style.MAP_BODY in styles_of(screen)
    assert screen.picture is None


def test_until_it_is_known_how_it_went_the_end_says_nothing_of_it(cases):
    case = cases["ended"]
    told = words_of(draw_screen(case.live, case.memory, Setting(), PICTURE, case.live.t_s))
    assert "The session is over" in told
    assert not {screen_words.WENT_WELL.en, screen_words.NOT_SO_WELL.en, screen_words.NOTHING_HERE.en} & set(told)


def test_an_end_with_too_much_to_tell_says_how_much_it_leaves_out(cases):
    many = tuple(f"Sentence number {number} is about something that did not go so well." for number in range(40))
    end = EndWords(well=many, not_well=many)
    case = cases["ended"]
    screen = draw_screen(case.live, case.memory, Setting(), PICTURE, case.live.t_s, end=end)
    told = words_of(screen)
    left_out = [int(words.split()[1]) for words in told if re.fullmatch(r"and \d+ more", words)]
    shown = [sum(words.startswith("Sentence number") for words in told)]
    assert len(left_out) == 2
    assert sum(left_out) + sum(shown) == 80
    assert max(text.box.bottom_px for text in texts_of(screen, Style.WORDS)) < share_out(1280, 720).foot.top_px


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1000, 800)])
def test_the_marks_of_the_end_do_not_cover_each_other_and_three_lists_have_room(cases, size):
    end = EndWords(("All parts.",), tuple(f"Fault {number}." for number in range(5)), (), ("Kept.",), ("Rest.", "Ask."))
    case = cases["ended"]
    screen = draw_screen(case.live, case.memory, Setting(Language.EN, *size), PICTURE, case.live.t_s, end=end)
    marks = [one for one in screen.around.shapes if isinstance(one, Spot) and one.style is Style.LIGHT_FAULT]
    assert len(marks) == 5
    for above, below in itertools.pairwise(marks):
        assert below.centre_px[1] - above.centre_px[1] > 2 * above.radius_px


def test_before_the_first_moment_the_window_says_that_it_starts():
    screen = draw_screen(None, ScreenMemory(), Setting(), None, 0.0)
    assert "The coach is starting." in words_of(screen)
    assert "Q end" in words_of(screen)
    assert not any("Enter" in words or "help" in words for words in words_of(screen)), "they do nothing yet"
    assert screen.picture is None
    assert screen.handles is None


def test_the_picture_keeps_its_aspect_and_the_overlay_lies_on_it(well):
    for width, height in SIZES:
        screen = well.screen(Setting(width_px=width, height_px=height))
        place = screen.picture
        assert place is not None
        assert place.box.width_px / place.box.height_px == pytest.approx(PICTURE.width / PICTURE.height, rel=0.01)
        spine = next(s for s in screen.on_picture.shapes if isinstance(s, Stroke) and s.style is Style.SPINE_LINE)
        expected = well.newest.sight.back.spine_px * place.scale
        assert np.allclose(spine.points_px, expected)
        there = place.to_window(well.newest.sight.back.spine_px)
        assert np.allclose(place.to_picture(there), well.newest.sight.back.spine_px)


def test_a_ring_closes_while_a_foot_stands_and_a_step_that_is_wrong_has_none(well, spine):
    rings = (Style.DWELL_SHORT, Style.DWELL_ENOUGH, Style.DWELL_LONG)

    def ring(since_s: float) -> list[Style]:
        t_s = well.live.t_s
        standing = replace(well.memory.left, since_s=t_s - since_s, last_s=t_s)
        memory = replace(well.memory, left=standing, right=None)
        return [style for style in styles_of(replace(well, memory=memory).screen()) if style in rings]

    assert ring(1.0) == [Style.DWELL_SHORT]
    assert ring(4.0) == [Style.DWELL_ENOUGH]
    assert ring(20.0) == [Style.DWELL_LONG]
    faulty = spine.memory.standing_s(Side.RIGHT, spine.live.t_s)
    assert faulty > 0
    assert len([style for style in styles_of(spine.screen()) if style in rings]) == 1  # the other foot's


def test_the_memory_forgets_a_foot_that_was_lifted_and_bridges_one_that_is_hidden(well):
    def after(contact: Contact, gap_s: float) -> ScreenMemory:
        sight = well.newest.sight
        feet = tuple(replace(foot, contact=contact) for foot in sight.feet)
        moment = replace(well.newest, sight=replace(sight, t_s=sight.t_s + gap_s, feet=feet))
        return well.memory.saw(replace(well.live, moment=moment), Trail())

    since = well.memory.left.since_s
    now_s = well.newest.sight.t_s
    assert after(Contact.AIR, 0.4).left is None
    assert after(Contact.AIR, 0.1).left.since_s == since
    assert after(Contact.UNKNOWN, 0.4).left.since_s == since
    assert after(Contact.BACK, 0.4).left.since_s == since
    assert after(Contact.BACK, 2.0).left.since_s == now_s + 2.0
    assert after(Contact.BACK, 0.0).left == well.memory.left


def test_the_map_turns_as_the_receiver_lies_while_the_session_is_prepared_and_then_stays(cases):
    prepared = cases["alone"]
    back = prepared.newest.sight.back
    turned = replace(
        prepared.newest, sight=replace(prepared.newest.sight, back=replace(back, spine_px=back.spine_px[::-1].copy()))
    )
    before = prepared.memory.head_up
    after = prepared.memory.saw(replace(prepared.live, moment=turned), Trail())
    assert after.head_up is not before
    session = prepared.staged(Stage.SESSION)
    assert session.memory.saw(replace(session.live, moment=turned), Trail()).head_up is before


@pytest.mark.parametrize("most_em", [4.0, 9.0, 20.0])
@pytest.mark.parametrize("language", Language)
def test_lines_break_without_losing_a_word(language, most_em):
    for prompt in PROMPTS:
        words = prompt.words(language)
        lines = wrap(words, most_em)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert not any(line[0] in "，。！？、" for line in lines)
        for line in lines:
            assert width_em(line) <= most_em or " " not in line


def test_lines_break_between_clauses_where_that_costs_no_line():
    assert wrap("I cannot see anything. The camera gives no picture.", 20) == (
        "I cannot see anything.",
        "The camera gives no picture.",
    )
    assert wrap("我看不到现在的动作，电脑太慢了。", 11) == ("我看不到现在的动作，", "电脑太慢了。")


def test_while_too_few_pictures_come_neither_pace_nor_sight_is_ok(well):
    labels = [text.words for text in texts_of(well.camera(CameraCondition.SLOW).screen(), Style.LIGHT_LABEL)]
    assert labels == ["Spine ok", "Support ok", "Pace unknown", "Sight unknown"]
    faulty = well.judged(Verdict.FAULT, Rule.FAST_STEP).camera(CameraCondition.SLOW)
    assert "Pace fault" in words_of(faulty.screen())


@pytest.mark.parametrize("language", Language)
def test_a_session_too_many_in_a_week_is_advised_against_until_it_begins(cases, language):
    setting = Setting(language, advice="You already had sessions on Mon 3 Mar and Thu 6 Mar. You decide.")
    for screen in (draw_screen(None, ScreenMemory(), setting, None, 0.0), cases["alone"].screen(setting)):
        lines = [text.words for text in texts_of(screen, Style.NOTICE)]
        assert "".join(lines).replace(" ", "") == screen_words.TOO_OFTEN.of(language).replace(" ", "")
        assert any("Thu 6 Mar" in words for words in words_of(screen))
    assert not any("Thu 6 Mar" in words for words in words_of(cases["session"].screen(setting)))
