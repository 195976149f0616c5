"""A small PDF writer: pages with filled shapes, lines and words in Helvetica, in millimetres from the top left corner.

Just enough for a sheet that is printed to scale; the bytes depend on the drawing alone. Source: PDF 1.4, ISO 32000-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

POINTS_PER_MM = 72.0 / 25.4


@dataclass(slots=True)
class Page:
    """One page that is drawn on.

    Attributes:
        width_mm, height_mm: of the paper.
        marks: what has been drawn, as PDF operators.
    """

    width_mm: float
    height_mm: float
    marks: list[str] = field(default_factory=list)

    def fill(self, x_mm: float, y_mm: float, width_mm: float, height_mm: float, grey: float) -> None:
        """Fill a rectangle; grey 0 = black, 1 = white."""
        left, bottom = self._at(x_mm, y_mm + height_mm)
        self.marks.append(f"{grey:g} g {left} {bottom} {_points(width_mm)} {_points(height_mm)} re f")

    def line(self, points_mm: Sequence[tuple[float, float]], width_mm: float = 0.25, dash_mm: float = 0.0) -> None:
        """Draw a line from point to point; `dash_mm` 0 = unbroken."""
        dash = f"[{_points(dash_mm)}]" if dash_mm else "[]"
        way = [" ".join(self._at(*point)) for point in points_mm]
        steps = [f"{way[0]} m", *(f"{place} l" for place in way[1:])]
        self.marks.append(f"0 G {_points(width_mm)} w {dash} 0 d {' '.join(steps)} S")

    def words(self, x_mm: float, y_mm: float, text: str, size_pt: float = 11.0, bold: bool = False) -> None:
        """Write one line of text; (x, y) is where its base line begins."""
        left, base = self._at(x_mm, y_mm)
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.marks.append(f"0 g BT /{'B' if bold else 'R'} {size_pt:g} Tf {left} {base} Td ({escaped}) Tj ET")

    def _at(self, x_mm: float, y_mm: float) -> tuple[str, str]:
        return _points(x_mm), _points(self.height_mm - y_mm)


def pdf(pages: Iterable[Page], title: str) -> bytes:
    """The pages as a file."""
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    bodies = [f"<< /Title ({title}) >>".encode(), *(font.encode() for font in fonts)]  # objects 3, 4 and 5
    kids: list[int] = []
    for page in pages:
        drawn = "\n".join(page.marks).encode("cp1252", "replace")
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        box = f"[0 0 {_points(page.width_mm)} {_points(page.height_mm)}]"
        fonts_used = "/Resources << /Font << /R 4 0 R /B 5 0 R >> >>"
        content = len(bodies) + 2
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox {box} {fonts_used} /Contents {content} 0 R >>".encode())
        kids.append(content + 1)
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    tree = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    # Viewers that heed it print at the true size without being asked.
    root = b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>"
    return _file([root, tree, *bodies])


def _file(bodies: Sequence[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    starts: list[int] = []
    for number, body in enumerate(bodies, start=1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    for start in starts:
        data += b"%010d 00000 n \n" % start
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\n" % (len(bodies) + 1)
    data += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(data)


def _points(length_mm: float) -> str:
    return f"{length_mm * POINTS_PER_MM:.3f}"
