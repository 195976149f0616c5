"""Four printed markers, one to a page, which tell the coach where the mat's corners are and how large a centimetre is.

Each is a marker of the ArUco dictionary DICT_4X4_50 (numbers 0 to 3) in a white border of one module, to be cut out and
laid into a corner of the mat. A sheet says which corner, how large its black square must be, and holds a line to check
that the printer did not shrink it.
"""

from __future__ import annotations

from coach.core.marker_look import MARKER_NUMBERS, QUIET_OF_MARKER
from coach.report.paper import Paper
from coach.report.pdf import Page, pdf

# White modules of the markers 0 to 3, row by row from above; a black module goes all around.
_WHITE = (
    ("1011", "0101", "0011", "0010"),
    ("0000", "1111", "1001", "1010"),
    ("0011", "0011", "0010", "1101"),
    ("1001", "1001", "0100", "0110"),
)
_MODULES = 6
# Clockwise as seen from above, from the head; left and right are the receiver's own.
CORNERS = (
    "head end, on the receiver's left",
    "head end, on the receiver's right",
    "foot end, on the receiver's right",
    "foot end, on the receiver's left",
)
_MARGIN_MM = 5.0  # what a printer leaves blank at the paper's sides
_TITLE_MM = 20.0
_LINE_MM = 5.0
RULER_MM = 100.0
LEAST_CM = 4.0


PAPER_MM = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}


def largest_cm(paper: Paper) -> float:
    """The largest marker whose cut square fits on the paper, in whole millimetres."""
    return int((PAPER_MM[paper][0] - 2 * _MARGIN_MM) / (1 + 2 * QUIET_OF_MARKER)) / 10.0


def marker_sheets(size_cm: float, paper: Paper) -> bytes:
    """The four pages as a PDF file.

    Args:
        size_cm: edge of the black square, from `LEAST_CM` to `largest_cm(paper)`.
        paper: to print on.
    """
    return pdf([_sheet(number, 10.0 * size_cm, paper) for number in MARKER_NUMBERS], "Markers for the coach")


def _sheet(number: int, size_mm: float, paper: Paper) -> Page:
    width_mm, height_mm = PAPER_MM[paper]
    page = Page(width_mm, height_mm)
    quiet_mm = QUIET_OF_MARKER * size_mm
    cut_mm = size_mm + 2 * quiet_mm
    left_mm, top_mm = (width_mm - cut_mm) / 2, _TITLE_MM
    page.words(_MARGIN_MM + 5, _TITLE_MM - 7, f"Marker {number}: {CORNERS[number]}", 15, bold=True)
    around = [(left_mm, top_mm), (left_mm + cut_mm, top_mm), (left_mm + cut_mm, top_mm + cut_mm)]
    page.line([*around, (left_mm, top_mm + cut_mm), around[0]], dash_mm=2.0)
    _draw_marker(page, number, left_mm + quiet_mm, top_mm + quiet_mm, size_mm)
    y_mm = top_mm + cut_mm + 8
    _draw_ruler(page, _MARGIN_MM + 5, y_mm)
    for row, (text, bold) in enumerate(_instructions(size_mm)):
        page.words(_MARGIN_MM + 5, y_mm + 14 + _LINE_MM * row, text, 10.5, bold=bold)
    return page


def _draw_marker(page: Page, number: int, left_mm: float, top_mm: float, size_mm: float) -> None:
    module_mm = size_mm / _MODULES
    page.fill(left_mm, top_mm, size_mm, size_mm, 0.0)
    for row, modules in enumerate(_WHITE[number], start=1):
        for column, module in enumerate(modules, start=1):
            if module == "1":
                page.fill(left_mm + column * module_mm, top_mm + row * module_mm, module_mm, module_mm, 1.0)


def _draw_ruler(page: Page, x_mm: float, y_mm: float) -> None:
    page.line([(x_mm, y_mm), (x_mm + RULER_MM, y_mm)])
    for tick_mm in range(0, int(RULER_MM) + 1, 5):
        height_mm = 4.0 if tick_mm % 50 == 0 else 2.5 if tick_mm % 10 == 0 else 1.5
        page.line([(x_mm + tick_mm, y_mm), (x_mm + tick_mm, y_mm - height_mm)])
    page.words(x_mm + RULER_MM + 4, y_mm, "This line is 10 cm long: measure it.", 10.5)


def _instructions(size_mm: float) -> tuple[tuple[str, bool], ...]:
    told = f"{size_mm / 10:g}"
    example = f"coach analyze clip.mp4 --mat 90,200{'' if told == '15' else f' --marker-size {told}'}"
    return (
        (f"The black square is {told} cm wide. Print at 100 %, not fitted to the page.", True),
        ("Cut along the broken line. Lay the four sheets flat, face up, into the corners of the mat, cut", False),
        ("edges on the mat's edges: 0 and 1 at the head end, 2 and 3 at the foot end, 0 and 3 on the", False),
        ("receiver's own left. Each may be turned as it likes. The camera must see them from the start.", False),
        ("Two or three of them help already. With all four, tell the mat's edges in cm too:", False),
        (example, True),
    )
