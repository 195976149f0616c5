// Every key of the page, and the help that lists them.
import { $, el } from "./dom.js";
import { w } from "./words.js";
const KEYS = [
  [["space"], "k_space"],
  [["←", "→"], "k_arrows"],
  [["Shift ←", "→"], "k_shift"],
  [["Home", "End"], "k_ends"],
  [["n", "p"], "k_events"],
  [["s", "d"], "k_speed"],
  [["i", "o", "x"], "k_loop"],
  [["v"], "k_overlay"],
  [["f"], "k_full"],
  [["m"], "k_mute"],
  [["a"], "k_note"],
  [["+", "−"], "k_zoom"],
  [["1 … 5"], "k_tabs"],
  [["?"], "k_help"],
  [[",", ".", "<", ">"], "k_compare"],
];
export function help() {
  const list = el("dl");
  for (const [keys, word] of KEYS)
    list.append(
      el(
        "dt",
        {},
        keys.flatMap((key, k) => [k ? " " : "", el("kbd", {}, key)]),
      ),
      el("dd", {}, w(word)),
    );
  $("help").replaceChildren(
    el("h2", {}, w("keys")),
    list,
    el("button", { class: "accent", onclick: () => $("help").close() }, w("close")),
  );
  $("help").showModal();
}
export function keyboard(deeds) {
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || $("help").open) return;
    const bar = e.target.closest?.("[type=range]");
    if (bar && /^(Arrow|Home|End|Page)/.test(e.key)) return;
    if (e.target.closest?.("[type=checkbox]") && e.key === " ") return;
    const typing = e.target.closest?.("input:not([type=range], [type=checkbox]), textarea, select");
    if (typing) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const on = e.target.closest?.("button, summary, a, [role=tab]");
    if (on && (e.key === " " || e.key === "Enter")) return;
    if (e.target.closest?.("[role=tablist]") && e.key.startsWith("Arrow")) return;
    const deed = deeds(e.key, e.shiftKey);
    if (deed) {
      e.preventDefault();
      deed();
    }
  });
}
