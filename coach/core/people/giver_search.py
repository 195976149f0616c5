"""Where a giver would be who is already on the receiver: regions to look at when nobody is followed.

The detector often sees only one of two people on top of each other. The measured scene tells how large a person is in
the picture who stands, kneels or sits on the back, so that the landmark network can be asked right there.
"""

from __future__ import annotations

import numpy as np

from coach.core.geometry.lying_body import DEFAULT_HEIGHT_M
from coach.core.geometry.scene import CM_PER_M, Scene
from coach.core.landmarks import Pose
from coach.core.look import Region
from coach.core.people.regions import ankles_middle
from coach.core.small_arrays import lengths_of

_ALONG_TORSO = (0.35, 0.8)
# Hips and the top of the head above the back, as parts of body height: standing, kneeling upright (Drillis and Contini,
# as in geometry.lying_body: shank 0.246, sitting height 0.52); who sits or crouches is between the two.
_POSTURES = ((0.53, 1.0), (0.26, 0.78))
_ANKLE_M = 0.039 * DEFAULT_HEIGHT_M  # over the sole: Drillis and Contini
_BACK_HALF_CM, _REACH = 30.0, 0.4  # with room for one foot in the air
_SCALE = 1.25  # of the farthest of head and feet, so that arms find room


def stands_on(scene: Scene, pose: Pose) -> bool:
    """Are the ankles' middle where a person on the back, neck or thighs has it? False where it is unknown."""
    ankles_px = ankles_middle(pose.xy_px)[None]
    across_cm, along_cm = scene.back_from_image(ankles_px, scene.sole_height_m + _ANKLE_M)[0]
    torso_cm = scene.torso_m * CM_PER_M
    return bool(abs(across_cm) < _BACK_HALF_CM and -_REACH * torso_cm < along_cm < (1 + _REACH) * torso_cm)


def regions_on_back(scene: Scene) -> tuple[Region, ...]:
    """Squares about the hips of people in several postures at several places on the back; those in view only."""
    camera = scene.camera
    regions: list[Region] = []
    for along in _ALONG_TORSO:
        base_m = scene.scene_from_back(np.array([[0.0, along * scene.torso_m * CM_PER_M]]), scene.sole_height_m)[0]
        for hips, top in _POSTURES:
            heights_m = DEFAULT_HEIGHT_M * np.array([0.0, hips, top])
            points_px = camera.project(base_m + heights_m[:, None] * np.array([0.0, 0.0, 1.0]))
            centre = points_px[1]
            if not (0 <= centre[0] < camera.width_px and 0 <= centre[1] < camera.height_px):
                continue
            radius_px = float(lengths_of(points_px - centre).max())
            regions.append(Region(float(centre[0]), float(centre[1]), 2 * radius_px * _SCALE, 0.0))
    return tuple(regions)
