"""What was painted before the session is on its back map, and a foot there is called as urgently as on the spine."""

from __future__ import annotations

from dataclasses import replace

from coach.app.live.prepare_window import screens_of
from coach.app.live.window_screen import WindowScreen
from coach.app.live.worker import Seen
from coach.app.prepare import Prepared, prepared_rules
from coach.core.findings import Rule, Severity
from coach.core.live.live import LiveParams
from coach.core.live.preparing.state import readiness_of
from coach.core.live.tally import begin_tally
from coach.core.look import Hints, PictureSize
from coach.core.prepare.answers import Answers
from coach.core.rules.keep_out import BackPoint
from coach.core.verdict import Verdict
from coach.core.view import Trail
from coach.core.view.shapes import Area, Style
from tests.live.couple import Couple
from tests.live.staged import fold, staged_session

ON_THE_LEFT_CM = -9.0  # there the giver's left foot stands in the staged session, 20 cm below the shoulders


def painted_session(tmp_path) -> tuple[LiveParams, Answers]:
    couple = Couple(screens_of(LiveParams(), tmp_path / "a.toml")).to_places()
    box, middle = couple.on_map(0.0, 0.0), couple.on_map(0.5, 0.0)
    px_per_cm = (couple.on_map(0.0, 1.0)[1] - box[1]) / (1.7 * 48.0)  # the map's height is 1.7 drawn torsos
    x = 0.5 + ON_THE_LEFT_CM * px_per_cm / (2 * (middle[0] - box[0]))
    couple.paint((x, 0.42), (x, 0.56))
    answers = couple.state.answers
    params = LiveParams()
    rules = prepared_rules(params.session.rules, Prepared(answers, readiness_of(couple.params, couple.state)))
    return replace(params, session=replace(params.session, rules=rules)), answers


def test_a_foot_on_what_was_painted_is_an_urgent_fault_and_without_it_none(tmp_path) -> None:
    params, answers = painted_session(tmp_path)
    (zone,) = answers.areas
    assert all(isinstance(corner, BackPoint) and -14.0 < corner.offset_cm < -4.0 for corner in zone.corners)

    def faults(of: LiveParams) -> set[Severity]:
        found = set()
        for moment in fold(of, staged_session().inputs):
            judged = () if moment.moment is None else moment.moment.findings.judgements
            found |= {one.severity for one in judged if one.rule is Rule.KEEP_OUT and one.verdict is Verdict.FAULT}
        return found

    assert faults(params) == {Severity.URGENT}
    assert faults(LiveParams()) == set()


class Pane:
    """A window that keeps what it is shown."""

    size, due = PictureSize(1280, 720), True

    def __init__(self) -> None:
        self.screens = []

    def show(self, screen, picture_rgb, meanwhile) -> bool:
        del picture_rgb, meanwhile
        self.screens.append(screen)
        return True

    def events(self):
        return ()


class Loudspeaker:
    problem, volume, muted_by_user = None, 1.0, False


def test_what_was_painted_is_on_the_back_map_of_the_session(tmp_path) -> None:
    params, _ = painted_session(tmp_path)
    moment = next(one for one in staged_session().moments if one.t_s >= 9.0 and one.moment is not None)
    for of, expected in ((params, 1), (LiveParams(), 0)):
        pane = Pane()
        screen = WindowScreen(pane, Loudspeaker(), lambda: moment.t_s, of, Hints())
        screen.show(Seen(moment, None, Trail(), begin_tally(), 1, 0, moment.t_s), stale=False, meanwhile=list)
        shapes = pane.screens[-1].around.shapes
        marked = [one for one in shapes if isinstance(one, Area) and one.style is Style.MAP_KEEP_OUT]
        assert len(marked) == expected
