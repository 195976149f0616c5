"""A long clip with corrections: shown at once as it was judged first, judged again beside, and nothing is lost."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.app.review import desk, rejudging
from coach.app.review.correcting import ClipCorrections
from coach.app.review.port import StillJudging
from coach.app.review.under_way import GivenUp, UnderWay
from coach.core.review.folding import folding
from coach.errors import CoachError
from tests.review.conftest import Served
from tests.review.driver import Browser
from tests.review.test_correcting import MISSED, SPINE, asked

READY = "document.documentElement.dataset.ready?.length === 16"
LINE = "document.querySelector('#judging')"
EVENTS = "document.querySelector('#panel-events').innerText"
PRESSED = "[...document.querySelectorAll('#judgement button')].map((one) => [one.ariaPressed, one.disabled].join())"


class Gate:
    """Judging stands still after its first step until it is opened."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.judged: list[int] = []

    def folding(self, *told):
        steps = folding(*told)
        while True:
            try:
                count = next(steps)
            except StopIteration as end:
                return end.value
            self.judged.append(count)
            yield count
            self.opened.wait(30)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Every clip is a long one, and its judgement waits."""
    gate = Gate()
    monkeypatch.setattr(rejudging, "folding", gate.folding)
    monkeypatch.setattr(desk, "SHORT_FRAMES", 10)
    yield gate
    gate.opened.set()


def rules(told: dict) -> list[str]:
    return [event["rule"] for event in told["analysis"]["events"]]


def until(happens: Callable[[], object]) -> None:
    end_s = time.monotonic() + 20.0
    while not happens():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def corrected(make_session: Callable[..., Path], gate: Gate, **more: object) -> Path:
    folder = make_session(**more)
    gate.opened.set()
    ClipCorrections(folder).correct(asked(SPINE))
    gate.opened.clear()
    gate.judged.clear()
    return folder


def test_the_original_is_handed_out_until_the_corrected_judgement_is_there(massage_session, serve, gate: Gate) -> None:
    served: Served = serve(corrected(massage_session, gate), open_corrections=ClipCorrections)
    path = served.first()
    told = served.ask(path).json

    assert (told["judging"], told["corrected"]) == (True, False)
    assert rules(told) == ["spine_step", "support_lost"]
    until(lambda: served.ask(f"{path}/corrections/state").json["judging"] == {"done": 50, "of": 160})
    assert served.ask(path).json["judging"], "it is asked for once more, and not begun once more"
    assert gate.judged == [50]
    assert served.ask(f"{path}/compared/{path.rsplit('/')[-1]}").status == 200
    gate.opened.set()
    until(lambda: served.ask(f"{path}/corrections/state").json["judging"] is None)
    told = served.ask(path).json
    assert (told["judging"], told["corrected"], rules(told)) == (False, True, ["support_lost"])


def test_a_correction_is_on_the_disk_before_it_is_judged(massage_session, gate: Gate) -> None:
    folder = massage_session()
    clip = ClipCorrections(folder)
    gate.opened.set()
    clip.told()
    gate.opened.clear()
    answers: list[object] = []

    def make() -> None:
        try:
            answers.append(clip.correct(asked(SPINE)))
        except CoachError as ended:
            answers.append(str(ended))

    thread = threading.Thread(target=make)
    thread.start()
    until(lambda: (folder / "corrections.json").exists() and clip.progress())
    with pytest.raises(StillJudging):
        clip.judged(0.0)
    clip.close()  # the program ends in the middle of it
    thread.join(10)
    assert answers == ["the program is ending: start 'coach review' again and open its new address."]
    assert clip.progress() is None
    gate.opened.set()
    again = ClipCorrections(folder).told()
    assert [one["change"]["kind"] for one in again["made"]] == ["spine_moved"]
    assert [event["rule"] for event in again["changed"]["gone"]] == ["spine_step"]


def test_what_another_run_has_corrected_meanwhile_is_judged_instead(massage_session, gate: Gate) -> None:
    folder = massage_session()
    here, elsewhere = ClipCorrections(folder), ClipCorrections(folder)
    gate.opened.set()
    here.told()
    elsewhere.correct(asked(SPINE))
    gate.opened.clear()
    with pytest.raises(StillJudging):
        here.judged(0.0)
    waiting: list[object] = []
    thread = threading.Thread(target=lambda: waiting.append(here.told()))
    thread.start()
    until(lambda: here.progress() == (50, 160))
    elsewhere.correct(asked(MISSED, revision=1))  # an event alone needs no frame to be judged again
    with pytest.raises(StillJudging):
        here.judged(0.0)
    gate.opened.set()
    thread.join(20)
    (told,) = waiting
    assert isinstance(told, dict)
    assert [one["change"]["kind"] for one in told["made"]] == ["spine_moved", "event_added"]


def test_an_event_that_is_marked_needs_no_frame_to_be_judged_again(massage_session, gate: Gate) -> None:
    clip = ClipCorrections(massage_session())
    gate.opened.set()
    clip.told()
    gate.judged.clear()
    assert [event["rule"] for event in clip.correct(asked(MISSED))["since"]["new"]] == ["fast_step"]
    assert gate.judged == []


def test_whoever_waits_gets_what_came_out_what_went_wrong_or_that_it_was_given_up() -> None:
    assert _ended(UnderWay(lambda _: 7)).outcome() == 7

    def fail(tell: Callable[[int, int], None]) -> int:
        raise CoachError("no.")

    with pytest.raises(CoachError, match="no"):
        _ended(UnderWay(fail)).outcome()

    told, go_on = threading.Event(), threading.Event()
    ran: list[str] = []

    def long(tell: Callable[[int, int], None]) -> int:
        tell(1, 3)
        told.set()
        go_on.wait(20)
        try:
            tell(2, 3)
        finally:
            ran.append("ended")
        return 1

    work = UnderWay(long)
    assert told.wait(20)
    assert (work.progress, work.wait(0.0), work.has_ended) == ((1, 3), False, False)
    work.give_up()
    assert work.wait(0.0), "nobody has to wait any longer"
    go_on.set()
    until(lambda: ran == ["ended"])
    with pytest.raises(GivenUp):
        work.outcome()


def _ended(work: UnderWay[int]) -> UnderWay[int]:
    assert work.wait(20)
    return work


STANDING_STILL = """
import sys, time
from coach.app.review import desk, rejudging
from coach.core.review.folding import folding
def slow(*told):
    steps = folding(*told)
    while True:
        try:
            yield next(steps)
        except StopIteration as end:
            return end.value
        time.sleep(3)
rejudging.folding = slow
sys.argv = ["coach", "review", {folder!r}, "--no-browser"]
from coach.cli import main
main()
"""


def test_ctrl_c_ends_the_program_while_a_correction_is_judged_and_the_correction_is_kept(massage_session) -> None:
    folder = massage_session()
    command = [sys.executable, "-c", STANDING_STILL.format(folder=str(folder))]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    address = re.search(r"http://\S+", child.stdout.readline())
    assert address is not None
    served = Served(address.group(), child.kill)
    path = served.first()
    answers: list[object] = []

    def post() -> None:
        try:
            answers.append(served.ask(f"{path}/corrections", "POST", asked(SPINE)).json)
        except (OSError, ValueError) as gone:
            answers.append(gone)

    thread = threading.Thread(target=post)
    thread.start()
    until((folder / "corrections.json").exists)
    until(lambda: served.ask(f"{path}/corrections/state").json["judging"])
    begun_s = time.monotonic()
    child.send_signal(signal.SIGINT)
    _, told = child.communicate(timeout=20)
    thread.join(20)

    assert time.monotonic() - begun_s < 8.0, "three steps of three seconds were to come"
    assert (child.returncode, told) == (0, "")
    assert answers == [{"error": "the program is ending: start 'coach review' again and open its new address."}]
    made = json.loads((folder / "corrections.json").read_text())["made"]
    assert [one["change"]["kind"] for one in made] == ["spine_moved"]


@pytest.mark.browser
def test_a_page_shows_the_original_says_how_far_it_is_and_then_the_corrected(
    massage_session, serve, browser: Browser | None, gate: Gate
) -> None:
    served = serve(corrected(massage_session, gate, frames=351), open_corrections=ClipCorrections)
    assert served.ask(served.first()).json["judging"]
    if browser is not None:
        browser.open(served.address)
        browser.until(READY)
        browser.until(f"{LINE}.textContent.includes('14 %')")
        assert "until then you see the original judgement" in browser.run(f"return {LINE}.textContent")
        assert "Foot or hand on the spine" in browser.run(f"return {EVENTS}")
        assert browser.run(f"return {PRESSED}") == ["true,false", "false,true"]
        assert browser.run("return document.querySelector('#export-list a').href").endswith("judgement=original")
        browser.press("5")
        assert browser.run("return document.querySelector('#panel-correct progress').value") == 14
        browser.click("#language")
        browser.until(f"{LINE}.textContent.includes('完成前显示原来的判断')")
        browser.click("#language")
        browser.press("1")
        gate.opened.set()
        browser.until(f"{LINE}.hidden && !{EVENTS}.includes('Foot or hand on the spine')")
        assert browser.run(f"return {PRESSED}") == ["false,false", "true,false"]
        browser.press("5")
        browser.until("document.querySelector('#panel-correct').textContent.includes('Spine line moved')")
        assert browser.complaints() == []


@pytest.mark.browser
def test_a_drop_tells_how_far_it_is_and_another_tab_follows(
    massage_session, serve, browser: Browser | None, gate: Gate
) -> None:
    gate.opened.set()
    served = serve(massage_session(frames=351), open_corrections=ClipCorrections)
    state = "document.querySelector('#panel-correct .state')?.textContent"
    if browser is not None:
        first, second = browser.tab(), browser.new_tab()
        for tab in (first, second):
            browser.to_tab(tab)
            browser.open(served.address)
            browser.until(READY)
            browser.press("5")
            browser.until("document.querySelector('[data-key=swap]')")
        gate.opened.clear()
        browser.click("[data-key=swap]")
        browser.until(f"{state} === 'Judging 351 frames again … 14 %'")
        browser.to_tab(first)
        browser.until(f"{LINE}.textContent.includes('in another window')")
        assert "Foot or hand on the spine" in browser.run(f"return {EVENTS.replace('innerText', 'textContent')}")
        gate.opened.set()
        browser.until("document.querySelector('#panel-correct').textContent.includes('Giver and receiver swapped')")
        browser.until(f"{LINE}.hidden && document.querySelector('#banner').textContent.includes('you see the newest')")
        browser.to_tab(second)
        browser.until(f"{state}?.startsWith('Judged again')")
        assert browser.complaints() == []
    else:
        assert served.ask(f"{served.first()}/corrections", "POST", asked(MISSED)).status == 200


@pytest.mark.browser
def test_a_comparison_is_made_of_the_originals_and_once_more_with_the_corrections(
    massage_session, serve, browser: Browser | None, gate: Gate
) -> None:
    folder = corrected(massage_session, gate, frames=351)
    massage_session("morning", frames=351)
    served = serve(folder.parent, open_corrections=ClipCorrections)
    ids = {one["name"]: one["id"] for one in served.ask("/api/sessions").json}
    path = f"/api/{ids['evening']}/compared/{ids['morning']}"

    def spine() -> list[float]:
        figures = {one["figure"]: one for one in served.ask(path).json["figures"]}
        return [figures["spine_step"][which] > 0.0 for which in ("first", "second")]

    assert spine() == [True, True]
    if browser is not None:
        browser.open(f"{served.address}#compare={ids['evening']}+{ids['morning']}")
        browser.until("document.documentElement.dataset.ready === 'compare'")
        browser.until(f"!{LINE}.hidden")
        faults = "document.querySelectorAll('.below .trod.fault').length"
        before = browser.run(f"return {faults}")
        gate.opened.set()
        browser.until(f"{LINE}.hidden && {faults} < arguments[0]", before)
        assert browser.complaints() == []
    gate.opened.set()
    until(lambda: spine() == [False, True])
