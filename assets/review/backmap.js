// The back from above: every step at its place, larger the longer it stayed; seconds per zone; whole or a passage.
import { el, ink, svg } from "./dom.js";
import { clock, w } from "./words.js";
export const ZONES = [
  ["shoulder_blades", 0, 0.4],
  ["mid_back", 0.4, 0.7],
  ["lower_back", 0.7, 1],
];
// Points on the midline, never to be stood on (technique.md A5); along as in coach/core/view/back_map.py.
const POINTS = [
  ["GV14", 0],
  ["GV4", 0.68],
];
const TORSO = 48,
  W = 300,
  K = 4.1,
  CX = W / 2,
  Y0 = 92; // cm; px per cm; shoulder line
const X = (cm) => CX + Math.max(-34, Math.min(34, cm)) * K,
  Y = (along) => Y0 + Math.max(-0.4, Math.min(1.16, along)) * TORSO * K;
const BODY = [
  [0, -0.36],
  [0.14, -0.35],
  [0.22, -0.28],
  [0.23, -0.2],
  [0.17, -0.1],
  [0.18, -0.055],
  [0.55, -0.04],
  [0.85, 0],
  [0.99, 0.08],
  [0.97, 0.22],
  [0.86, 0.4],
  [0.77, 0.58],
  [0.75, 0.72],
  [0.82, 0.9],
  [0.9, 1.04],
  [0.92, 1.16],
];
export function stepsIn(clip, loop) {
  // steps that touch the passage, cut to it
  const from = loop?.from ?? 0,
    to = loop?.to ?? Infinity;
  return clip.doc.steps
    .filter((s) => s.end_s > from && s.start_s < to)
    .map((s) => ({ ...s, a: Math.max(s.start_s, from), b: Math.min(s.end_s, to) }));
}
export function coverage(steps) {
  const sums = {};
  for (const s of steps) {
    if (s.offset_cm == null) continue;
    const zone = (sums[s.zone] ??= { left: 0, right: 0 });
    zone[s.offset_cm > 0 ? "right" : "left"] += s.b - s.a;
  }
  return sums;
}
// The body, the spine's band and the six areas beside it; with sums, their seconds too.
export function backGround(clip, sums = null) {
  const band = clip.setting("rules.spine_step.band_cm", 2),
    outer = clip.setting("rules.off_zone.ribs_cm", 15);
  const outline = [...BODY.map(([x, y]) => [x, y]), ...BODY.toReversed().map(([x, y]) => [-x, y])]
    .map(([x, y]) => `${CX + x * 0.44 * TORSO * K},${Y0 + y * TORSO * K}`)
    .join(" ");
  const most = Math.max(0.1, ...ZONES.flatMap(([zone]) => [sums?.[zone]?.left ?? 0, sums?.[zone]?.right ?? 0]));
  const map = svg(
    "svg",
    { class: "figure back-map", viewBox: `0 0 ${W} 330`, role: "img", "aria-label": w("back_hint") },
    svg("polygon", { points: outline, fill: ink("body"), stroke: ink("edge") }),
  );
  for (const [zone, top, bottom] of ZONES)
    for (const side of ["left", "right"]) {
      const seconds = sums?.[zone]?.[side] ?? 0,
        a = side === "left" ? -outer : band,
        b = side === "left" ? -band : outer;
      map.append(
        svg("rect", {
          x: X(a) + 1,
          y: Y(top) + 1,
          width: X(b) - X(a) - 2,
          height: Y(bottom) - Y(top) - 2,
          rx: 6,
          fill: ink("accent"),
          "fill-opacity": (0.1 + (0.35 * seconds) / most).toFixed(2),
        }),
      );
      if (sums)
        map.append(
          svg(
            "text",
            {
              x: side === "left" ? 6 : W - 6,
              y: (Y(top) + Y(bottom)) / 2 + 4,
              "text-anchor": side === "left" ? "start" : "end",
            },
            `${seconds.toFixed(1)} s`,
          ),
        );
    }
  map.append(
    svg("rect", {
      x: X(-band),
      y: Y(0),
      width: X(band) - X(-band),
      height: Y(1) - Y(0),
      fill: ink("spine"),
      "fill-opacity": 0.25,
      rx: 3,
    }),
    svg("line", {
      x1: CX,
      x2: CX,
      y1: Y(0),
      y2: Y(1),
      stroke: ink("spine"),
      "stroke-width": 1.5,
      "stroke-dasharray": "5 4",
    }),
  );
  map.append(
    ...POINTS.map(([name, along]) =>
      svg(
        "g",
        { class: "point" },
        svg("line", { x1: X(-3), x2: X(3), y1: Y(along), y2: Y(along), stroke: ink("spine"), "stroke-width": 2 }),
        svg("text", { x: X(outer) + 4, y: Y(along) + 4, "text-anchor": "start" }, name),
        svg("title", {}, w("never_stand_on", { name })),
      ),
    ),
    ...marked(clip),
    svg("text", { x: 6, y: 16, "text-anchor": "start" }, w("receivers_left")),
    svg("text", { x: W - 6, y: 16, "text-anchor": "end" }, w("receivers_right")),
  );
  return map;
}
// The areas that the receiver has marked, hatched by their edge, with their names.
function marked(clip) {
  const zones = clip.doc.settings["rules.keep_out.zones"];
  return (Array.isArray(zones) ? zones : []).map(({ name, corners }) => {
    const at = corners.map(([cm, along]) => [X(cm), Y(along)]),
      middle = at.reduce((sum, [x]) => sum + x, 0) / at.length;
    return svg(
      "g",
      { class: "marked" },
      svg("polygon", { points: at.map((point) => point.join(",")).join(" ") }),
      svg("text", { x: middle, y: Math.max(...at.map(([, y]) => y)) + 12, "text-anchor": "middle" }, name),
      svg("title", {}, w("marked_area", { name })),
    );
  });
}
const PLACE = ["spine_step", "keep_out", "off_zone"];
// Rules of place that a step broke; what a palm did is no step's fault.
export const faultsOf = (clip, step) => [
  ...new Set(clip.doc.events.filter((e) => isFaultOf(e, step)).map(({ rule }) => rule)),
];
const isFaultOf = (e, step) =>
      PLACE.includes(e.rule) &&
      e.detail?.limb !== "hand" && // a palm is no step
      (!e.side || e.side === step.foot || e.side === "both") &&
      e.start_s < step.end_s &&
      step.start_s < e.end_s;
export const placeOf = (step) => [X(step.offset_cm), Y(step.along)];
export function backMap(host, clip, player, state, again) {
  const set = player.loop.from != null || player.loop.to != null,
    filtered = state.passage && set,
    steps = stepsIn(clip, filtered ? player.loop : null),
    sums = coverage(steps);
  const map = backGround(clip, sums);
  for (const s of steps.toSorted((p, q) => q.b - q.a - (p.b - p.a))) {
    if (s.offset_cm == null || s.along == null) continue;
    const seconds = s.b - s.a,
      r = Math.min(5 + 4.2 * Math.sqrt(seconds), 22),
      faults = faultsOf(clip, s),
      fault = faults.length > 0;
    map.append(
      svg(
        "g",
        {
          class: fault ? "step fault" : "step",
          "data-start": s.start_s,
          "data-end": s.end_s,
          onclick: () => player.seek(s.start_s + 0.01),
        },
        svg("circle", {
          cx: X(s.offset_cm),
          cy: Y(s.along),
          r,
          fill: ink(s.foot),
          "fill-opacity": 0.55,
        }),
        svg(
          "text",
          { x: X(s.offset_cm), y: Y(s.along) + 4, "text-anchor": "middle", css: { pointerEvents: "none" } },
          seconds.toFixed(seconds < 9.95 ? 1 : 0),
        ),
        fault ? svg("text", { class: "sign-fault", x: X(s.offset_cm) + r + 3, y: Y(s.along) + 5 }, "!") : null,
        svg(
          "title",
          {},
          [
            w(`${s.foot}_foot`),
            clock(s.start_s),
            `${seconds.toFixed(1)} s`,
            `${s.offset_cm.toFixed(1)} cm`,
            ...faults.map((rule) => w(rule)),
          ].join(", "),
        ),
      ),
    );
  }
  const rows = [...ZONES.map(([zone]) => zone), "outside"].map((zone) =>
    el(
      "tr",
      {},
      el("td", {}, w(zone)),
      el("td", { class: "n" }, (sums[zone]?.left ?? 0).toFixed(1)),
      el("td", { class: "n" }, (sums[zone]?.right ?? 0).toFixed(1)),
    ),
  );
  host.replaceChildren(
    el(
      "div",
      { class: "filters" },
      el(
        "button",
        {
          "aria-pressed": String(!filtered),
          onclick: () => {
            state.passage = false;
            again();
          },
        },
        w("all"),
      ),
      el(
        "button",
        {
          "aria-pressed": String(filtered),
          disabled: !set,
          title: set ? "" : w("set_passage"),
          onclick: () => {
            state.passage = true;
            again();
          },
        },
        w("only_passage"),
      ),
    ),
    steps.length ? map : el("p", { class: "hint" }, w("no_steps")),
    el("div", { class: "filters hint" }, key("left"), key("right")),
    el("p", { class: "hint" }, w("back_hint")),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", {}, w("zone")),
          el("th", { class: "n" }, w("left_s")),
          el("th", { class: "n" }, w("right_s")),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );
}
const key = (foot) =>
  el(
    "span",
    { css: { display: "inline-flex", gap: "6px", alignItems: "center", marginRight: "12px" } },
    svg(
      "svg",
      { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" },
      svg("circle", { cx: 6, cy: 6, r: 6, fill: ink(foot), "fill-opacity": 0.7 }),
    ),
    w(`${foot}_foot`),
  );
