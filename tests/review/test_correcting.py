"""Corrections as the page asks for them: judged again in memory, undone, handed out, and never believed blindly."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from coach.adapters import files
from coach.app.review.correcting import ClipCorrections
from coach.core.findings import Event, EventSide, Rule, Severity
from coach.core.review.difference import difference
from coach.errors import CoachError
from tests.review.massage import SPINE_PX

SHIFTED = [[x - 48.0, y] for x, y in SPINE_PX]  # 8 cm to the receiver's left: the right foot is clear of it then
SPINE = {"kind": "spine_moved", "at_s": 1.0, "line_px": SHIFTED, "whole_clip": True}
MISSED = {"kind": "event_added", "rule": "fast_step", "start_s": 7.0, "end_s": 7.5, "side": "left"}
BAND = {"kind": "thresholds_changed", "settings": {"rules.support_lost.confirm_s": 2.0}}


def asked(change: object = None, revision: int = 0, **more: object) -> bytes:
    return json.dumps({"revision": revision, "change": change, **more}).encode()


def rules(events: list[dict[str, Any]]) -> list[str]:
    return [event["rule"] for event in events]


def test_what_a_correction_changed_is_told_and_undone_without_a_trace(massage_session) -> None:
    folder = massage_session()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    clip = ClipCorrections(folder)
    assert clip.judged() is None

    told = clip.correct(asked(SPINE, author=" Li \n Wei "))

    assert rules(told["since"]["gone"]) == ["spine_step"]
    assert told["made"][0]["author"] == "Li Wei"
    judged = clip.judged()
    assert judged is not None
    assert [event.rule for event in judged.document.events] == ["support_lost"]
    told = clip.correct(asked(revision=1, without=1))
    assert rules(told["since"]["new"]) == ["spine_step"]
    assert told["changed"] == {"gone": [], "new": [], "moved": []}
    assert clip.judged() is None
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "corrections.json"} == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_further_drag_takes_the_place_of_the_one_before(massage_session) -> None:
    clip = ClipCorrections(massage_session())
    clip.correct(asked(SPINE))
    told = clip.correct(asked(SPINE | {"line_px": SPINE_PX}, revision=1, without=1))

    assert [one["number"] for one in told["made"]] == [3]
    assert told["changed"]["gone"] == []


def test_the_handles_lie_where_the_line_is_now(massage_session) -> None:
    clip = ClipCorrections(massage_session())
    assert clip.back_at(1.0)["spine"] == SPINE_PX
    clip.correct(asked(SPINE))

    for point, wanted in zip(clip.back_at(1.0)["spine"], SHIFTED, strict=True):
        assert point == pytest.approx(wanted, abs=3.0)
    assert len(clip.back_at(1.0)["corners"]) == 4
    clip.correct(asked({"kind": "people_swapped", "at_s": 5.0}, revision=1))
    assert clip.back_at(6.0)["spine"] is None
    for moment in (math.nan, math.inf, -1.0, 1e9):
        with pytest.raises(CoachError, match="no such moment"):
            clip.back_at(moment)


def test_an_event_is_marked_wrong_and_restored_and_one_that_is_not_there_is_refused(massage_session) -> None:
    clip = ClipCorrections(massage_session())
    step = next(event for event in json.loads((clip.folder / "analysis.json").read_text())["events"])
    wrong = {"kind": "event_wrong", **{name: step[name] for name in ("rule", "start_s", "end_s", "side")}}

    told = clip.correct(asked(wrong))
    judged = clip.judged()
    assert judged is not None
    assert rules(told["changed"]["gone"]) == ["spine_step"]
    assert [event["number"] for event in json.loads(judged.raw)["events_wrong"]] == [1]
    with pytest.raises(CoachError, match="there is no event 'spine_step' at 2"):
        clip.correct(asked(wrong, revision=1))
    assert clip.correct(asked(revision=1, without=1))["changed"]["gone"] == []


def test_thresholds_are_told_with_unit_range_and_default_and_changed(massage_session) -> None:
    clip = ClipCorrections(massage_session())
    by_name = {one["name"]: one for one in clip.told()["thresholds"]}

    assert by_name["rules.spine_step.band_cm"] == {
        "name": "rules.spine_step.band_cm",
        "value": 2.0,
        "analysed": 2.0,
        "usual": 2.0,
        "kind": "float",
        "unit": "cm",
        "low": 0.5,
        "high": 6.0,
    }
    assert all(name.startswith(("rules.", "cues.")) for name in by_name)
    told = clip.correct(asked(BAND))
    assert rules(told["changed"]["gone"]) == ["support_lost"]
    assert next(one for one in told["thresholds"] if one["name"] == "rules.support_lost.confirm_s")["value"] == 2.0


HUGE = 10**400


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no correction"),
        (b"\xff\xfe", "no correction"),
        (b"[" * 100_000, "no correction"),
        (b'{"revision": 0}', "corrects nothing"),
        (b'{"revision": -1, "without": 1}', "revision"),
        (b'{"revision": 1e400, "without": 1}', "revision"),
        (asked(SPINE, author="x" * 81), "author"),
        (asked(SPINE | {"kind": "magic"}), "no correction"),
        (asked(SPINE | {"at_s": math.nan}), "is no number"),
        (asked(SPINE | {"at_s": HUGE}), "no correction|is no number|outside of the clip"),
        (asked(SPINE | {"at_s": "soon"}), "at_s"),
        (asked(SPINE | {"at_s": 99.0}), "outside of the clip"),
        (asked(SPINE | {"at_s": -1.0}), "outside of the clip"),
        (asked(SPINE | {"line_px": [[0, 0], [math.inf, 1]]}), "is no number"),
        (asked(SPINE | {"line_px": [[320, -1e300], [320, 1e300]]}), "tell no back|far outside"),
        (asked(SPINE | {"line_px": [[320.0, 100.0], [320.0, 1500.0]]}), "far outside"),
        (asked(SPINE | {"line_px": [[320, 100]]}), "line_px"),
        (asked(SPINE | {"line_px": SPINE_PX[::-1]}), "tell no back"),
        (asked({"kind": "torso_moved", "at_s": 1.0, "corners_px": [[1, 1]] * 4}), "tell no back"),
        (asked({"kind": "people_swapped", "at_s": 1e12}), "outside of the clip"),
        (asked(MISSED | {"rule": "happiness"}), "rule"),
        (asked(MISSED | {"side": "front"}), "side"),
        (asked(MISSED | {"end_s": 6.0}), "does not fit"),
        (asked(MISSED | {"end_s": 1e6}), "does not fit"),
        (asked(BAND | {"settings": {}}), "no threshold"),
        (asked(BAND | {"settings": {"rules.happiness": 1.0}}), "no setting 'rules.happiness'"),
        (asked(BAND | {"settings": {"rules.": 1.0, "rules..": 2.0}}), "no setting|table"),
        (
            asked(BAND | {"settings": {"rules.spine_step.band_cm": 2.0, "rules.spine_step.band_cm.x": 1}}),
            "must be a number",
        ),
        (asked(BAND | {"settings": {"sight.feet.stand_s": 1.0}}), "cannot be changed here"),
        (asked(BAND | {"settings": {"rules.spine_step.band_cm": 99.0}}), "from 0.5 to 6 cm"),
        (asked(BAND | {"settings": {"rules.spine_step.band_cm": math.nan}}), "is no number"),
        (asked(BAND | {"settings": {"rules.spine_step.band_cm": "wide"}}), "must be a number"),
        (asked(BAND | {"settings": {"rules.spine_step.band_cm": [1]}}), "no correction"),
        (asked(BAND | {"settings": {"rules.spine_step.band_cm": HUGE}}), "must be a number|no correction"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_sentence_and_nothing_is_lost(massage_session, data, says) -> None:
    folder = massage_session(frames=120)
    clip = ClipCorrections(folder)
    clip.correct(asked(MISSED))
    kept = (folder / "corrections.json").read_bytes()
    data = data.replace(b'"revision": 0', b'"revision": 1')

    with pytest.raises(CoachError, match=says) as told:
        clip.correct(data)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert (folder / "corrections.json").read_bytes() == kept
    assert len(clip.told()["made"]) == 1


def test_of_two_windows_the_one_that_shows_old_corrections_is_refused_and_then_shows_the_new(massage_session) -> None:
    folder = massage_session()
    one, other = ClipCorrections(folder), ClipCorrections(folder)
    assert other.told()["revision"] == 0
    state = other.state()
    one.correct(asked(SPINE))

    with pytest.raises(CoachError, match="changed elsewhere"):
        other.correct(asked(MISSED, revision=0))
    assert other.state() != state
    assert [made["change"]["kind"] for made in other.told()["made"]] == ["spine_moved"]
    assert len(other.correct(asked(MISSED, revision=1))["made"]) == 2
    assert len(one.told()["made"]) == 2


KILLED = """
import os, sys
from pathlib import Path
from coach.adapters import files
from coach.app.review.correcting import ClipCorrections
flush = os.fsync
def die(file):
    flush(file)
    os._exit(9)
files.os.fsync = die
ClipCorrections(Path(sys.argv[1])).correct(sys.argv[2].encode())
"""


def test_a_run_that_is_killed_while_it_writes_leaves_what_was_corrected_before(massage_session) -> None:
    folder = massage_session(frames=120)
    clip = ClipCorrections(folder)
    clip.correct(asked(MISSED))
    data = asked(SPINE, revision=1).decode()

    assert subprocess.run([sys.executable, "-c", KILLED, str(folder), data], check=False).returncode == 9

    again = ClipCorrections(folder)
    assert [made["change"]["kind"] for made in again.told()["made"]] == ["event_added"]
    assert len(again.correct(data.encode())["made"]) == 2


def test_a_folder_that_cannot_be_written_to_is_told_and_can_still_be_looked_at(massage_session, monkeypatch) -> None:
    clip = ClipCorrections(massage_session(frames=120))

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        del flags, mode
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(CoachError, match=r"Permission denied.*copy the results into a folder of your own"):
        clip.correct(asked(MISSED))
    assert clip.told()["made"] == []
    assert clip.judged() is None


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "sights.coach").unlink(), "analyse the clip again"),
        (lambda folder: (folder / "sights.coach").write_bytes(b"half"), "analyse the clip again"),
        (lambda folder: (folder / "corrections.json").write_bytes(b'{"schema": 1, '), "repair it, or move it away"),
        (lambda folder: (folder / "corrections.json").write_bytes(b"\x00" * 9), "repair it, or move it away"),
    ],
)
def test_a_clip_that_cannot_be_judged_again_is_shown_as_it_was_and_says_why(
    massage_session, serve, spoil, says
) -> None:
    folder = massage_session(frames=120)
    ClipCorrections(folder).correct(asked(MISSED))
    spoil(folder)
    left = (folder / "corrections.json").read_bytes()
    served = serve(folder, open_corrections=ClipCorrections)
    opened = served.ask(served.first()).json

    assert opened["corrected"] is False
    assert says in opened["corrections_trouble"]
    assert rules(opened["analysis"]["events"]) == ["spine_step", "support_lost"]
    for method, body in (("GET", None), ("POST", asked(MISSED, revision=1))):
        answer = served.ask(f"{served.first()}/corrections", method, body)
        assert answer.status == 409
        assert says in answer.json["error"]
    assert (folder / "corrections.json").read_bytes() == left


def test_an_analysis_that_was_made_anew_under_the_page_is_read_anew(massage_session) -> None:
    folder = massage_session(frames=120)
    clip = ClipCorrections(folder)
    assert clip.told()["frames"] == 120
    massage_session(frames=90)
    assert clip.told()["frames"] == 90
    document = json.loads((folder / "analysis.json").read_text())
    document["clip"]["sha256"] = "1" * 64
    (folder / "analysis.json").write_text(json.dumps(document))
    with pytest.raises(CoachError, match="two different clips: analyse the clip again"):
        ClipCorrections(folder).told()


def test_both_judgements_are_handed_out_and_say_which_they_are(massage_session, serve) -> None:
    served = serve(massage_session(), open_corrections=ClipCorrections)
    path = served.first()
    first = served.ask(f"{path}/export/events.csv")
    assert served.ask(f"{path}/export/truth.json").status == 404
    answer = served.ask(f"{path}/corrections", "POST", asked(SPINE, author="<b>Li</b>"))
    served.ask(f"{path}/corrections", "POST", asked(MISSED, revision=1, author="<b>Li</b>"))

    assert rules(answer.json["session"]["analysis"]["events"]) == ["support_lost"]
    events = served.ask(f"{path}/export/events.csv")
    assert events.headers["content-disposition"] == 'attachment; filename="evening.corrected.events.csv"'
    assert events.body.decode("utf-8-sig").splitlines()[0] == "rule,start_s,end_s,severity,side,mark,author"
    assert "fast_step,7.0,7.5,warning,left,added,<b>Li</b>" in events.body.decode()
    assert served.ask(f"{path}/export/events.csv?judgement=original").body == first.body
    assert "evening.corrected.markers.trc" in served.ask(f"{path}/export/markers.trc").body.decode()
    assert rules(served.ask(f"{path}?judgement=original").json["analysis"]["events"]) == ["spine_step", "support_lost"]
    offsets = [served.ask(f"{path}/frames/0{which}").body for which in ("", "?judgement=original")]
    assert offsets[0] != offsets[1]
    page = served.ask(f"{path}/export/report.html").body.decode()
    assert "Corrected by hand" in page
    assert "The spine line was moved in the whole clip (&lt;b&gt;Li&lt;/b&gt;)" in page
    assert "No longer there:</p><ul><li>Foot or hand on the spine, right, at 0:02" in page
    assert "data:image/jpeg" in page
    assert "Corrected by hand" not in served.ask(f"{path}/export/report.html?judgement=original").body.decode()
    assert '"evening.notes.csv"' in served.ask(f"{path}/export/notes.csv").headers["content-disposition"]
    assert json.loads(served.ask(f"{path}/export/analysis.json").body)["corrections"]["revision"] == 2


def test_a_film_that_was_moved_hinders_no_correction_and_leaves_the_report_without_pictures(
    massage_session, serve, tmp_path: Path
) -> None:
    folder = massage_session(frames=120)
    document = json.loads((folder / "analysis.json").read_text())
    document["clip"]["path"] = str(tmp_path / "gone.mp4")
    (folder / "analysis.json").write_text(json.dumps(document))
    served = serve(folder, open_corrections=ClipCorrections)

    assert served.ask(f"{served.first()}/corrections", "POST", asked(MISSED)).status == 200
    page = served.ask(f"{served.first()}/export/report.html")
    assert page.status == 200
    assert b"Corrected by hand" in page.body
    assert b"data:image/jpeg" not in page.body


def test_corrections_beyond_measure_are_refused_and_left_alone(massage_session) -> None:
    folder = massage_session(frames=120)
    clip = ClipCorrections(folder)
    clip.correct(asked(MISSED))
    path = folder / "corrections.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps(document | {"made": document["made"] * 501}))

    with pytest.raises(CoachError, match="more than 500 corrections"):
        clip.told()
    path.write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(CoachError, match="too large"):
        clip.told()


def test_the_corrected_clip_is_ground_truth_in_the_form_of_the_footage(massage_session) -> None:
    clip = ClipCorrections(massage_session())
    clip.correct(asked(MISSED, author="Li"))
    clip.correct(asked(SPINE | {"at_s": 5.0, "whole_clip": False}, revision=1))
    truth = json.loads(clip.truth())

    assert {"type": "fast_step", "start": 7.0, "end": 7.5, "side": "left"} in truth["events"]
    assert truth["correct"] is False
    assert (truth["n_frames"], len(truth["frames"])) == (160, 160)
    assert truth["camera"] == {"name": "unknown", "width": 640, "height": 480}
    assert truth["technique"] == "standing"
    assert [frame["giver"] for frame in truth["frames"]] == [None] * 160
    marked = [frame["t"] for frame in truth["frames"] if "spine_line2d" in frame["receiver"]]
    assert marked[0] == 5.0, "only where a person has marked it"
    assert {step["kind"] for step in truth["steps"]} <= {"step_up", "step", "step_down"}
    assert truth["meta"]["authors"] == ["Li"]


def test_what_a_judgement_gained_and_lost_is_told_by_rule_side_and_time() -> None:
    def event(rule: Rule, start_s: float, end_s: float, side: EventSide | None = None) -> Event:
        return Event(rule, start_s, start_s, end_s, Severity.URGENT, side)

    step, other = event(Rule.SPINE_STEP, 2.0, 3.0, EventSide.LEFT), event(Rule.SPINE_STEP, 2.0, 3.0, EventSide.RIGHT)
    later, longer = event(Rule.SPINE_STEP, 3.4, 4.0, EventSide.LEFT), event(Rule.SPINE_STEP, 2.1, 5.0, EventSide.LEFT)

    assert difference([step], [step]) == difference([], [])
    assert difference([step], [other]).gone == (step,)
    assert difference([step], [other]).new == (other,)
    assert difference([step], [longer]).moved == ((step, longer),)
    split = difference([longer], [step, later])
    assert (split.gone, split.new) == ((), (later,))
    assert len(split.moved) == 1
