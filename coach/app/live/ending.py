"""What is told when a session is over, in the window's and the console's words."""

from __future__ import annotations

from pathlib import Path

from coach.core.live import screen_words
from coach.core.live.screens import EndWords
from coach.core.live.stage import Ending
from coach.core.live.tally import Tally, what_did_not, what_to_do_now, what_went_well
from coach.core.phrase import Phrase
from coach.core.words import Language
from coach.errors import shown

_MINUTES = Phrase("{minutes} on the back", "踩背 {minutes}")
_STEPS = Phrase("{steps} steps", "{steps} 步")
_IN_HISTORY = Phrase("Kept in the history.", "已存入记录。")
_FILMED = Phrase("The video that you asked for: {path}", "您要的视频：{path}")
# technique.md A4; an instructor needs the picture, and only they hand it on
_HAND_OVER = Phrase(
    "An instructor can review your video and answer with notes.",
    "可以把视频交给老师看，老师会写下意见。",
)
_FILM_ONE = Phrase(
    "An instructor can review a filmed session (--keep-video FILE).",
    "也可以录下一次（--keep-video 文件），请老师看。",
)
_RECORDED = Phrase("Landmarks, no picture: {path}", "只存动作点，不存画面：{path}")


def end_words(
    tally: Tally, recording: Path | None, video: Path | None, in_history: bool, language: Language
) -> EndWords:
    """The last screen's words.

    Args:
        tally: the session's sums.
        recording: where the landmarks are; None = they were not kept.
        video: where the pictures are; None = they were not kept.
        in_history: the sums are in the history.
        language: of the words.
    """
    whole = int(tally.on_back_s)
    figures = (
        _MINUTES.of(language).format(minutes=f"{whole // 60}:{whole % 60:02d}"),
        _STEPS.of(language).format(steps=tally.steps),
    )
    saved = [_IN_HISTORY.of(language)] if in_history else []
    if recording is not None:
        saved.append(_RECORDED.of(language).format(path=shown(recording)))
    if video is not None:
        saved.append(_FILMED.of(language).format(path=shown(video)))
    now = what_to_do_now(tally)
    if now:  # somebody was trodden on
        now = (*now, _FILM_ONE if video is None else _HAND_OVER)
    return EndWords(
        tuple(phrase.of(language) for phrase in what_went_well(tally)),
        tuple(phrase.of(language) for phrase in what_did_not(tally)),
        figures,
        tuple(saved),
        tuple(phrase.of(language) for phrase in now),
    )


def end_lines(words: EndWords, ending: Ending | None, language: Language) -> tuple[str, ...]:
    """The same for the console, a line each."""
    title = screen_words.ENDINGS[ending or Ending.ASKED].of(language)
    colon = {Language.EN: ":", Language.ZH: "："}[language]
    lines = [f"{title}  {', '.join(words.figures)}"]
    for head, sentences in (
        (screen_words.WENT_WELL, words.well),
        (screen_words.NOT_SO_WELL, words.not_well),
        (screen_words.AND_NOW, words.now),
    ):
        if sentences:
            lines += [f"{head.of(language)}{colon}", *(f"  {sentence}" for sentence in sentences)]
    return (*lines, *words.saved)
