// What stands around the page: its language, its colours, the line that tells what is wrong.
import { $, el } from "./dom.js";
import { language, w } from "./words.js";

export function words() {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = w(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", w(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = w(node.dataset.label);
  }
  $("language").textContent = language() === "zh" ? "English" : "中文";
  $("language").lang = language() === "zh" ? "en" : "zh-CN";
}

export function theme(to) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let kept = null;
  try {
    if (to) localStorage.setItem("coach-theme", to);
    kept = localStorage.getItem("coach-theme");
  } catch {
    kept = to;
  }
  document.documentElement.dataset.theme = kept ?? (dark.matches ? "dark" : "light");
}

export function banner(text, bad = false, deeds = []) {
  $("banner").hidden = !text;
  $("banner").className = bad ? "bad" : "";
  if (text)
    $("banner").replaceChildren(
      el("span", {}, text),
      ...deeds,
      el("button", { class: "quiet", onclick: () => banner("") }, w("close")),
    );
}

export function show(part) {
  // one of the three: library, review, compare
  for (const id of ["library", "review", "compare"]) $(id).hidden = id !== part;
  $("export").hidden = part !== "review";
}

export function title(text) {
  $("title").textContent = text;
  document.title = text === w("review") ? text : `${text} · ${w("review")}`;
}

export function full() {
  if (document.fullscreenElement) document.exitFullscreen();
  else
    $("screen")
      .parentElement.requestFullscreen?.() // with the film's controls: a tablet has no keys to leave it again
      .catch(() => {});
}
