// A long clip with corrections is judged again for most of a minute: how far that is, and what is shown until then.
import { $, el, say } from "./dom.js";
import { Gone, json } from "./api.js";
import { w } from "./words.js";
const EVERY_MS = 600;
export const percent = (judging) => (judging?.of ? Math.floor((100 * judging.done) / judging.of) : 0);
export function judgingLine(word, judging) {
  // under the head of the page; without words it goes
  const host = $("judging"),
    p = percent(judging);
  host.hidden = !word;
  if (!word) {
    host.replaceChildren();
    return;
  }
  if (host.dataset.word !== word || !host.firstChild) {
    host.dataset.word = word;
    host.replaceChildren(
      el("span", {}, w(word)),
      el("progress", { max: 100 }),
      el("output", { "aria-hidden": "true" }),
    );
    say(w(word));
  }
  host.querySelector("span").textContent = w(word);
  const bar = host.querySelector("progress");
  bar.ariaLabel = w("c_busy");
  if (judging?.of) bar.value = p;
  else bar.removeAttribute("value"); // it is being read, which has no measure
  host.querySelector("output").textContent = judging?.of ? `${p} %` : "";
}
export async function untilJudged(id, tell, isOver) {
  // true once it is judged, false if nobody wants to know any more
  for (;;) {
    await new Promise((go) => setTimeout(go, EVERY_MS));
    if (isOver()) return false;
    try {
      const { judging } = await json(`${id}/corrections/state`);
      if (isOver()) return false;
      if (!judging) return true;
      tell(judging);
    } catch (wrong) {
      if (!(wrong instanceof Gone)) throw wrong; // the page says that the program is gone, and looks whether it is back
    }
  }
}
