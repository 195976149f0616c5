// The list of what was found, by urgency; the next and the previous one.
import { el, glyph, URGENCY } from "./dom.js";
import { clock, length, w } from "./words.js";

export function eventsPanel(host, clip, chosen, jump, again) {
  const all = clip.findings(),
    found = all.filter((e) => chosen.has(e.severity));
  const counts = URGENCY.filter((severity) => all.some((e) => e.severity === severity));
  host.replaceChildren(
    counts.length
      ? el(
          "div",
          { class: "filters" },
          counts.map((severity) =>
            el(
              "button",
              {
                "aria-pressed": String(chosen.has(severity)),
                onclick: () => {
                  if (chosen.has(severity)) chosen.delete(severity);
                  else chosen.add(severity);
                  again();
                },
              },
              glyph(severity, ""),
              `${w(severity)} ${all.filter((e) => e.severity === severity).length}`,
            ),
          ),
        )
      : "",
    found.length
      ? el(
          "ol",
          { class: "list" },
          found.map((e) =>
            el(
              "li",
              {},
              el(
                "button",
                {
                  class: "event",
                  "data-start": e.start_s,
                  "data-end": e.end_s,
                  onclick: () => jump(e),
                },
                glyph(e.severity, w(e.severity)),
                el("span", { class: "what" }, w(e.rule), el("small", {}, about(e))),
                el("time", {}, clock(e.start_s, 1)),
              ),
            ),
          ),
        )
      : el("p", { class: "hint" }, w(all.length ? "shown_none" : "no_events")),
  );
}

function about(e) {
  const { offset_cm: offset, landing_cm_s: speed, pause_s: pause, limb } = e.detail ?? {};
  return [
    e.mark && w("c_by_hand"),
    e.side && w(`${e.side}`),
    limb === "hand" && w("hand"),
    length(e.end_s - e.start_s),
    offset != null ? `${offset > 0 ? "+" : "−"}${Math.abs(offset).toFixed(1)} cm` : null,
    speed != null ? `${speed.toFixed(0)} cm/s` : null,
    pause != null ? `${pause.toFixed(1)} s` : null,
  ]
    .filter(Boolean)
    .filter((part, k, all) => all.indexOf(part) === k)
    .join(" · ");
}

// What goes on at a moment stands out: its event in the list, its step on the back map.
export function markHere(t) {
  const here = ({ dataset }) => Number(dataset.start) <= t + 0.01 && t <= Number(dataset.end);
  for (const button of document.querySelectorAll("#panel-events .event"))
    button.setAttribute("aria-current", String(here(button)));
  for (const step of document.querySelectorAll("#panel-back .step")) step.classList.toggle("here", here(step));
}

export function nextEvent(clip, chosen, from, by) {
  const list = clip
      .findings()
      .filter((e) => chosen.has(e.severity))
      .sort((p, q) => p.start_s - q.start_s),
    i = clip.index(from);
  const at = (e) => clip.index(e.start_s);
  return by > 0 ? list.find((e) => at(e) > i) : list.findLast((e) => at(e) < i);
}
