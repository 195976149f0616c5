"""The second pass over a clip: each picture with what was seen on it, into the video and the report's stills."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from coach.adapters.clip import ClipReader
from coach.adapters.clip_sound import USUAL_RATE_HZ, read_clip_sound
from coach.adapters.movie import MovieWriter, Sound
from coach.app.show import Teller
from coach.core.analysis import Analysis
from coach.core.view import MapParams, Trail, choose_layout, draw
from coach.core.words import Language, said_in
from coach.errors import shown
from coach.report.html_stills import KeyMoment, Still
from coach.report.overlay import jpeg_of, paint
from coach.report.soundtrack import mix_cues
from coach.resources import sounds_folder


def paint_clip(
    reader: ClipReader,
    analysis: Analysis,
    teller: Teller,
    *,
    video: Path | None,
    moments: Sequence[KeyMoment],
    back_map: MapParams,
    language: Language = Language.EN,
) -> tuple[Still, ...]:
    """Paint a clip.

    Args:
        reader: the clip.
        analysis: the clip, judged; one moment for each of its frames.
        teller: is told how far it is.
        video: where to write the video, with the clip's own sound and the cues; None = no video.
        moments: the frames to keep as pictures.
        back_map: sizes on the back map.
        language: of the words in the pictures, and of the cues that are heard.

    Returns:
        One still per moment asked for, in order of time.

    Raises:
        CoachError: this computer cannot write H.264.
        OSError: the disk is full or read-only.
    """
    captions = {moment.index: moment.caption for moment in moments}
    last = len(analysis.moments) - 1 if video else max(captions, default=-1)
    if last < 0:
        return ()
    facts, stills, trail = analysis.clip, list[Still](), Trail()
    layout = choose_layout((moment.sight for moment in analysis.moments), facts.width, facts.height)
    what = "painting the video" if video else "painting the report's pictures"
    frames = teller.following(reader.frames(), f"{shown(reader.path.name)}: {what}", last + 1)
    with ExitStack() as stack:
        movie = stack.enter_context(_movie(video, reader, analysis, language)) if video else None
        for frame, moment in zip(frames, analysis.moments, strict=False):
            trail = trail.after(moment)
            if movie or frame.index in captions:
                picture = paint(draw(moment, trail, layout, back_map, language), frame.picture_rgb)
                if movie:
                    movie.write(picture, frame.t_s)
                if frame.index in captions:
                    stills.append(Still(captions[frame.index], jpeg_of(picture)))
            if frame.index == last:
                break
    return tuple(stills)


def _movie(path: Path, reader: ClipReader, analysis: Analysis, language: Language) -> MovieWriter:
    facts = analysis.clip
    own = read_clip_sound(reader.path) if facts.has_sound else None
    sound = None
    if own is not None or analysis.cues:
        cues = [said_in(cue, language) for cue in analysis.cues]
        folder = sounds_folder() if language is Language.EN else sounds_folder() / language  # as `core.sounds` names it
        samples = mix_cues(cues, folder, facts.duration_s, USUAL_RATE_HZ, own)
        sound = Sound(samples, USUAL_RATE_HZ)
    return MovieWriter(path, facts.width, facts.height, fps=facts.fps_mean, sound=sound)
