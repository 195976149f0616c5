"""Painting on the back map: what is painted is in force, few zones come of many strokes, and all can be undone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from coach.core.prepare import painting
from coach.core.prepare.painting import Painted, Painting, zones
from coach.core.rules.keep_out import SHORT_TORSO_CM, BackPoint, KeepOutParams, KeepOutZone, is_area
from coach.core.words import Language

SCAR = KeepOutZone("scar", (BackPoint(4.0, 0.2), BackPoint(9.0, 0.2), BackPoint(9.0, 0.4)))


def stroke(at: Painting, *points: tuple[float, float]) -> Painting:
    at = painting.press(at, BackPoint(*points[0]))
    for point in points[1:]:
        at = painting.move(at, BackPoint(*point))
    return painting.release(at)


def on_short_torso(zone: KeepOutZone) -> Polygon:
    return Polygon([(one.offset_cm, one.along * SHORT_TORSO_CM) for one in zone.corners])


def test_a_dab_is_a_round_zone_a_little_larger_than_the_brush() -> None:
    (zone,) = zones(stroke(Painting(), (6.0, 0.5)).now, Language.EN)
    assert zone.name == "place 1"
    place = on_short_torso(zone)
    assert place.contains(Point(6.0, 0.5 * SHORT_TORSO_CM).buffer(3.0))
    assert place.area < 1.5 * 3.1416 * 3.0**2
    assert len(zone.corners) <= 24


def test_strokes_that_touch_become_one_zone_and_others_their_own_from_the_head_down() -> None:
    at = stroke(Painting(), (6.0, 0.5), (6.0, 0.6))
    at = stroke(at, (8.0, 0.55), (9.0, 0.55))
    at = stroke(at, (-10.0, 0.1))
    first, second = zones(at.now, Language.ZH)
    assert (first.name, second.name) == ("位置 1", "位置 2")
    assert max(corner.offset_cm for corner in first.corners) < 0
    assert on_short_torso(second).contains(Point(9.0, 0.55 * SHORT_TORSO_CM))


def test_what_is_ringed_is_not_pressed_either() -> None:
    ring = [(6.0, 0.3), (12.0, 0.5), (6.0, 0.7), (0.0, 0.5), (6.0, 0.3)]
    at = replace(Painting(), radius_cm=1.0)
    (zone,) = zones(stroke(at, *ring).now, Language.EN)
    assert on_short_torso(zone).contains(Point(6.0, 0.5 * SHORT_TORSO_CM))


def test_what_was_told_before_stays_as_it_was_and_keeps_its_name() -> None:
    at = Painting(Painted((SCAR, replace(SCAR, name="place 1"))))
    assert [zone.name for zone in zones(stroke(at, (6.0, 0.5)).now, Language.EN)] == ["scar", "place 1", "place 2"]
    assert zones(at.now, Language.EN)[0] == SCAR


def test_undo_takes_back_stroke_by_stroke_and_a_clearing_too() -> None:
    begun = Painting(Painted((SCAR,)))
    one = stroke(begun, (6.0, 0.5))
    two = stroke(one, (-6.0, 0.5))
    cleared = painting.clear(two)
    assert zones(cleared.now, Language.EN) == ()
    assert painting.clear(cleared) == cleared
    back = painting.undo(cleared)
    assert back.now == two.now
    assert painting.undo(back).now == one.now
    assert painting.undo(painting.undo(back)).now == begun.now
    assert painting.undo(begun) == begun


def test_the_brush_has_a_smallest_and_a_largest_size_and_paints_as_large_as_it_is_shown() -> None:
    assert painting.resized(Painting(), -100).radius_cm == painting.LEAST_RADIUS_CM
    large = painting.resized(Painting(), 100)
    assert large.radius_cm == painting.MOST_RADIUS_CM
    (zone,) = zones(stroke(large, (0.0, 0.5)).now, Language.EN)
    shown = Polygon(painting.brush_outline(large) * [1.0, SHORT_TORSO_CM])
    assert on_short_torso(zone).contains(shown)


def test_a_stroke_that_leaves_the_map_stays_on_its_edge_and_one_that_is_let_go_paints_nothing() -> None:
    at = painting.move(painting.press(Painting(), BackPoint(5.0, 0.5)), BackPoint(900.0, -70.0))
    assert at.brush.offset_cm == painting.MOST_ASIDE_CM
    assert painting.let_go(at).now == Painted()
    assert painting.release(painting.let_go(at)) == painting.let_go(at)
    assert painting.release(Painting()) == Painting()


points = st.tuples(st.floats(-60, 60), st.floats(-2, 3))


@settings(max_examples=60, deadline=None)
@example([([(1.0, 1.0), (-1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)], 1.0)])  # goes round a place
@example([([(0.0, 0.0), (1.0, 9.5e-180), (0.0, 0.0), (1.0, 0.0)], 1.0)])
@given(st.lists(st.tuples(st.lists(points, min_size=1, max_size=12), st.floats(1.0, 10.0)), min_size=1, max_size=5))
def test_whatever_is_painted_is_covered_by_few_zones_that_the_rule_takes(drawn) -> None:
    at = Painting()
    for where, radius_cm in drawn:
        at = stroke(replace(at, radius_cm=radius_cm), *where)
    found = zones(at.now, Language.EN)
    assert 1 <= len(found) <= len(drawn)
    assert all(is_area(zone) and len(zone.corners) <= 60 for zone in found)
    KeepOutParams(zones=found)
    covered = [on_short_torso(zone) for zone in found]
    for dabs in at.now.strokes:
        for point in dabs.points:
            dab = Point(point.offset_cm, point.along * SHORT_TORSO_CM).buffer(dabs.radius_cm - 0.05)
            assert any(place.contains(dab) for place in covered)
