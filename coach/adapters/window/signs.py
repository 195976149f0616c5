"""The signs: every state and severity has a form of its own, so that none needs its colour."""

from __future__ import annotations

import numpy as np

from coach.adapters.window.canvas import Canvas, Points
from coach.core.view.outlines import polygon_about
from coach.core.view.palette import GREEN, GREY, INK, MINT, VERMILION, WHITE, YELLOW, Colour


def tick(canvas: Canvas, centre: Points, radius: float) -> None:
    """Done, or ok: a disc with a tick."""
    canvas.disc(centre, radius, GREEN)
    canvas.line(centre + radius * np.array([[-0.45, 0.02], [-0.12, 0.38], [0.48, -0.36]]), WHITE, 0.22 * radius)


def triangle(canvas: Canvas, centre: Points, radius: float, body: Colour = VERMILION, rim: Colour = WHITE) -> None:
    """A fault, or a warning: a triangle with an exclamation mark."""
    middle = _below(centre, 0.15 * radius)
    canvas.regular(middle, 1.12 * radius, 3, rim)
    canvas.regular(middle, 0.92 * radius, 3, body)
    canvas.line(middle + radius * np.array([[0.0, -0.42], [0.0, 0.08]]), rim, 0.2 * radius)
    canvas.disc(_below(middle, 0.33 * radius), 0.12 * radius, rim)


def diamond(canvas: Canvas, centre: Points, radius: float, colour: Colour) -> None:
    """Not known: a hollow diamond with a question mark."""
    outline = polygon_about(centre, radius, 4)
    canvas.fill(outline, INK if colour is GREY else WHITE)
    canvas.line(outline, colour, max(0.14 * radius, 1.4), closed=True)
    turn = np.radians(np.linspace(-200.0, 60.0, 12))
    bow = 0.26 * np.column_stack([np.cos(turn), np.sin(turn)]) + [0.0, -0.24]
    canvas.line(centre + radius * np.vstack([bow, [[0.0, 0.12], [0.0, 0.2]]]), colour, max(0.13 * radius, 1.2))
    canvas.disc(_below(centre, 0.42 * radius), max(0.09 * radius, 1.0), colour)


def hollow_ring(canvas: Canvas, centre: Points, radius: float) -> None:
    """Nothing to tell yet: a small ring."""
    canvas.ring(centre, 0.6 * radius, GREY, max(0.16 * radius, 2.0))


def arrow(canvas: Canvas, centre: Points, radius: float, colour: Colour) -> None:
    """This one now; or please do: an arrow to the right."""
    canvas.line(centre + radius * np.array([[-0.8, 0.0], [0.8, 0.0]]), colour, 0.24 * radius)
    canvas.line(centre + radius * np.array([[0.15, -0.62], [0.8, 0.0], [0.15, 0.62]]), colour, 0.24 * radius)


def stop(canvas: Canvas, centre: Points, radius: float, body: Colour, bar: Colour) -> None:
    """Urgent: an octagon with a bar."""
    canvas.regular(centre, radius, 8, body, 22.5)
    canvas.line(centre + radius * np.array([[-0.5, 0.0], [0.5, 0.0]]), bar, 0.3 * radius)


def info(canvas: Canvas, centre: Points, radius: float, body: Colour, letter: Colour) -> None:
    """To know: a disc with an i."""
    canvas.disc(centre, radius, body)
    canvas.line(centre + radius * np.array([[0.0, -0.1], [0.0, 0.55]]), letter, 0.22 * radius)
    canvas.disc(_below(centre, -0.48 * radius), 0.15 * radius, letter)


def eye(canvas: Canvas, centre: Points, radius: float, colour: Colour) -> None:
    """About seeing: an eye with a bar across."""
    turn = np.linspace(-1.0, 1.0, 13)
    lid = np.column_stack([turn, -0.55 * (1.0 - turn**2)])
    canvas.line(centre + radius * np.vstack([lid, lid[::-1] * [1.0, -1.0]]), colour, 0.14 * radius, closed=True)
    canvas.disc(centre, 0.26 * radius, colour)
    canvas.line(centre + radius * np.array([[-0.75, 0.75], [0.75, -0.75]]), colour, 0.16 * radius)


def pause(canvas: Canvas, centre: Points, radius: float) -> None:
    """A disc with two bars."""
    canvas.disc(centre, radius, WHITE)
    for x in (-0.32, 0.32):
        canvas.line(centre + radius * np.array([[x, -0.4], [x, 0.4]]), INK, 0.24 * radius)


def speaker(canvas: Canvas, centre: Points, radius: float, colour: Colour, *, crossed: bool) -> None:
    """A loudspeaker with two waves, or crossed out."""
    horn = [[-0.9, -0.3], [-0.5, -0.3], [-0.05, -0.75], [-0.05, 0.75], [-0.5, 0.3], [-0.9, 0.3]]
    canvas.fill(centre + radius * np.array(horn), colour)
    if crossed:
        for one, other in (([0.25, -0.4], [1.0, 0.4]), ([0.25, 0.4], [1.0, -0.4])):
            canvas.line(centre + radius * np.array([one, other]), colour, 0.2 * radius)
        return
    turn = np.radians(np.linspace(-50.0, 50.0, 9))
    for reach in (0.45, 0.85):
        wave = reach * np.column_stack([np.cos(turn), np.sin(turn)])
        canvas.line(centre + radius * wave, colour, 0.15 * radius)


def camera(canvas: Canvas, centre: Points, radius: float, colour: Colour) -> None:
    """A camera, crossed out."""
    body = [[-1.0, -0.5], [-0.5, -0.5], [-0.3, -0.8], [0.3, -0.8], [0.5, -0.5], [1.0, -0.5], [1.0, 0.7], [-1.0, 0.7]]
    canvas.line(centre + radius * np.array(body), colour, 0.1 * radius, closed=True)
    canvas.ring(_below(centre, 0.1 * radius), 0.38 * radius, colour, 0.1 * radius)
    canvas.line(centre + radius * np.array([[-1.05, 1.0], [1.05, -1.0]]), INK, 0.3 * radius)
    canvas.line(centre + radius * np.array([[-1.05, 1.0], [1.05, -1.0]]), colour, 0.13 * radius)


def handle(canvas: Canvas, centre: Points, radius: float) -> None:
    """Can be dragged: a ring with a dot."""
    canvas.disc(centre, 1.15 * radius, INK)
    canvas.disc(centre, radius, YELLOW)
    canvas.disc(centre, 0.5 * radius, INK)


def holding_hand(canvas: Canvas, centre: Points, radius: float, unit: float) -> None:
    """A hand that holds on: a ring with a dot."""
    canvas.ring(centre, radius, INK, 4 * unit)
    canvas.ring(centre, radius, MINT, 2 * unit)
    canvas.disc(centre, 0.45 * radius, MINT)


def _below(point_px: Points, down_px: float) -> Points:
    return point_px + np.array([0.0, down_px])
