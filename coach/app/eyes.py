"""All the eyes of the program as one: networks for both people and for feet, the body's texture, printed markers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from coach.adapters.backdrop import Backdrop
from coach.adapters.body_network import BodyEyes
from coach.adapters.finder import PersonFinder
from coach.adapters.foot_network import FootNetwork
from coach.adapters.marker_finder import MarkerFinder
from coach.adapters.model_files import Models
from coach.adapters.texture import BodyTexture
from coach.core.body_look import Role
from coach.core.look import LookPlan, Looks


class CoachEyes:
    """Answers a whole plan. Use as a context manager: the networks must be closed before the interpreter ends."""

    def __init__(self, models: Models) -> None:
        """Load the networks from files whose hashes have been checked."""
        self._finder = PersonFinder(models.pose.path)
        self._people = BodyEyes(models.features.path, models.lying.path, models.folded.path, models.side.path)
        self._feet = FootNetwork(models.foot.path)
        self._texture = BodyTexture()
        self._backdrop = Backdrop()
        self._markers = MarkerFinder()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="feet")  # texture, spots, beside the bodies

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
        self._finder.close()

    def begin(self) -> None:
        """Another clip begins: nothing that was seen before counts any more. To be called before its first look."""
        self._texture.forget()
        self._backdrop.forget()

    def look(self, picture_rgb: NDArray[np.uint8], plan: LookPlan) -> Looks:
        """Answer a plan for one picture: (H, W, 3) uint8, RGB, upright; landmarks in px of it."""
        feet = self._pool.submit(self._feet.look, picture_rgb, (*plan.feet, *plan.feet_mixed))
        follow = self._pool.submit(self._texture.look, picture_rgb, plan.follow)
        asked = [(region, Role.GIVER) for region in plan.giver]
        asked += [(region, Role.UPRIGHT) for region in plan.on_back]
        asked += [(region, Role.LYING) for region in (*plan.receiver, *plan.probe)]
        played_down = self._backdrop.learn(picture_rgb, plan.backdrop)
        changed = self._pool.submit(self._backdrop.changed, picture_rgb, plan.spots)
        elsewhere = self._pool.submit(self._backdrop.elsewhere, picture_rgb, plan.spots)
        answers = self._people.look(picture_rgb, tuple(asked), self._backdrop.play_down)
        found = self._finder.find(picture_rgb, plan.find)
        markers = self._markers.find(picture_rgb) if plan.markers else ()
        on_back = len(plan.giver)
        receiver = on_back + len(plan.on_back)
        probe = receiver + len(plan.receiver)
        return Looks(
            giver=answers[:on_back],
            on_back=answers[on_back:receiver],
            receiver=answers[receiver:probe],
            found=found,
            probe=answers[probe:],
            feet=feet.result()[: len(plan.feet)],
            feet_mixed=feet.result()[len(plan.feet) :],
            follow=follow.result(),
            markers=markers,
            played_down=played_down,
            changed=changed.result(),
            elsewhere=elsewhere.result(),
        )
