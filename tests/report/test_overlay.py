"""What is painted on the picture: where it should be, told by form and words, and never an exception."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.analysis import Moment
from coach.core.findings import EventSide, Judgement, Limb, Rule, Severity
from coach.core.rules.keep_out import BackPoint, KeepOutZone
from coach.core.sight import Contact, Seen, Support, Technique, ViewVerdict
from coach.core.verdict import Verdict
from coach.core.view import Corner, MapParams, Trail, choose_layout, draw, lay_out
from coach.core.view.shapes import Area, Spot, Style, Text
from coach.core.view.states import PLACE_RULES
from coach.report.overlay import jpeg_of, paint

SIZES = [(640, 480), (1920, 1080), (1080, 1920), (320, 240), (641, 479), (3840, 2160)]
PLAIN = np.full((480, 640, 3), 120, np.uint8)


def styles(scene):
    return [shape.style for shape in scene.shapes]


def words(scene):
    return [shape.words for shape in scene.shapes if isinstance(shape, Text)]


def changed(painted, box):
    part = painted[int(box.top_px) : int(box.bottom_px), int(box.left_px) : int(box.right_px)]
    return float(np.mean(np.any(part != 120, axis=2)))


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("corner", Corner)
def test_banner_map_and_strip_never_lie_over_each_other(width, height, corner):
    layout = lay_out(width, height, corner)
    boxes = [layout.banner, layout.back_map, layout.strip]
    for index, one in enumerate(boxes):
        assert one.left_px >= 0
        assert one.top_px >= 0
        assert one.right_px <= width + 1e-6
        assert one.bottom_px <= height + 1e-6
        for other in boxes[index + 1 :]:
            apart_x = one.right_px <= other.left_px or other.right_px <= one.left_px
            apart_y = one.bottom_px <= other.top_px + 1e-6 or other.bottom_px <= one.top_px + 1e-6
            assert apart_x or apart_y


def test_the_map_leaves_the_people_in_sight_and_turns_as_the_receiver_lies(make):
    sight = make.sight(0.0)
    moved = replace(sight.giver.pose, xy_px=sight.giver.pose.xy_px + np.array([280.0, 0.0]))
    crowded_right = replace(sight, giver=replace(sight.giver, pose=moved))
    layout = choose_layout([crowded_right], 640, 480)
    assert layout.back_map.right_px < 320
    assert layout.head_up
    head_below = replace(sight, back=replace(sight.back, spine_px=sight.back.spine_px[::-1].copy()))
    assert not choose_layout([head_below], 640, 480).head_up


def test_a_marked_place_lies_on_its_own_side_of_the_map_however_the_receiver_lies(make):
    sight = make.sight(0.0)
    zone = KeepOutZone("scar", (BackPoint(5.0, 0.2), BackPoint(11.0, 0.2), BackPoint(11.0, 0.5), BackPoint(5.0, 0.5)))
    moment = Moment(sight, make.findings(0.0, Verdict.OK), None)
    head_below = replace(sight, back=replace(sight.back, spine_px=sight.back.spine_px[::-1].copy()))
    for one in (sight, head_below):
        layout = choose_layout([one], 640, 480)
        bands = [
            [shape for shape in draw(moment, Trail(), layout, MapParams(keep_out=marked)).shapes if is_band(shape)]
            for marked in ((), (zone,))
        ]
        assert [len(areas) for areas in bands] == [1, 2]
        place, band = bands[1][1].points_px, bands[1][0].points_px
        right = place[:, 0].min() > band[:, 0].max()
        left = place[:, 0].max() < band[:, 0].min()
        assert (right, left) == (layout.head_up, not layout.head_up)


def is_band(shape):
    return isinstance(shape, Area) and shape.style in (Style.MAP_SPINE_BAND, Style.MAP_KEEP_OUT)


def test_the_faulty_foot_is_told_from_the_other_by_its_style(make):
    moment = Moment(make.sight(0.0, 1.0), make.findings(0.0, Verdict.FAULT, EventSide.RIGHT), None)
    seen = styles(draw(moment, Trail(), lay_out(640, 480)))
    assert seen.count(Style.FOOTPRINT_FAULT) == 2  # in the picture and on the map
    assert seen.count(Style.FOOTPRINT_OK) == 2


def test_a_foot_that_a_rule_calls_unknown_beside_a_faulty_one_is_not_drawn_as_ok(make):
    found = make.findings(0.0, Verdict.FAULT, EventSide.RIGHT)
    judged = tuple(replace(j, unknown_side=EventSide.LEFT) if j.side else j for j in found.judgements)
    seen = styles(
        draw(Moment(make.sight(0.0, 1.0), replace(found, judgements=judged), None), Trail(), lay_out(640, 480))
    )
    assert seen.count(Style.FOOTPRINT_FAULT) == seen.count(Style.FOOTPRINT_UNKNOWN) == 2
    assert Style.FOOTPRINT_OK not in seen


def pressing(make, contact=Contact.BACK):
    """A giver whose feet are on the floor and whose palms press."""
    sight = make.sight(0.0)
    left, right = (replace(foot, contact=contact) for foot in sight.feet)
    hands = tuple(replace(hand, press=palm) for hand, palm in zip(sight.hands, (left, right), strict=True))
    feet = tuple(replace(foot, contact=Contact.FLOOR) for foot in sight.feet)
    return replace(sight, feet=feet, hands=hands, technique=Technique.SEATED)


def test_a_palm_on_the_spine_is_told_from_the_other_and_from_feet_by_its_own_judgement(make):
    found = make.findings(0.0, Verdict.OK)
    of_hands = Judgement(Rule.SPINE_STEP, Verdict.FAULT, 0.0, Severity.URGENT, EventSide.RIGHT, limb=Limb.HAND)
    found = replace(found, judgements=(*found.judgements, of_hands))
    seen = styles(draw(Moment(pressing(make), found, None), Trail(), lay_out(640, 480)))
    assert (seen.count(Style.FOOTPRINT_FAULT), seen.count(Style.FOOTPRINT_OK)) == (2, 2)
    seen = styles(draw(Moment(make.sight(0.0), found, None), Trail(), lay_out(640, 480)))
    assert (seen.count(Style.FOOTPRINT_FAULT), seen.count(Style.FOOTPRINT_OK)) == (0, 4)


def test_a_palm_that_nobody_judged_is_unknown_and_one_elsewhere_is_not_drawn(make):
    layout, found = lay_out(640, 480), make.findings(0.0, Verdict.OK)
    seen = styles(draw(Moment(pressing(make), found, None), Trail(), layout))
    assert (seen.count(Style.FOOTPRINT_UNKNOWN), seen.count(Style.FOOTPRINT_OK)) == (4, 0)
    seen = styles(draw(Moment(pressing(make, Contact.AIR), found, None), Trail(), layout))
    assert not {Style.FOOTPRINT_OK, Style.FOOTPRINT_UNKNOWN, Style.FOOTPRINT_FAULT} & set(seen)


def test_a_foot_that_nobody_judged_is_unknown_and_one_in_the_air_is_not_drawn(make):
    layout = lay_out(640, 480)
    unjudged = replace(make.findings(0.0, Verdict.OK), judgements=())
    assert Style.FOOTPRINT_OK not in styles(draw(Moment(make.sight(0.0), unjudged, None), Trail(), layout))
    sight = make.sight(0.0)
    lifted = replace(sight, feet=tuple(replace(foot, contact=Contact.AIR) for foot in sight.feet))
    seen = styles(draw(Moment(lifted, make.findings(0.0, Verdict.OK), None), Trail(), layout))
    assert not {Style.FOOTPRINT_OK, Style.FOOTPRINT_UNKNOWN, Style.FOOTPRINT_FAULT} & set(seen)


def test_in_a_view_that_cannot_tell_no_foot_is_ok_and_the_picture_says_what_to_do(make):
    sight = make.sight(0.0)
    blind = replace(sight, back=replace(sight.back, view=ViewVerdict.CANNOT_JUDGE_FEET))
    scene = draw(Moment(blind, make.findings(0.0, Verdict.OK), None), Trail(), lay_out(640, 480))
    assert Style.FOOTPRINT_OK not in styles(scene)
    assert any("head end" in line for line in words(scene))
    assert "Sight unknown" in words(scene)


def test_no_light_says_ok_while_nobody_treads(make):
    moment = Moment(make.nothing(0.0), make.findings(0.0, Verdict.OK), None)
    scene = draw(moment, Trail(), lay_out(640, 480))
    assert Style.LIGHT_OK not in styles(scene)
    assert "Sight unknown" in words(scene)


def test_the_lights_tell_each_state_by_form_and_word(make):
    moment = Moment(make.sight(65.25, 1.0), make.findings(65.25, Verdict.FAULT, EventSide.RIGHT), None)
    scene = draw(moment, Trail(), lay_out(640, 480))
    assert {"Spine fault", "Support ok", "Pace ok", "Sight ok", "1:05.2"} <= set(words(scene))
    assert [style for style in styles(scene) if style.value.startswith("light_") and "label" not in style.value] == [
        Style.LIGHT_FAULT,
        Style.LIGHT_OK,
        Style.LIGHT_OK,
        Style.LIGHT_OK,
    ]


def test_held_people_are_drawn_otherwise_than_measured_ones(make):
    sight = make.sight(0.0)
    seen = styles(draw(Moment(sight, make.findings(0.0, Verdict.OK), None), Trail(), lay_out(640, 480)))
    assert Style.RECEIVER_HELD in seen
    assert Style.GIVER in seen
    assert Style.RECEIVER not in seen


def test_a_hand_that_holds_is_marked_and_a_free_one_only_when_it_should_hold(make):
    layout = lay_out(640, 480)
    moment = Moment(make.sight(0.0), make.findings(0.0, Verdict.OK), None)
    assert [s for s in styles(draw(moment, Trail(), layout)) if s.value.startswith("hand")] == [Style.HAND_HELD]
    sight = make.sight(0.0)
    free = replace(sight, hands=tuple(replace(hand, support=Support.NO) for hand in sight.hands))
    fault = make.findings(0.0, Verdict.OK)
    judged = tuple(replace(j, verdict=Verdict.FAULT) if j.rule.value == "support_lost" else j for j in fault.judgements)
    scene = draw(Moment(free, replace(fault, judgements=judged), None), Trail(), layout)
    assert styles(scene).count(Style.HAND_FREE) == 2


def test_longer_stands_leave_larger_marks_on_the_map(analysis):
    trail = Trail(analysis.stands)
    scene = draw(analysis.moments[25], trail, lay_out(640, 480))
    short, long = [s.radius_px for s in scene.shapes if isinstance(s, Spot) and s.style is Style.MAP_DWELL]
    assert long > short


@pytest.mark.parametrize("head_up", [True, False])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_both_points_on_the_midline_are_marked_and_their_names_stay_on_the_map(make, width, height, head_up):
    layout = replace(lay_out(width, height, Corner.TOP_RIGHT), head_up=head_up)
    scene = draw(Moment(make.sight(0.0), make.findings(0.0, Verdict.OK), None), Trail(), layout)
    rows = {
        shape.words: shape.box for shape in scene.shapes if isinstance(shape, Text) and shape.words.startswith("GV")
    }
    panel, middle_px = layout.back_map, layout.back_map.left_px + layout.back_map.width_px / 2
    assert set(rows) == {"GV14", "GV4"}
    for row in rows.values():
        assert middle_px < row.left_px < row.right_px <= panel.right_px
        assert panel.top_px <= row.top_px < row.bottom_px <= panel.bottom_px
    assert (rows["GV14"].top_px < rows["GV4"].top_px) is head_up


def test_the_trail_collects_the_stands_that_ended(analysis):
    moment = analysis.moments[25]
    ended = replace(moment, findings=replace(moment.findings, stands=analysis.stands[:1]))
    trail = Trail().after(moment).after(ended)
    assert trail.stands == analysis.stands[:1]


def test_paint_leaves_the_given_picture_alone_and_changes_the_right_places(analysis):
    moment, layout = analysis.moments[15], lay_out(640, 480)
    picture = PLAIN.copy()
    painted = paint(draw(moment, Trail(), layout), picture)
    assert (picture == 120).all()
    assert painted.shape == picture.shape
    assert painted.dtype == np.uint8
    assert changed(painted, layout.strip) > 0.9
    assert changed(painted, layout.back_map) > 0.9
    assert changed(painted, layout.banner) > 0.2
    assert (painted[340:360, 318:323] != 120).any()
    assert (painted[440:450, 20:200] == 120).all()


def test_the_banner_is_gone_when_the_cue_is_over(analysis):
    layout = lay_out(640, 480)
    painted = paint(draw(replace(analysis.moments[25], cue=None), Trail(), layout), PLAIN)
    assert (painted[:40, :200] == 120).all()


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_cue_fits_every_picture(analysis, cue, severity, width, height):
    long = replace(cue, severity=severity, spoken="Between shoulders and waist only, and slowly please.")
    layout = lay_out(width, height)
    picture = np.full((height, width, 3), 120, np.uint8)
    painted = paint(draw(replace(analysis.moments[15], cue=long), Trail(), layout), picture)
    banner = painted[: int(layout.banner.bottom_px) - 1]
    assert (banner != 120).any()
    assert (banner[:, :2] == 120).all()  # the words end inside the picture
    assert (banner[:, -2:] == 120).all()


def test_a_fault_is_hatched_so_that_it_needs_no_colour(make):
    layout = lay_out(640, 480)
    moment = Moment(make.sight(0.0, 1.0), make.findings(0.0, Verdict.FAULT, EventSide.RIGHT), None)
    scene = draw(moment, Trail(), layout)
    areas = [s for s in scene.shapes if isinstance(s, Area) and s.style in (Style.FOOTPRINT_FAULT, Style.FOOTPRINT_OK)]
    painted = paint(replace(scene, shapes=tuple(areas[-2:])), PLAIN).astype(int)  # those of the map
    grey = painted.mean(axis=2)
    spread = {}
    for area in areas[-2:]:
        (x0, y0), (x1, y1) = area.points_px.min(axis=0) + 4, area.points_px.max(axis=0) - 4
        spread[area.style] = float(np.std(grey[int(y0) : int(y1), int(x0) : int(x1)]))
    assert spread[Style.FOOTPRINT_FAULT] > 2 * spread[Style.FOOTPRINT_OK] + 5


def test_a_picture_of_another_size_is_a_programming_error(analysis):
    with pytest.raises(ValueError, match="640x480"):
        paint(draw(analysis.moments[15], Trail(), lay_out(640, 480)), np.zeros((10, 10, 3), np.uint8))


def test_nothing_seen_at_all_still_paints(make):
    moment = Moment(make.nothing(float("nan")), make.findings(0.0, Verdict.UNKNOWN), None)
    layout = choose_layout([moment.sight], 640, 480)
    painted = paint(draw(moment, Trail(), layout), PLAIN)
    assert changed(painted, layout.strip) > 0.9


PARTS = ("giver", "receiver", "spine", "band", "outline", "foot_px", "foot_cm", "hand", "support", "figures")


@settings(max_examples=80, deadline=None)
@given(holes=st.dictionaries(st.sampled_from(PARTS), st.integers(0, 2**31)), far=st.sampled_from([1.0, 1e3, 1e9, -1e6]))
def test_any_pattern_of_unknown_or_absurd_values_paints(holes, far):
    sight, findings_of = _sight_maker()

    def holed(name, array):
        if name not in holes:
            return array
        generator = np.random.default_rng(holes[name])
        out = np.array(array, dtype=float) * far
        return np.where(generator.uniform(size=out.shape) < generator.uniform(), np.nan, out)

    def person(name, value):
        return replace(value, pose=replace(value.pose, xy_px=holed(name, value.pose.xy_px)))

    figure = float("nan") if "figures" in holes else 1.0
    back = replace(
        sight.back,
        spine_px=holed("spine", sight.back.spine_px),
        band_px=holed("band", sight.back.band_px),
        outline_px=holed("outline", sight.back.outline_px),
        torso_cm=48.0 * figure,
        seen=Seen.MEASURED,
    )
    feet = tuple(
        replace(
            foot,
            footprint_px=holed("foot_px", foot.footprint_px),
            footprint_back_cm=holed("foot_cm", foot.footprint_back_cm),
            gap_cm=foot.gap_cm * figure,
        )
        for foot in sight.feet
    )
    hands = tuple(replace(hand, xy_px=holed("hand", hand.xy_px)) for hand in sight.hands)
    supports = tuple(replace(support, box_px=holed("support", support.box_px)) for support in sight.supports)
    holed_sight = replace(
        sight,
        giver=person("giver", sight.giver),
        receiver=person("receiver", sight.receiver),
        back=back,
        feet=feet,
        hands=hands,
        supports=supports,
    )
    layout = choose_layout([holed_sight], 640, 480)
    painted = paint(draw(Moment(holed_sight, findings_of(0.0, Verdict.FAULT), None), Trail(), layout), PLAIN)
    assert changed(painted, layout.strip) > 0.9


def test_a_picture_becomes_a_jpeg():
    assert jpeg_of(PLAIN)[:3] == b"\xff\xd8\xff"


_MADE = {}


@pytest.fixture(autouse=True)
def _keep_makers(make):
    _MADE["sight"], _MADE["findings"] = make.sight(0.0, 1.0), make.findings


def _sight_maker():
    """The makers for the law above; hypothesis takes no fixtures that are made once per test."""
    return _MADE["sight"], _MADE["findings"]


@pytest.mark.parametrize(
    ("rules", "words_told"),
    [
        ((Rule.KEEP_OUT,), "Marked spot fault"),
        ((Rule.KEEP_OUT, Rule.OFF_ZONE), "Marked spot fault"),
        ((Rule.SPINE_STEP, Rule.KEEP_OUT), "Spine fault"),
        ((Rule.OFF_ZONE,), "Zone fault"),
        ((), "Spine ok"),
    ],
)
def test_the_first_light_names_the_place_at_fault(make, rules, words_told):
    found = make.findings(1.0, Verdict.OK)
    others = tuple(j for j in found.judgements if j.rule not in PLACE_RULES)
    places = tuple(
        Judgement(rule, Verdict.FAULT if rule in rules else Verdict.OK, 0.0, Severity.URGENT) for rule in PLACE_RULES
    )
    scene = draw(
        Moment(make.sight(1.0), replace(found, judgements=(*places, *others)), None), Trail(), lay_out(640, 480)
    )
    assert words_told in words(scene)


def test_a_back_whose_place_nothing_vouches_for_is_not_called_ok(make):
    sight = make.sight(0.0)
    doubted = replace(sight, receiver=replace(sight.receiver, doubted=True))
    scene = draw(Moment(doubted, make.findings(0.0, Verdict.OK), None), Trail(), lay_out(640, 480))
    assert {"Sight unknown", "Support ok"} <= set(words(scene))
    assert Style.FOOTPRINT_OK not in styles(scene)
