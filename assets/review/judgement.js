// Which judgement is looked at: as the program found it, or with the corrections. Shown once something was corrected.
import { el } from "./dom.js";
import { w } from "./words.js";
export function judgementSwitch(host, clip, look) {
  host.hidden = Boolean(clip.told.corrections_trouble) || !(clip.told.corrected || clip.original);
  const waits = clip.told.judging;
  const choice = (original, word) =>
    el(
      "button",
      {
        "aria-pressed": String(clip.original === original),
        disabled: Boolean(waits && !original),
        title: waits && !original ? w("c_waiting") : null,
        onclick: () => clip.original !== original && look(original),
      },
      w(word),
    );
  host.replaceChildren(
    choice(true, "c_original"),
    choice(false, "c_corrected"),
    el("span", { class: "print-only" }, w(clip.original ? "c_print_original" : "c_print_corrected")),
  );
}
