"""All thresholds as one tree, as a settings file holds them: what judges a frame, and what leads a live session.

`coach analyze` uses the first part alone, so one file serves every command.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.core.cues import CueParams
from coach.core.live.camera_health import HealthParams
from coach.core.live.dim_light import DimParams
from coach.core.live.live import LiveParams
from coach.core.live.pace import PaceParams
from coach.core.live.plan import PlanParams
from coach.core.live.stage_params import StageParams
from coach.core.live.voice import VoiceParams
from coach.core.rules.judge import RulesParams
from coach.core.see import SightParams
from coach.core.session import SessionParams
from coach.core.words import Language


@dataclass(frozen=True, slots=True)
class LiveSettings:
    """The way through a live session: steps, plan, voice and pacing sound, and when camera and light are unfit."""

    stage: StageParams = field(default_factory=StageParams)
    plan: PlanParams = field(default_factory=PlanParams)
    voice: VoiceParams = field(default_factory=VoiceParams)
    pace: PaceParams = field(default_factory=PaceParams)
    health: HealthParams = field(default_factory=HealthParams)
    light: DimParams = field(default_factory=DimParams)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every threshold of the program."""

    sight: SightParams = field(default_factory=SightParams)
    rules: RulesParams = field(default_factory=RulesParams)
    cues: CueParams = field(default_factory=CueParams)
    live: LiveSettings = field(default_factory=LiveSettings)

    @property
    def session(self) -> SessionParams:
        """What judges a frame, live or of a clip."""
        return SessionParams(self.sight, self.rules, self.cues)

    def live_params(self, language: Language) -> LiveParams:
        """What leads a live session in that language."""
        live = self.live
        return LiveParams(self.session, live.stage, live.plan, live.voice, live.health, live.light, language, live.pace)
