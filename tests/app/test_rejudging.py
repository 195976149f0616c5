"""A result folder under review: corrected, judged again, and whole whoever writes."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.adapters.corrections import asked_from
from coach.adapters.recording import pack_sights, read_sights, sights
from coach.app.review.rejudging import correct, open_reviewed, reread, take_back
from coach.core.findings import Rule
from coach.core.geometry.palms import elsewhere
from coach.core.landmarks import Side
from coach.core.review.corrections import EventAdded, PeopleSwapped, SpineMoved, ThresholdsChanged
from coach.core.sight import Contact, FootSight
from coach.errors import CoachError

MISSED = EventAdded(Rule.SPINE_STEP, 0.1, 0.2)


@pytest.fixture
def folder(coach_says, clip_of, grey, tmp_path: Path, blind) -> Path:
    """A clip that was analysed by eyes that see nobody."""
    del blind
    run = coach_says("analyze", clip_of(grey), "--out", tmp_path / "out", "--no-video", "--no-report")
    assert run.code == 0, run.err
    return tmp_path / "out" / "clip"


@pytest.mark.model
def test_without_a_correction_the_document_is_the_one_that_was_written(
    coach_says, clip_of, sample, tmp_path: Path
) -> None:
    run = coach_says("analyze", clip_of(sample(13.0, 60)), "--out", tmp_path, "--no-video", "--no-report")
    assert run.code == 0, run.err
    clip = open_reviewed(tmp_path / "clip")
    document = json.loads(json.dumps(clip.document, allow_nan=False))

    assert document.pop("corrections") == {"revision": 0, "made": []}
    assert document["events"], "the piece of the sample shows faults"
    assert document.pop("events_wrong") == []
    marks = [[event.pop(name) for name in ("mark", "author", "number")] for event in document["events"]]
    assert marks == [[None, None, None]] * len(document["events"])
    assert document == json.loads((tmp_path / "clip" / "analysis.json").read_bytes())
    assert (tmp_path / "clip" / "sights.coach").stat().st_size < 3000 * 60 + 5000  # no picture is in it


def test_a_correction_is_written_down_and_is_there_when_the_clip_is_opened_again(folder: Path) -> None:
    first, written = open_reviewed(folder), (folder / "analysis.json").read_bytes()
    correct(first, MISSED, "Li", 0)
    clip = reread(first)

    assert open_reviewed(folder).corrections == clip.corrections
    assert [(e["rule"], e["mark"], e["author"]) for e in clip.document["events"]][-1] == ("spine_step", "added", "Li")
    assert (folder / "analysis.json").read_bytes() == written
    take_back(clip, 1, 1)
    assert reread(clip).document["events"] == first.document["events"]
    assert {entry.name for entry in folder.parent.iterdir()} == {"clip"}


def test_of_two_who_write_the_one_with_the_old_page_is_refused_and_nothing_is_lost(folder: Path) -> None:
    one, other = open_reviewed(folder), open_reviewed(folder)
    correct(one, MISSED, "Li", one.corrections.revision)

    with pytest.raises(CoachError, match=r"changed elsewhere .* make the correction again") as told:
        correct(other, PeopleSwapped(0.0), "Wang", other.corrections.revision)

    assert str(told.value).endswith(".")
    assert [made.author for made in open_reviewed(folder).corrections.made] == ["Li"]


def test_thresholds_of_the_rules_can_be_changed_and_those_of_the_sight_cannot(folder: Path) -> None:
    correct(open_reviewed(folder), ThresholdsChanged({"rules.spine_step.band_cm": 3.0}), "Li", 0)
    clip = open_reviewed(folder)
    assert clip.document["settings"]["rules.spine_step.band_cm"] == 3.0

    for name, value in (("sight.feet.stand_s", 2.0), ("rules.spine_step.band_cm", 99.0), ("rules.nothing", 1.0)):
        with pytest.raises(CoachError, match=name):
            correct(clip, ThresholdsChanged({name: value}), "Li", 1)
    assert open_reviewed(folder).corrections.revision == 1


def test_a_mark_on_a_back_that_is_not_seen_is_refused(folder: Path) -> None:
    with pytest.raises(CoachError, match="the back must be seen"):
        correct(open_reviewed(folder), SpineMoved(0.0, ((1.0, 1.0), (1.0, 40.0))), "Li", 0)
    assert not (folder / "corrections.json").exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data[:4], "holds no sights"),
        (lambda data: b"\x00" + data[1:], "holds no sights"),
        (lambda data: data[:8] + b"\x09\x00" + data[10:], "another version"),
        (lambda data: data[:-9], "damaged"),
        (lambda data: data[:60] + bytes([data[60] ^ 255]) + data[61:], "damaged"),
        (lambda data: data[:10] + zlib.compress(b"\x80"), "cannot be understood"),
    ],
)
def test_damaged_sights_are_told_in_one_sentence(folder: Path, spoil, words: str) -> None:
    path = folder / "sights.coach"
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(CoachError, match=words) as told:
        read_sights(path)
    assert str(told.value).endswith("analyse the clip again with this version of the program.")


def test_palms_are_kept_with_the_sights_and_those_of_a_wrong_shape_are_refused(folder: Path) -> None:
    path = folder / "sights.coach"
    kept = read_sights(path)
    assert {hand.press for sight in kept.sights for hand in sight.hands} == {None}

    def with_palm(palm: FootSight) -> bytes:
        first = kept.sights[0]
        hands = (replace(first.hands[0], press=palm), first.hands[1])
        return pack_sights(replace(kept, sights=(replace(first, hands=hands), *kept.sights[1:])))

    palm = replace(elsewhere(Side.LEFT), contact=Contact.BACK, offset_cm=8.5, centre_back_cm=np.array([8.5, 12.0]))
    path.write_bytes(with_palm(palm))
    back = read_sights(path).sights[0].hands[0].press
    assert back is not None
    assert (back.contact, back.offset_cm, back.centre_back_cm.tolist()) == (Contact.BACK, 8.5, [8.5, 12.0])
    path.write_bytes(with_palm(replace(palm, centre_back_cm=np.zeros(3))))
    with pytest.raises(CoachError, match="another shape"):
        read_sights(path)


def test_sights_that_are_packed_to_burst_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sights, "MOST_BYTES", 100)

    with pytest.raises(CoachError, match="too large for the sights of a clip: analyse the clip again"):
        open_reviewed(folder)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"schema": 1, "clip_sha256": "another", "revision": 0, "made": []}', "\xff"]
)
def test_damaged_corrections_are_told_and_left_alone(folder: Path, text: str) -> None:
    path = folder / "corrections.json"
    path.write_bytes(text.encode("latin-1"))

    with pytest.raises(CoachError, match=r"corrections\.json"):
        open_reviewed(folder)
    assert path.read_bytes() == text.encode("latin-1")


def test_what_a_page_asks_for_is_read_from_json_and_anything_else_is_refused() -> None:
    told = (
        b'{"revision": 2, "change": '
        b'{"kind": "spine_moved", "at_s": 1.5, "line_px": [[1, 2], [3, 4]], "whole_clip": true}}'
    )

    assert asked_from(told).change == SpineMoved(1.5, ((1.0, 2.0), (3.0, 4.0)), whole_clip=True)
    assert asked_from(b'{"revision": 2, "without": 1}').without == 1
    for wrong in (b"", b"[]", b'{"revision": 1, "change": {"kind": "magic"}}', told.replace(b"[1, 2], ", b"")):
        with pytest.raises(CoachError, match="no correction"):
            asked_from(wrong)
    with pytest.raises(CoachError, match="corrects nothing"):
        asked_from(b'{"revision": 2}')


def test_a_new_analysis_does_not_take_the_corrections_away(coach_says, folder: Path) -> None:
    correct(open_reviewed(folder), MISSED, "Li", 0)
    clip = folder.parent.parent / "clips" / "clip.mp4"

    assert "corrections.json" in coach_says("analyze", clip, "--out", folder.parent).sentence
    assert open_reviewed(folder).corrections.revision == 1
