"""The sums of a live session: the same at any frame rate, as large after an hour as after a minute, and honest."""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import pytest

from coach.core.analysis import Moment
from coach.core.findings import Event, EventSide, Rule, Severity, Stand, Zone
from coach.core.landmarks import Side
from coach.core.live.camera_health import CameraCondition, CameraHealth
from coach.core.live.live import LiveMoment
from coach.core.live.stage import Stage, StageSight, StageState
from coach.core.live.tally import (
    DWELL_EDGES_S,
    FamilyTime,
    Tally,
    begin_tally,
    update_tally,
    what_did_not,
    what_went_well,
)
from coach.core.rules.judge import RulesParams, begin_rules, judge
from coach.core.sight import Contact, Seen, Sight, Support
from coach.core.summary import ZoneTime
from tests.core.rules.conftest import Story

GOOD = CameraHealth(CameraCondition.OK, 0.0, (), True, 30.0)
BLIND = CameraHealth(CameraCondition.DARK, 0.0, (), True, 30.0)


def moment_of(
    t_s: float, judged: Moment | None = None, stage: Stage = Stage.SESSION, health: CameraHealth = GOOD
) -> LiveMoment:
    return LiveMoment(t_s, StageState(stage), health, judged, StageSight(), None, None, False)


def judged(sights: Iterable[Sight]) -> list[Moment]:
    state, moments = begin_rules(), []
    for sight in sights:
        state, findings = judge(RulesParams(), state, sight)
        moments.append(Moment(sight, findings, None))
    return moments


def tally_of(moments: Iterable[LiveMoment]) -> Tally:
    tally = begin_tally()
    for moment in moments:
        tally = update_tally(tally, moment)
    return tally


def told(story: Story) -> Tally:
    return tally_of(moment_of(moment.sight.t_s, moment) for moment in judged(story.sights))


@functools.cache
def session() -> tuple[Sight, ...]:
    """At 30 fps: on the back, steps, one on the spine, a hidden foot, hands that let go, and off again."""
    story = Story(30.0).on_back()
    story.step(Side.LEFT, -9.0, 0.5, 2.0).step(Side.RIGHT, 9.0, 0.5, 2.0).step(Side.RIGHT, 1.0, 0.8, 2.0)
    story.step(Side.RIGHT, 9.0, 0.8, 1.5).foot(Side.LEFT, Contact.UNKNOWN).wait(4.0).foot(Side.LEFT, Contact.BACK)
    story.hands(Support.NO, Support.NO).wait(2.0).hands(Support.YES, Support.NO).wait(1.0)
    return tuple(story.step_down().sights)


@functools.cache
def at_rate(fps: int) -> Tally:
    """The same session, seen at fewer frames a second."""
    return tally_of(moment_of(moment.sight.t_s, moment) for moment in judged(session()[:: 30 // fps]))


@pytest.mark.parametrize("fps", [15, 10])
def test_times_and_counts_do_not_hang_on_the_frame_rate(fps: int) -> None:
    tally, reference = at_rate(fps), at_rate(30)
    few_frames_s = 5 / fps  # a rule decides up to a frame late, and the story has a handful of changes

    for name in ("session_s", "on_back_s", "perhaps_s", "blind_s"):
        assert getattr(tally, name) == pytest.approx(getattr(reference, name), abs=2 / fps), name
    for family in ("spine", "support", "pace", "seen"):
        for part in ("ok_s", "fault_s", "unknown_s"):
            seconds, expected = getattr(getattr(tally, family), part), getattr(getattr(reference, family), part)
            assert seconds == pytest.approx(expected, abs=few_frames_s), (family, part)
    assert tally.rules == reference.rules
    assert tally.steps == reference.steps
    assert sum(tally.dwells) == tally.steps
    for part, expected in zip(tally.coverage, reference.coverage, strict=True):
        assert part.seconds == pytest.approx(expected.seconds, abs=few_frames_s)


def test_the_story_has_all_that_it_is_told_for() -> None:
    tally = at_rate(30)

    assert tally.count(Rule.SPINE_STEP) == 1
    assert tally.count(Rule.SUPPORT_LOST) == 1
    assert tally.spine.unknown_s > 2.0
    assert tally.support.fault_s > 1.0
    assert tally.steps >= 5
    assert tally.on_back_s > 20.0
    assert min(tally.side_s(Side.LEFT), tally.side_s(Side.RIGHT)) > 5.0


def test_frames_that_are_not_looked_at_change_no_time() -> None:
    moments = [moment_of(moment.sight.t_s, moment) for moment in judged(session()[::3])]
    thinned = tally_of(moments[::2])  # five a second

    assert thinned.session_s == pytest.approx(tally_of(moments).session_s, abs=0.1)
    assert thinned.blind_s == 0.0


@pytest.fixture
def standing() -> Moment:
    """A frame in the middle of a calm stand."""
    return judged(Story(12.0).on_back().sights)[-1]


def at(standing: Moment, t_s: float) -> Moment:
    return replace(standing, sight=replace(standing.sight, t_s=t_s), findings=replace(standing.findings, t_s=t_s))


def test_a_frame_speaks_for_a_quarter_of_a_second_and_what_is_beyond_was_not_seen(standing: Moment) -> None:
    tally = tally_of([moment_of(0.0, at(standing, 0.0)), moment_of(3.0, at(standing, 3.0))])

    assert tally.session_s == pytest.approx(3.0)
    assert tally.on_back_s == pytest.approx(0.25)
    assert tally.blind_s == tally.perhaps_s == pytest.approx(2.75)
    assert tally.spine == FamilyTime(ok_s=pytest.approx(0.25), unknown_s=pytest.approx(2.75))
    assert tally.seen.unknown_s == pytest.approx(2.75)


def test_moments_without_a_picture_add_nothing_to_what_a_frame_speaks_for(standing: Moment) -> None:
    ticks = [moment_of(0.05 * number) for number in range(1, 61)]
    tally = tally_of([moment_of(0.0, at(standing, 0.0)), *ticks])

    assert tally.session_s == pytest.approx(3.0)
    assert tally.on_back_s == pytest.approx(0.25)
    assert tally.blind_s == pytest.approx(2.75)


def test_a_camera_that_goes_blind_ends_what_the_last_frame_said(standing: Moment) -> None:
    moments = [moment_of(0.0, at(standing, 0.0)), moment_of(0.1, health=BLIND), moment_of(0.2, health=BLIND)]
    tally = tally_of(moments)

    assert tally.on_back_s == pytest.approx(0.1)
    assert tally.blind_s == pytest.approx(0.1)


def test_the_way_to_the_session_its_pauses_and_its_end_are_not_counted(standing: Moment) -> None:
    stages = [Stage.PLACEMENT] * 10 + [Stage.SESSION] * 10 + [Stage.PAUSED] * 10 + [Stage.SESSION] * 10
    stages += [Stage.ENDED] * 10
    tally = tally_of(moment_of(n / 10, at(standing, n / 10), stage) for n, stage in enumerate(stages))

    assert tally.session_s == pytest.approx(2.0)
    assert tally.on_back_s == pytest.approx(2.0)


def with_event(standing: Moment, t_s: float, rule: Rule) -> Moment:
    event = Event(rule, t_s, t_s, t_s, Severity.URGENT, EventSide.BOTH)
    moment = at(standing, t_s)
    return replace(moment, findings=replace(moment.findings, opened=(event,)))


def test_the_stop_signal_that_pauses_the_session_belongs_to_it_and_later_ones_do_not(standing: Moment) -> None:
    signal = Rule.RECEIVER_SIGNAL
    tally = tally_of(
        [
            moment_of(0.0, with_event(standing, 0.0, signal), Stage.SUPPORT),
            moment_of(0.1, at(standing, 0.1), Stage.SESSION),
            moment_of(0.2, with_event(standing, 0.2, signal), Stage.PAUSED),
            moment_of(0.3, with_event(standing, 0.3, signal), Stage.PAUSED),
        ]
    )

    assert tally.stop_signals == 1


def test_nobody_who_is_not_seen_on_the_back_is_ok() -> None:
    story = Story(12.0).on_back().set(giver=Seen.LOST).wait(4.0)
    before, after = told(Story(12.0).on_back()), told(story)

    assert after.spine.ok_s == pytest.approx(before.spine.ok_s, abs=0.1)
    assert after.support.ok_s == pytest.approx(before.support.ok_s, abs=0.1)
    assert after.perhaps_s >= 3.9
    assert after.spine.unknown_s + after.spine.fault_s >= 3.9


def test_a_foot_that_is_hidden_beside_a_faulty_one_is_not_judged() -> None:
    story = Story(12.0).on_back().step(Side.RIGHT, 1.0, 0.5, 3.0)
    seen, hidden = told(story), told(story.foot(Side.LEFT, Contact.UNKNOWN).wait(6.0))

    assert seen.spine.beside_s == pytest.approx(0.0, abs=0.1)
    assert hidden.spine.beside_s == pytest.approx(6.0, abs=0.5)  # an ok lasts for a blink
    assert hidden.spine.fault_s == pytest.approx(seen.spine.fault_s + 6.0, abs=0.1)
    assert hidden.spine.judged_s == pytest.approx(seen.spine.judged_s, abs=0.5)
    assert hidden.spine.total_s == pytest.approx(seen.spine.total_s + 6.0, abs=0.1)
    assert any("whether a foot or hand came onto the spine" in phrase.en for phrase in what_did_not(hidden))


def test_with_nobody_on_the_back_there_is_nothing_to_judge() -> None:
    tally = told(Story(12.0).receiver_alone(3.0).walk_up(3.0))

    assert tally.session_s == pytest.approx(6.0, abs=0.1)
    assert tally.on_back_s == tally.perhaps_s == 0.0
    assert tally.spine.total_s == tally.support.total_s == tally.pace.total_s == 0.0


def test_dwells_and_places_of_steps(standing: Moment) -> None:
    lengths = (0.5, 1.0, 3.5, 99.0)
    stands = tuple(
        Stand(Side.LEFT, 0.0, length_s, 0.2, offset_cm, Zone.MID_BACK)
        for length_s, offset_cm in zip(lengths, (-5.0, 5.0, 6.0, math.nan), strict=True)
    )
    moment = at(standing, 0.0)
    tally = tally_of([moment_of(0.0, replace(moment, findings=replace(moment.findings, stands=stands)))])

    assert tally.steps == 4
    assert [tally.dwells[0], tally.dwells[1], tally.dwells[3], tally.dwells[-1]] == [1, 1, 1, 1]
    assert len(tally.dwells) == len(DWELL_EDGES_S) + 1
    assert (tally.side_s(Side.LEFT), tally.side_s(Side.RIGHT)) == (0.5, 4.5)


def test_an_hour_takes_no_more_room_than_a_second(standing: Moment) -> None:
    tally, event = begin_tally(), with_event(standing, 0.0, Rule.FAST_STEP).findings
    stand = Stand(Side.LEFT, 0.0, 4.0, 0.2, -5.0, Zone.MID_BACK)
    busy = replace(event, stands=(stand,))

    def size(value: Any) -> int:
        if isinstance(value, tuple):
            return sys.getsizeof(value) + sum(map(size, value))
        if hasattr(value, "__dataclass_fields__"):
            return sys.getsizeof(value) + sum(size(getattr(value, part.name)) for part in fields(value))
        return 0 if isinstance(value, int | float) else sys.getsizeof(value)

    sizes = []
    for number in range(3600):
        tally = update_tally(tally, moment_of(float(number), replace(at(standing, float(number)), findings=busy)))
        sizes.append(size(tally))

    assert sizes[-1] == sizes[10]
    assert tally.count(Rule.FAST_STEP) == tally.steps == 3600


def test_time_that_runs_backwards_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="backwards"):
        tally_of([moment_of(1.0), moment_of(0.5)])


# --- in words ---------------------------------------------------------------------------------------------------------

MINUTE_S = 60.0


def of_a_calm_session(minutes: float = 12.0) -> Tally:
    seconds = minutes * MINUTE_S
    family = FamilyTime(ok_s=seconds)
    coverage = tuple(
        ZoneTime(zone, side, 0.0 if zone is Zone.OUTSIDE else seconds / 6) for zone in Zone for side in Side
    )
    return replace(
        begin_tally(),
        session_s=seconds,
        on_back_s=seconds,
        spine=family,
        support=family,
        pace=family,
        seen=family,
        steps=120,
        coverage=coverage,
    )


def counted(tally: Tally, **counts: int) -> Tally:
    rules = tuple(replace(one, count=counts.get(one.rule.value, one.count)) for one in tally.rules)
    return replace(tally, rules=rules)


def en(phrases: tuple[Any, ...]) -> list[str]:
    return [phrase.en for phrase in phrases]


def test_a_calm_session_is_praised_for_what_was_seen() -> None:
    tally = of_a_calm_session()

    assert en(what_went_well(tally)) == [
        "No foot or hand was seen on the spine in the 12 minutes that could be judged.",
        "The hands were not seen to let go in the 12 minutes that could be judged.",
        "Of the 120 steps that were seen none was too fast, too short or too long.",
        "All parts of the back were reached on both sides.",
        "Both sides of the back got about the same time.",
        "The session took 12 minutes.",
    ]
    assert what_did_not(tally) == ()


def test_what_could_not_be_judged_is_told_with_the_whole_that_it_is_a_part_of() -> None:
    tally = replace(of_a_calm_session(), spine=FamilyTime(600.0, 0.0, 110.0), blind_s=40.0)

    assert en(what_did_not(tally)) == [
        "For 40 seconds of 12 minutes I could not see anything.",
        "For 2 of 12 minutes I could not see whether a foot or hand came onto the spine.",
    ]
    assert what_did_not(tally)[1].zh == "12分钟里有2分钟看不清脚或手有没有压到脊柱。"
    assert "in the 10 minutes that could be judged" in what_went_well(tally)[0].en


def test_what_was_mostly_unseen_is_never_praised() -> None:
    dark = FamilyTime(ok_s=200.0, unknown_s=520.0)
    tally = replace(of_a_calm_session(), spine=dark, support=dark, pace=dark)
    praise = " ".join(en(what_went_well(tally)))

    assert not any(word in praise for word in ("spine", "hands", "too fast"))
    assert (
        en(what_did_not(tally))[0] == "For 9 of 12 minutes I could not see whether a foot or hand came onto the spine."
    )


def test_a_session_of_which_nothing_was_seen_is_not_called_anything_else() -> None:
    tally = replace(begin_tally(), session_s=80.0, perhaps_s=80.0, blind_s=80.0, spine=FamilyTime(unknown_s=80.0))

    assert what_went_well(tally) == ()
    assert en(what_did_not(tally)) == [
        "For 80 of 80 seconds I could not see anything.",
        "For 80 of 80 seconds I could not see whether a foot or hand came onto the spine.",
    ]


def test_an_empty_session_says_that_nobody_was_seen_on_the_back() -> None:
    assert what_went_well(begin_tally()) == ()
    assert en(what_did_not(begin_tally())) == ["Nobody was seen on the back."]


def test_faults_are_told_with_their_counts_weightiest_first() -> None:
    tally = counted(of_a_calm_session(), spine_step=1, support_lost=2, short_pause=7, receiver_signal=1)

    assert en(what_did_not(tally)) == [
        "A foot or hand came onto the spine once.",
        "The receiver lifted the head or an arm once.",
        "The hands let go of the support twice.",
        "A foot left its point too soon 7 times.",
    ]
    praise = " ".join(en(what_went_well(tally)))
    assert not any(word in praise for word in ("No foot", "let go", "none was"))


def test_a_side_and_a_part_that_came_off_badly_are_told() -> None:
    coverage = tuple(
        ZoneTime(zone, side, {Side.LEFT: 200.0, Side.RIGHT: 100.0}[side] if zone is Zone.MID_BACK else 0.0)
        for zone in Zone
        for side in Side
    )
    tally = replace(of_a_calm_session(), coverage=coverage)
    unreached = ["the left shoulder blade", "the right shoulder blade", "the left lower back", "the right lower back"]

    assert en(what_did_not(tally)) == [
        "The left side of the back got 3 minutes, the right side 1 minute.",
        f"No step was seen on {', '.join(unreached)}.",
    ]


@pytest.mark.parametrize(("minutes", "told_as"), [(9.0, None), (15.0, "well"), (20.5, "well"), (25.0, "not")])
def test_the_length_of_the_session(minutes: float, told_as: str | None) -> None:
    tally = of_a_calm_session(minutes)

    assert any("The session took" in line for line in en(what_went_well(tally))) is (told_as == "well")
    assert any("The session took" in line for line in en(what_did_not(tally))) is (told_as == "not")


def all_sentences() -> list[Any]:
    unseen = FamilyTime(unknown_s=100.0)
    many = counted(of_a_calm_session(30.0), **{rule.value: 3 for rule in Rule})
    few = replace(counted(begin_tally(), **{rule.value: 1 for rule in Rule}), steps=9, spine=unseen, support=unseen)
    tallies = (of_a_calm_session(), many, few, replace(few, pace=unseen, blind_s=50.0, session_s=60.0), begin_tally())
    return [phrase for tally in tallies for phrase in (*what_went_well(tally), *what_did_not(tally))]


@pytest.mark.parametrize("claim", ["safe", "harmless", "no risk", "pressure", "安全", "放心", "压力"])
def test_nothing_is_ever_called_safe(claim: str) -> None:
    sentences = all_sentences()

    assert len(sentences) > 20
    assert not [phrase for phrase in sentences if claim in phrase.en.lower() or claim in phrase.zh]


def test_each_sentence_is_whole_in_both_languages() -> None:
    for phrase in all_sentences():
        assert phrase.en[0].isupper()
        assert phrase.en.endswith(".")
        assert phrase.zh.endswith("。")
        assert "{" not in phrase.en + phrase.zh
        assert not any("a" <= letter.lower() <= "z" for letter in phrase.zh)
