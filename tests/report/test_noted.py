"""Notes at the end of a report: text stays text, and each drawing stands on its own frame."""

from __future__ import annotations

import base64
import re

import pytest

from coach.core.words import Language
from coach.report.noted import DrawnNote, with_notes

PAGE = "<html><body><main><p>Report</p></main></body></html>"
JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
MARKS = [
    ("arrow", [(0.1, 0.1), (0.4, 0.6)]),
    ("circle", [(0.5, 0.5), (0.6, 0.5)]),
    ("line", [(0.0, 0.0), (1.0, 1.0)]),
    ("angle", [(0.2, 0.5), (0.5, 0.5), (0.5, 0.2)]),
]


def test_every_kind_of_drawing_lies_over_the_frame_that_lies_in_the_page() -> None:
    page = with_notes(PAGE, [DrawnNote(5.0, 5.0, "Further out.", MARKS, JPEG)], aspect=1.5)

    assert f'href="data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}"' in page
    assert page.count('class="ink"') == 4
    assert '<circle cx="75.0" cy="50.0" r="15.0" class="ink"/>' in page
    assert ">90°</text>" in page
    assert page.index("Report") < page.index("Further out.") < page.index("</main>")
    assert not re.search(r'(src|href)="(?!data:)', page), "nothing is fetched from elsewhere"


@pytest.mark.parametrize(
    ("language", "head", "without"),
    [
        (Language.EN, "Notes of the instructor", "The film was not there"),
        (Language.ZH, "教练的笔记", "当时没有影片"),
    ],
)
def test_without_a_film_the_drawing_stands_alone_and_says_so(language: Language, head: str, without: str) -> None:
    page = with_notes(PAGE, [DrawnNote(5.0, 8.0, "<b>no markup</b>", MARKS[:1])], 1.5, language)

    assert head in page
    assert without in page
    assert "&lt;b&gt;no markup" in page
    assert "data:image" not in page


def test_a_report_without_notes_stays_as_it_is() -> None:
    assert with_notes(PAGE, [], 1.5) == PAGE
