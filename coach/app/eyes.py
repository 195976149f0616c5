"""All the eyes of the program as one: pose networks for both people, the foot network, and the body's texture."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from coach.adapters.foot_network import FootNetwork
from coach.adapters.model_files import Models
from coach.adapters.pose import PoseEyes
from coach.adapters.texture import BodyTexture
from coach.core.look import LookPlan, Looks


class CoachEyes:
    """Answers a whole plan. Use as a context manager: the networks must be closed before the interpreter ends."""

    def __init__(self, models: Models) -> None:
        """Load the networks from files whose hashes have been checked."""
        self._people = PoseEyes(models.pose.path)
        self._feet = FootNetwork(models.foot.path)
        self._texture = BodyTexture()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feet")

    def __enter__(self) -> CoachEyes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the networks. Idempotent."""
        self._pool.shutdown()
        self._people.close()

    def look(self, picture_rgb: NDArray[np.uint8], plan: LookPlan) -> Looks:
        """Answer a plan for one picture: (H, W, 3) uint8, RGB, upright; landmarks in px of it."""
        feet = self._pool.submit(self._feet.look, picture_rgb, plan.feet)
        looks = self._people.look(picture_rgb, plan)
        follow = self._texture.look(picture_rgb, plan.follow)
        return replace(looks, feet=feet.result(), follow=follow)
