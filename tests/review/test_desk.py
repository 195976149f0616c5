"""What lies on the table: analysed folders, notes, exports, and the place where corrections are plugged in."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from coach.adapters.analysed import layout, read_analysed
from coach.adapters.browser.serving import Service
from coach.adapters.notebook import Note, Notebook
from coach.app.review.library import shelf_of
from coach.cli import app
from coach.errors import CoachError
from coach.report.trc import LANDMARKS, trc
from tests.review.conftest import Served

NOTE = Note("a1", 1.0, 1.0, "Further out.")


def test_frames_come_back_as_they_were_written_with_unknown_kept_unknown(make_session) -> None:
    analysed = read_analysed(make_session(frames=50))
    where = layout()

    assert analysed.t_s[-1] == pytest.approx(49 / 30)
    assert analysed.rows[:, where["giver_xy"][0]].tolist() == list(range(50))
    assert np.isnan(analysed.rows[:, where["receiver_xy"][0]]).all()
    assert (analysed.rows[:, where["right_foot_state"][0]] == 0.0).all()  # back
    assert (analysed.rows[:, where["receiver_state"][0]] == -1.0).all()  # a word that the contract does not know


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema": 1}', b"\xff\xfe\x00"])
def test_a_damaged_analysis_is_told_in_one_sentence_and_stays_as_it_is(make_session, content: bytes) -> None:
    folder = make_session()
    (folder / "analysis.json").write_bytes(content)

    with pytest.raises(CoachError, match=r"is damaged .* analyse the clip again with 'coach analyze'\.$"):
        read_analysed(folder)
    assert (folder / "analysis.json").read_bytes() == content


def test_an_analysis_of_another_version_is_told(make_session) -> None:
    folder = make_session()
    document = json.loads((folder / "analysis.json").read_text())
    (folder / "analysis.json").write_text(json.dumps(document | {"schema": 9}))

    with pytest.raises(CoachError, match="version 9, this program reads version 1"):
        read_analysed(folder)


def test_damaged_or_missing_frames_are_told(make_session) -> None:
    folder = make_session()
    whole = (folder / "frames.parquet").read_bytes()
    for content in (b"", b"PAR1", whole[: len(whole) // 2]):
        (folder / "frames.parquet").write_bytes(content)
        with pytest.raises(CoachError, match=r"frames.parquet' is damaged|cannot be read"):
            read_analysed(folder)
    (folder / "frames.parquet").unlink()
    with pytest.raises(CoachError, match="cannot be read"):
        read_analysed(folder)


def test_a_note_is_on_the_disk_when_it_was_put_and_analysing_again_keeps_it(make_session) -> None:
    folder = make_session()
    Notebook(folder).put(NOTE)
    shutil.rmtree(folder)

    assert Notebook(folder).read() == (NOTE,)
    assert Notebook(folder).delete("a1") == ()


def test_notes_from_many_tabs_at_once_are_all_kept(make_session) -> None:
    book = Notebook(make_session())
    writers = [
        threading.Thread(target=lambda k=k: book.put(Note(f"n{k}", float(k), float(k), "")), daemon=True)
        for k in range(12)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(20)

    assert [note.id for note in book.read()] == [f"n{k}" for k in range(12)]


def test_damaged_notes_are_never_written_over(make_session) -> None:
    folder = make_session()
    path = folder.with_name("evening.notes.json")
    path.write_bytes(b"half a fi")

    with pytest.raises(CoachError, match="were left as they are"):
        Notebook(folder).put(NOTE)
    assert path.read_bytes() == b"half a fi"


def test_a_clip_is_found_by_its_results_and_one_that_was_not_analysed_is_told_how(make_session, tmp_path: Path) -> None:
    folder = make_session()
    film = tmp_path / "films" / "evening.mp4"
    other = film.with_name("other.mp4")
    other.write_bytes(film.read_bytes())

    assert shelf_of(film, folder.parent).alone == folder
    with pytest.raises(CoachError, match=r"has not been analysed yet.*run 'coach analyze "):
        shelf_of(other, folder.parent)
    with pytest.raises(CoachError, match="there is no"):
        shelf_of(tmp_path / "nothing", folder.parent)
    with pytest.raises(CoachError, match=r"holds no analysed clip: first run 'coach analyze CLIP"):
        shelf_of(tmp_path / "films", folder.parent)


def test_a_second_review_on_the_same_port_is_told_and_the_first_goes_on(make_session, serve) -> None:
    folder = make_session()
    served = serve(folder)
    second = CliRunner().invoke(app, ["review", str(folder), "--no-browser", "--port", str(served.port)])

    assert second.exit_code == 2
    assert f"port {served.port} is taken, perhaps by another 'coach review'" in second.stderr
    assert served.ask("/").status == 200


def test_a_film_is_sent_in_ranges(make_session, serve) -> None:
    served = serve(make_session())
    answer = served.ask(f"{served.first()}/film/clip", headers={"Range": "bytes=4-11"})

    assert answer.status == 206
    assert answer.body == b"ftypisom"


def test_a_trc_file_has_the_head_that_opensim_reads_and_its_axes_as_told() -> None:
    xy_px = np.full((2, 66), np.nan, np.float32)
    xy_px[0, :2] = 100.0, 30.0
    lines = trc("a.trc", np.array([0.0, 0.5]), {"giver": xy_px}, height_px=80, cm_per_px=0.5).split("\n")

    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\ta.trc"
    assert lines[2].split("\t")[:5] == ["2.0000", "2.0000", "2", "33", "mm"]
    assert lines[3].split("\t")[2] == "giver_nose"
    assert len(LANDMARKS) == 33
    assert lines[6].split("\t")[:5] == [
        "1",
        "0.000000",
        "500.00",
        "250.00",
        "0.00",
    ]  # right 100 px, up 50 px, 5 mm each
    assert lines[7].split("\t")[2:] == [""] * 99
    assert {len(line.split("\t")) for line in lines[6:8]} == {2 + 99}


@pytest.mark.parametrize(
    ("what", "begins"),
    [
        ("events.csv", "rule,start_s,end_s,severity,side\r\nspine_step,1.0,2.0,urgent,left"),
        ("steps.csv", "foot,start_s,end_s,along,offset_cm,zone\r\nleft,0.5,3.5,0.2,-5.0,shoulder_blades"),
        ("frames.csv", "t_s,left_foot_offset_cm,"),
        ("markers.trc", "PathFileType"),
        ("markers.txt", "TRC axes: x to the right of the picture, y up, z = 0"),
    ],
)
def test_everything_that_can_be_taken_out_is_what_it_says(make_session, serve, what: str, begins: str) -> None:
    served = serve(make_session())
    answer = served.ask(f"{served.first()}/export/{what}")

    assert answer.status == 200
    assert answer.body.decode("utf-8-sig").startswith(begins)
    assert answer.headers["content-disposition"] == f'attachment; filename="evening.{what}"'


def test_where_nothing_can_be_judged_again_a_correction_is_refused_in_one_sentence(make_session, serve) -> None:
    served = serve(make_session())
    answer = served.ask(f"{served.first()}/corrections", "POST", b"{}")

    assert answer.status == 409
    assert "cannot judge a clip again" in answer.json["error"]


LISTENING = """
import sys
def note(event, details):
    if event.startswith("socket.") and event != "socket.__new__":
        print(event, details[-1] if event == "socket.bind" else "", file=sys.stderr, flush=True)
sys.addaudithook(note)
sys.argv = ["coach", "review", {folder!r}, "--no-browser"]
from coach.cli import main
main()
"""


def test_a_review_opens_one_port_of_the_loopback_calls_nobody_and_ends_with_ctrl_c(make_session) -> None:
    command = [sys.executable, "-c", LISTENING.format(folder=str(make_session()))]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    address = re.search(r"http://\S+", child.stdout.readline())
    assert address is not None
    served = Served(address.group(), child.kill)
    assert served.ask(served.first()).status == 200
    assert served.ask(f"{served.first()}/film/clip").status == 200
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=120)

    assert told.splitlines() == ["socket.bind ('127.0.0.1', 0)"]
    assert child.returncode == 0


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("morning", "noon"), "holds no session of the name 'noon': give two names of its library"),
        (("morning", "evening"), "holds 2 sessions of the name 'evening'"),
    ],
)
def test_sessions_to_compare_that_are_not_there_or_not_clear_are_told(make_session, names, told: str) -> None:
    root = make_session("morning").parent
    make_session("evening")
    make_session("later/evening")
    result = CliRunner().invoke(app, ["review", str(root), "--no-browser", "--compare", *names])

    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_two_sessions_named_on_the_command_line_stand_in_the_address(make_session, monkeypatch) -> None:
    root = make_session("morning").parent
    make_session("evening")
    serving = Service.run

    def ending_at_once(service: Service) -> None:
        service.stop()
        serving(service)

    monkeypatch.setattr(Service, "run", ending_at_once)
    result = CliRunner().invoke(app, ["review", str(root), "--no-browser", "--compare", "morning", "evening"])
    places = {place.name: place.id for place in shelf_of(root, root).places()}

    assert result.exit_code == 0
    assert f"/#compare={places['morning']}+{places['evening']}" in result.stdout
