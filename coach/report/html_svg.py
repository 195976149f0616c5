"""Inline SVG for the report.

Colours and hatchings are classes that the page's style sheet fills in, so that they follow light and dark. All words
that go in are the program's own, or escaped by `Markup.format`.
"""

from __future__ import annotations

from markupsafe import Markup


def svg(form: str, *values: object) -> Markup:
    """Fill numbers (short) and words (escaped) into a piece of SVG."""
    return Markup(form).format(*(f"{value:.1f}" if isinstance(value, float) else value for value in values))


def opened(width: float, height: float, title: str, kind: str = "wide") -> Markup:
    """Begin a drawing; `kind` is its class, `title` what a screen reader tells of it."""
    form = (
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg"><title>{}'
        "</title>"
    )
    return svg(form, kind, width, height, title, title)
