"""The history for the console: its sessions, its weeks, and each rule's trend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coach.app.live.ending import end_lines, end_words
from coach.app.sentences import RULE_WORDS
from coach.core.findings import Severity
from coach.core.live.past import PastSession, Trend, faults, trends, weeks
from coach.core.live.screens.notices import clock_words
from coach.core.live.stage import Ending
from coach.core.live.weekly import MOST, WeeklyParams, day_words, sessions_that_count
from coach.core.phrase import Phrase
from coach.core.words import Language

NEWEST = 20  # sessions that are listed unless all are asked for
_WEEKS, _POINTS = 12, 30
_BARS = "▁▂▃▄▅▆▇█"
_NONE, _UNKNOWN = "·", "?"

_HEADS = (
    Phrase("Session", "编号"),
    Phrase("Began", "开始"),
    Phrase("Length", "时长"),
    Phrase("On back", "踩背"),
    Phrase("Urgent", "紧急"),
    Phrase("Warnings", "提醒"),
    Phrase("How it ended", "怎样结束"),
)
_PROFILE = Phrase("Profile", "名称")
_ENDINGS = {
    Ending.ASKED: Phrase("ended by you", "自己结束"),
    Ending.STOP_SIGNAL: Phrase("stop signal", "停止的信号"),
    Ending.FULL_TIME: Phrase("full 20 minutes", "二十分钟到"),
    Ending.NOBODY: Phrase("nobody in view", "没看到人"),
    None: Phrase("not finished", "没有结束"),
}
_EMPTY = Phrase("The history holds no session yet.", "还没有记录。")
_EARLIER = Phrase("{count} earlier ones: coach history --all", "更早的还有{count}次：coach history --all")
_BY_WEEK = Phrase(
    "Sessions of two minutes or more a week (once or twice is advised)", "每周次数，两分钟以上（建议一到两次）"
)
_TOO_MANY = Phrase("more than twice", "超过两次")
_TRENDS = Phrase("Faults in 10 minutes on the back, oldest session first", "每踩背十分钟的次数，从最早到最近")
_LATEST, _IN_ALL = Phrase("latest", "最近"), Phrase("in all", "总共")
_LEGEND = Phrase("· none was told   ? not known", "· 没有提醒   ? 不知道")
_UNREADABLE = Phrase(
    "Another version of the program wrote the sums of session {number}.", "第{number}次的数据是别的版本写的，无法读取。"
)


def print_history(
    console: Console, past: Sequence[PastSession], today: date, language: Language, *, every: bool = False
) -> None:
    """The table of sessions, the newest first, then weeks and trends."""
    if not past:
        console.print(_EMPTY.of(language))
        return
    shown = past if every else past[:NEWEST]
    console.print(_sessions(shown, language))
    if len(shown) < len(past):
        console.print(Text(_EARLIER.of(language).format(count=len(past) - len(shown)), "dim"))
    console.print(Text(f"\n{_BY_WEEK.of(language)}", "bold"))
    console.print(_weeks(past, today, language))
    found = trends(past)
    if found:
        console.print(Text(f"\n{_TRENDS.of(language)}", "bold"))
        console.print(_trends(found, language))
        console.print(Text(_LEGEND.of(language), "dim"))


def print_session(console: Console, one: PastSession, language: Language) -> None:
    """One session: what went well and what did not, as at its end."""
    console.print(_sessions((one,), language))
    if one.tally is None:
        console.print(_UNREADABLE.of(language).format(number=one.number))
        return
    for line in end_lines(end_words(one.tally, None, None, False, language), one.ending, language)[1:]:
        console.print(Padding(Text(line.strip()), (0, 0, 0, len(line) - len(line.lstrip()))))


def _sessions(shown: Sequence[PastSession], language: Language) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for index, head in enumerate(_HEADS):
        words = index in (1, len(_HEADS) - 1)
        table.add_column(head.of(language), justify="left" if words else "right", no_wrap=index < len(_HEADS) - 1)
    named = any(one.profile for one in shown)
    if named:
        table.add_column(_PROFILE.of(language), overflow="ellipsis", no_wrap=True)
    for one in shown:
        urgent, warnings = faults(one.tally, Severity.URGENT), faults(one.tally, Severity.WARNING)
        table.add_row(
            str(one.number),
            f"{one.began:%Y-%m-%d %H:%M}",
            _UNKNOWN if one.tally is None else clock_words(one.tally.session_s),
            _UNKNOWN if one.tally is None else clock_words(one.tally.on_back_s),
            Text(_number(urgent), "red" if urgent else ""),
            Text(_number(warnings), "yellow" if warnings else ""),
            Text(_ENDINGS[one.ending].of(language), "" if one.ending else "dim"),
            *((Text(one.profile),) if named else ()),
        )
    return table


def _weeks(past: Sequence[PastSession], today: date, language: Language) -> Padding:
    table = Table.grid(padding=(0, 2))
    for week in weeks(sessions_that_count(WeeklyParams(), past), today, _WEEKS):
        many = week.sessions > MOST
        table.add_row(
            day_words(week.monday).of(language),
            str(week.sessions),
            Text("■" * week.sessions or _NONE, "yellow" if many else "green"),
            Text(_TOO_MANY.of(language) if many else "", "yellow"),
        )
    return Padding(table, (0, 0, 0, 2))


def _trends(found: Sequence[Trend], language: Language) -> Padding:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_row("", "", Text(_LATEST.of(language), "dim"), Text(_IN_ALL.of(language), "dim"))
    for trend in found:
        latest = trend.rates[-1]
        table.add_row(
            RULE_WORDS[trend.rule].of(language) if trend.rule in RULE_WORDS else trend.rule.value,
            sparkline(trend.rates[-_POINTS:]),
            _UNKNOWN if latest is None else f"{latest:.1f}",
            str(trend.count),
        )
    return Padding(table, (0, 0, 0, 2))


def sparkline(values: Sequence[float | None]) -> str:
    """One character a value, the tallest bar for the largest; nought is a dot, what is not known a question mark."""
    most = max((value for value in values if value is not None), default=0.0)

    def sign(value: float | None) -> str:
        if value is None:
            return _UNKNOWN
        if value <= 0.0:
            return _NONE
        return _BARS[min(int(value / most * len(_BARS)), len(_BARS) - 1)]

    return "".join(sign(value) for value in values)


def _number(count: int | None) -> str:
    return _UNKNOWN if count is None else str(count)
