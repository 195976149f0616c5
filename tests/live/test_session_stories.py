"""Whole sessions of twelve minutes, told in sights: one that does all as it should, one with each slip once.

The live fold runs as in a session but for the eyes: what is seen is told, not looked at. A slip is a row of `SLIPS`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from coach.core import session
from coach.core.cues import cue_named
from coach.core.cues.spoken import FIRM_SUFFIX
from coach.core.landmarks import Side
from coach.core.live import live
from coach.core.live.camera_health import PictureFacts
from coach.core.live.live import LiveInput, LiveMoment, LiveParams
from coach.core.live.stage import Stage
from coach.core.live.voice import Spoken
from coach.core.look import Looks, PictureSize
from coach.core.rules.catalogue import CATALOGUE
from coach.core.sight import Contact, ReceiverActivity, Sight, Support
from tests.core.rules.conftest import Story

FPS = 12.0
SIZE = PictureSize(640, 480)
MINUTE_S = 60.0
EXPECTED = {"ten_minutes", "fifteen_minutes", "check_in"}


@dataclass(frozen=True)
class Slip:
    """One thing done wrong: what it is, and the sound that it must bring about, once."""

    do: Callable[[Story], object]
    sound: str


def onto_spine(story: Story) -> None:
    story.step(Side.LEFT, 0.5, 0.5, pause_s=1.5).step(Side.LEFT, -9.0, 0.5, pause_s=3.0)


def onto_neck(story: Story) -> None:
    story.step(Side.LEFT, -6.0, -0.2, pause_s=1.0).step(Side.LEFT, -9.0, 0.3)


def below_hips(story: Story) -> None:
    story.step(Side.LEFT, -9.0, 1.2, pause_s=1.2).step(Side.LEFT, -9.0, 0.6)


def lets_go(story: Story) -> None:
    story.hands(Support.NO, Support.NO).wait(1.5).hands(Support.YES, Support.NO).wait(2.0)


def stamps(story: Story) -> None:
    story.speed(Side.LEFT, 120.0).step(Side.LEFT, -9.0, 0.4, pause_s=0.3).speed(Side.LEFT, 5.0).wait(4.0)


def hurries(story: Story) -> None:
    story.step(Side.LEFT, -9.0, 0.8, pause_s=0.6).step(Side.LEFT, -9.0, 0.9)


def lingers(story: Story) -> None:
    story.wait(17.0)


def shifts(story: Story) -> None:
    story.set(activity=ReceiverActivity.SHIFTED).wait(1.5).set(activity=ReceiverActivity.STILL).wait(3.0)


def hides_feet(story: Story) -> None:
    for side in Side:
        story.foot(side, Contact.UNKNOWN)
    story.wait(8.0)
    for side in Side:
        story.foot(side, Contact.BACK)
    story.wait(2.0)


def goes_up(story: Story) -> None:
    for along in (0.1, 0.3, 0.5, 0.2, 0.4, 0.6):
        both_feet(story, along)


def skips_ahead(story: Story) -> None:
    for along in (0.1, 0.3, 0.9):
        both_feet(story, along)


def both_feet(story: Story, along: float) -> None:
    story.step(Side.LEFT, -9.0, along, pause_s=3.5).step(Side.RIGHT, 9.0, along, pause_s=3.5)


SLIPS = (
    Slip(onto_spine, "off_the_spine"),
    Slip(onto_neck, "off_the_neck"),
    Slip(below_hips, "off_zone"),
    Slip(stamps, "slower"),
    Slip(lets_go, "hold_on"),  # the first question is due here: a lesson would wait for ten seconds after it, in vain
    Slip(hurries, "stay_a_little"),
    Slip(lingers, "move_on"),
    Slip(shifts, "ask_how_it_feels"),
    Slip(hides_feet, "cannot_see_feet"),
    Slip(goes_up, "work_downwards"),
    Slip(skips_ahead, "step_by_step"),
)
_BETWEEN_S = 40.0


def led_to_the_session(fps: float = FPS) -> Story:
    story = Story(fps=fps).receiver_alone(6.0).set(activity=ReceiverActivity.ARM_RAISED).wait(1.5)
    story.set(activity=ReceiverActivity.STILL).wait(2.0).walk_up(4.0)
    return story.hands(Support.YES, Support.NO).wait(3.0).hands(Support.NO, Support.NO).wait(12.0)


def by_hand(story: Story, seconds: float) -> Story:
    return story.set(on_body=True).wait(seconds).set(on_body=False).wait(5.0)


def tread(story: Story, seconds: float) -> Story:
    """Calm steps, one foot and then the other, whole passes from the shoulders to the waist."""
    end_s = story.t_s + seconds
    for number in itertools.count():
        if story.t_s >= end_s and number % 10 == 0:
            return story
        along = 0.1 + 0.2 * (number // 2 % 5)
        side = (Side.LEFT, Side.RIGHT)[number % 2]
        story.step(side, -9.0 if side is Side.LEFT else 9.0, along, pause_s=3.5)
    raise AssertionError


def lived(story: Story, monkeypatch: pytest.MonkeyPatch, params: LiveParams | None = None) -> list[LiveMoment]:
    """The story through the live fold."""
    seen_again(story, monkeypatch)
    state, moments = live.begin(), []
    for given in inputs_of(story):
        state, moment = live.step(params or LiveParams(), state, given)
        moments.append(moment)
    return moments


def seen_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever folds from now on sees the story, from its beginning."""
    sights = iter(story.sights)

    def told(params: object, state: object, looks: object, t_s: float) -> tuple[object, Sight]:
        del params, looks
        sight = next(sights)
        assert sight.t_s == t_s
        return state, sight

    monkeypatch.setattr(session, "see", told)


def inputs_of(story: Story) -> Iterator[LiveInput]:
    """What reaches the session: pictures that change all the time and are well lit."""
    draw = np.random.default_rng(3)
    for sight in story.sights:
        levels = draw.uniform(90.0, 150.0, (16, 16))
        facts = PictureFacts(float(levels.mean()), 40.0, levels, SIZE.width, SIZE.height)
        yield LiveInput(sight.t_s, SIZE, facts, Looks())


def said_in_session(moments: list[LiveMoment]) -> list[Spoken]:
    began_s = next(moment.t_s for moment in moments if moment.stage.stage is Stage.SESSION)
    leading = {"support_found", "begin", "warm_up_first", "before_stepping_on", "warm_up_found"}
    return [one.starts for one in moments if one.starts and one.t_s >= began_s and one.starts.sound not in leading]


def no_two_overlap(said: list[Spoken]) -> bool:
    """A cue may cut a prompt short, which is silenced then; nothing else begins before the last sound has ended."""
    return all(
        before.end_s <= after.t_s + 1e-9 or (after.is_cue and not before.is_cue)
        for before, after in itertools.pairwise(said)
    )


def most_in_a_minute(said: list[Spoken]) -> int:
    return max(sum(0.0 <= other.t_s - one.t_s < MINUTE_S for other in said) for one in said)


def test_a_session_that_does_everything_right_hears_the_clock_and_the_question_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    story = by_hand(led_to_the_session(), 60.0).step_up()
    tread(story, 9.5 * MINUTE_S).step_down()
    moments = lived(by_hand(story, 50.0), monkeypatch)
    said = said_in_session(moments)
    assert {one.sound for one in said} == {"ten_minutes", "check_in"}
    assert no_two_overlap(said)
    assert [one.stage.stage for one in moments][-1] is Stage.SESSION
    times = moments[-1].parts
    assert (times.warmed, times.closed) == ("ok", "ok")


def test_a_session_with_each_slip_once_hears_each_cue_once_and_never_chatter(monkeypatch: pytest.MonkeyPatch) -> None:
    story = led_to_the_session().step_up()  # without a warm-up
    for slip in SLIPS:
        tread(story, _BETWEEN_S)
        slip.do(story)
    tread(story, 12 * MINUTE_S - story.t_s).step_down().wait(40.0)  # without a closing
    said = said_in_session(lived(story, monkeypatch))
    sounds = [one.sound.removesuffix(FIRM_SUFFIX) for one in said if one.sound not in EXPECTED]
    assert sorted(sounds) == sorted([*(slip.sound for slip in SLIPS), "no_warm_up", "close_by_hand"])
    assert no_two_overlap(said)
    assert most_in_a_minute(said) <= 6


@pytest.mark.parametrize(
    "activity", [ReceiverActivity.HEAD_LIFTED, ReceiverActivity.ARM_RAISED, ReceiverActivity.TAPPING]
)
def test_a_stop_signal_is_called_and_the_session_waits_until_the_giver_has_been_off(
    monkeypatch: pytest.MonkeyPatch, activity: ReceiverActivity
) -> None:
    story = by_hand(led_to_the_session(), 40.0).step_up()
    tread(story, 30.0).set(activity=activity).wait(1.5).set(activity=ReceiverActivity.STILL).wait(5.0)
    stopped_until_s = story.t_s
    story.step_down().wait(3.0).step_up()
    moments = lived(story, monkeypatch)
    sounds = [one.sound for one in said_in_session(moments)]
    assert sounds.count("stop_ask") == 1
    assert "stop_signal_paused" in sounds
    assert next(one for one in moments if one.t_s >= stopped_until_s).stage.stage is Stage.PAUSED
    assert moments[-1].stage.stage is Stage.SESSION


def test_every_rule_in_force_that_can_be_done_wrong_has_a_slip() -> None:
    told = {cue_named(slip.sound).rule for slip in SLIPS} | {"receiver_signal", "keep_out", "uneven"}
    assert {line.rule for line in CATALOGUE if line.in_force} <= told
