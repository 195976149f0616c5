"""The last words say what was kept of a session, and never that something was which was not."""

from __future__ import annotations

import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.adapters.history import NAME
from coach.app.live import start
from coach.app.live.run import LiveEnd
from coach.app.live.start import LiveJob, start_live
from coach.core.live.live import LiveInput, LiveParams
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally
from coach.core.words import Language


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("breaks", [False, True])
def test_a_history_that_broke_is_told_and_not_said_to_hold_the_session(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: Language, breaks: bool
) -> None:
    def run_session(*_: object, keep, save, **__: object) -> LiveEnd:
        keep(LiveInput(0.0), None)
        save(Tally(session_s=1.0))
        if breaks:
            with closing(sqlite3.connect(tmp_path / NAME)) as other:
                other.execute("DROP TABLE session")
                other.commit()
        return LiveEnd(Ending.ASKED, Tally(session_s=2.0), None, interrupted=True)

    quiet = SimpleNamespace(problem=None, begin=lambda: None, now_s=lambda: 0.0)
    for name in ("Mixer", "CoachEyes", "Camera"):
        monkeypatch.setattr(start, name, lambda *_, **__: nullcontext(quiet))
    monkeypatch.setattr(start, "run_session", run_session)
    lines: list[str] = []
    start_live(LiveJob(params=LiveParams(language=language), data=tmp_path, with_window=False), lines.append)
    kept = {Language.EN: "Kept in the history.", Language.ZH: "已存入记录。"}[language]
    lost = {Language.EN: "This session is not kept in the history", Language.ZH: "这次没有记入历史"}[language]
    assert (kept in lines) is not breaks
    assert any(line.startswith(lost) for line in lines) is breaks
    assert any(".coach" in line for line in lines), "the recording is another thing"
