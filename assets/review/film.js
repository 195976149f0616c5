// Which film is shown: the clip itself, else the annotated one, else none; and what to say about it.
import { address, json } from "./api.js";
import { told as inWords } from "./refusals.js";
import { w } from "./words.js";

export function showFilm(clip, player, noFilm, isOpen, setOverlay, tell) {
  const { films } = clip.told,
    { video } = player;
  noFilm.hidden = true;
  video.hidden = false;
  const without = (text) => {
    player.lost();
    video.hidden = true;
    noFilm.textContent = text;
    noFilm.hidden = false;
  };
  const annotated = (text) => {
    tell(text);
    player.show(address(`${clip.id}/film/annotated`));
    setOverlay(false);
  };
  let second = false;
  video.onerror = async () => {
    // either the browser cannot play it, or it was moved away while the page was open
    if (!isOpen() || !player.film) return;
    const told = await json(clip.id).catch(() => null);
    if (!isOpen()) return;
    if (!told) without(w("stopped"));
    else if (!second && told.films.annotated && films.clip) {
      second = true;
      annotated(inWords(told.films.trouble) || w("plays_annotated"));
    } else {
      if (second) tell("");
      without(inWords(told.films.trouble) || w("cannot_play"));
    }
  };
  setOverlay(true);
  if (films.clip) {
    player.show(address(`${clip.id}/film/clip`));
    json(`${clip.id}/same`)
      .then(({ same }) => {
        if (!same && isOpen()) tell(w("not_same"));
      })
      .catch(() => {});
  } else if (films.annotated) annotated(inWords(films.trouble));
  else {
    without(inWords(films.trouble));
    tell(inWords(films.trouble));
  }
}
