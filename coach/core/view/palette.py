"""The colours of the coach, for every painter: red, green, blue, 0 to 255.

From the palette of Okabe and Ito, which people with any common colour blindness tell apart, with paler sisters for
outlines. No state is told by colour alone: that is each painter's duty.
"""

from __future__ import annotations

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (24, 26, 30)
GREY: Colour = (196, 200, 206)
GREEN: Colour = (0, 158, 115)
MINT: Colour = (92, 219, 178)
VERMILION: Colour = (213, 94, 0)
FLAME: Colour = (255, 138, 56)
ORANGE: Colour = (230, 159, 0)
YELLOW: Colour = (240, 228, 66)
SKY: Colour = (86, 180, 233)
PALE_SKY: Colour = (186, 222, 243)
BLUE: Colour = (0, 114, 178)
PURPLE: Colour = (204, 121, 167)
PALE_PURPLE: Colour = (236, 200, 220)
