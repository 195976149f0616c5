"""The sheets with the markers: true to scale, the right markers, and a PDF that holds together."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from coach.core.marker_look import MARKER_M, MARKER_NUMBERS
from coach.report.marker_sheets import CORNERS, PAPER_MM, largest_cm, marker_sheets
from coach.report.paper import Paper
from coach.report.pdf import POINTS_PER_MM

PX_PER_POINT = 2.0
DICTIONARY = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


def drawings(data: bytes) -> list[str]:
    return [body.decode("cp1252") for body in re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)]


def boxes(data: bytes) -> list[tuple[float, float]]:
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    return [(float(width), float(height)) for width, height in found]


def fills(drawing: str) -> list[tuple[float, ...]]:
    """Grey, left, bottom, width and height of every filled rectangle, points."""
    number = r"([\d.]+)"
    found = re.findall(rf"^{number} g {number} {number} {number} {number} re f$", drawing, re.MULTILINE)
    return [tuple(float(value) for value in mark) for mark in found]


def printed(drawing: str, size: tuple[float, float]) -> NDArray[np.uint8]:
    """The page as it comes out of a printer, without words and lines."""
    width, height = (round(PX_PER_POINT * edge) for edge in size)
    paper = np.full((height, width), 255, np.uint8)
    for grey, left, bottom, across, up in fills(drawing):
        x0, x1 = (round(PX_PER_POINT * x) for x in (left, left + across))
        y0, y1 = (round(height - PX_PER_POINT * y) for y in (bottom + up, bottom))
        paper[y0:y1, x0:x1] = round(255 * grey)
    return paper


@pytest.mark.parametrize("paper", list(Paper))
def test_there_is_one_page_of_the_paper_for_each_marker(paper: Paper) -> None:
    data = marker_sheets(15.0, paper)
    assert data.startswith(b"%PDF-1.4")
    assert data.endswith(b"%%EOF\n")
    assert b"/Count 4" in data
    expected = tuple(edge_mm * POINTS_PER_MM for edge_mm in PAPER_MM[paper])
    assert_allclose(boxes(data), [expected] * 4, atol=0.01)
    assert len(drawings(data)) == 4


@pytest.mark.parametrize(("paper", "size_cm"), [(Paper.A4, 15.0), (Paper.LETTER, 15.4), (Paper.A4, 4.0)])
def test_each_page_shows_its_marker_to_scale_with_a_white_border(paper: Paper, size_cm: float) -> None:
    data = marker_sheets(size_cm, paper)
    detector = cv2.aruco.ArucoDetector(DICTIONARY)
    for number, drawing, size in zip(MARKER_NUMBERS, drawings(data), boxes(data), strict=True):
        corners, numbers, _ = detector.detectMarkers(printed(drawing, size))
        assert numbers.ravel().tolist() == [number]
        edge_px = size_cm * 10 * POINTS_PER_MM * PX_PER_POINT
        edges = np.linalg.norm(np.roll(corners[0][0], -1, axis=0) - corners[0][0], axis=1)
        assert_allclose(edges, edge_px, atol=3.0)
        assert corners[0][0][0].tolist() == corners[0][0].min(axis=0).tolist(), "its own top is the page's top"
        black = fills(drawing)[0]
        assert black[0] == 0.0
        assert_allclose(black[3:], size_cm * 10 * POINTS_PER_MM, atol=0.01)
        quiet = size_cm * 10 * POINTS_PER_MM / 6
        assert black[1] > quiet
        assert black[1] + black[3] + quiet < size[0]


def test_the_modules_are_those_of_the_dictionary() -> None:
    data = marker_sheets(15.0, Paper.A4)
    for number, drawing in zip(MARKER_NUMBERS, drawings(data), strict=True):
        _, left, bottom, size, _ = fills(drawing)[0]
        modules = np.zeros((6, 6), np.uint8)
        for _, x, y, width, _ in fills(drawing)[1:]:
            assert width == pytest.approx(size / 6, abs=0.01)
            modules[5 - round((y - bottom) / width), round((x - left) / width)] = 255
        assert np.array_equal(modules, cv2.aruco.generateImageMarker(DICTIONARY, number, 6))


def test_each_page_says_where_its_marker_belongs_and_how_to_check_the_printer() -> None:
    for size_cm in (15.0, 12.5):
        for number, drawing in enumerate(drawings(marker_sheets(size_cm, Paper.A4))):
            assert f"Marker {number}: {CORNERS[number]}" in drawing
            assert f"The black square is {size_cm:g} cm wide." in drawing
            assert "This line is 10 cm long" in drawing
            assert ("--marker-size 12.5" in drawing) == (size_cm != 100 * MARKER_M)
            ruler = re.search(r"([\d.]+) ([\d.]+) m ([\d.]+) \2 l S", drawing[drawing.index("l S") + 3 :])
            assert ruler is not None
            assert float(ruler[3]) - float(ruler[1]) == pytest.approx(100 * POINTS_PER_MM, abs=0.01)


def test_no_word_leaves_the_page() -> None:
    for paper in Paper:
        data = marker_sheets(largest_cm(paper), paper)
        for drawing, (width, _) in zip(drawings(data), boxes(data), strict=True):
            for size, x, y, text in re.findall(r"Tf? ?/?.*? ([\d.]+) Tf ([\d.]+) ([\d.]+) Td \((.*)\) Tj", drawing):
                assert float(x) + 0.53 * float(size) * len(text) < width - 10, text  # Helvetica's mean width
                assert float(y) > 12


def test_the_table_of_a_pdf_points_at_its_objects() -> None:
    data = marker_sheets(10.0, Paper.LETTER)
    table = int(data[data.rindex(b"startxref") :].split()[1])
    assert data[table:].startswith(b"xref\n")
    starts = [int(line[:10]) for line in data[table:].splitlines()[2:] if line.endswith(b" n ")]
    for number, start in enumerate(starts, start=1):
        assert data[start:].startswith(b"%d 0 obj" % number)
    assert len(starts) == data.count(b" obj\n")
    for length, body in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL):
        assert int(length) == len(body)


def test_the_largest_marker_fits() -> None:
    assert largest_cm(Paper.A4) == 15.0
    assert 15.0 < largest_cm(Paper.LETTER) < 16.0
