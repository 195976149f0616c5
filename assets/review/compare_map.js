// One back under both clips: the first one's footprints are discs, the second one's are squares.
import { el, ink, svg } from "./dom.js";
import { backGround, coverage, faultsOf, placeOf, stepsIn, ZONES } from "./backmap.js";
import { clock, w } from "./words.js";

export function shape(k, x, y, r, props = {}) {
  const colour = ink(k ? "second" : "first"),
    look = { stroke: colour, "stroke-width": 2, fill: colour, "fill-opacity": k ? 0.12 : 0.4, ...props };
  return k
    ? svg("rect", { x: x - r * 0.9, y: y - r * 0.9, width: r * 1.8, height: r * 1.8, rx: 2, ...look })
    : svg("circle", { cx: x, cy: y, r, ...look });
}
export function badge(k) {
  return svg("svg", { class: "glyph", viewBox: "0 0 16 16", "aria-hidden": "true" }, shape(k, 8, 8, 6));
}
export const keys = (names) =>
  el("p", { class: "hint keys" }, ...names.map((name, k) => el("span", {}, badge(k), name)));
// A fault of place: a broken edge around the footprint's own, and a sign beside it.
const broken = (k, x, y, r) => {
  const edge = { class: "edge-fault", fill: "none", "stroke-width": 3 };
  return [
    shape(k, x, y, r + 4, { ...edge, stroke: ink("card") }),
    shape(k, x, y, r + 4, { ...edge, stroke: ink("urgent"), "stroke-dasharray": "5 3" }),
  ];
};
const faultKey = () =>
  el(
    "p",
    { class: "hint keys" },
    el(
      "span",
      {},
      svg(
        "svg",
        { class: "glyph wide", viewBox: "0 0 56 20", "aria-hidden": "true" },
        shape(0, 10, 10, 4),
        ...broken(0, 10, 10, 4),
        shape(1, 32, 10, 4),
        ...broken(1, 32, 10, 4.5),
        svg("text", { class: "sign-fault", x: 46, y: 16 }, "!"),
      ),
      w("cmp_map_fault"),
    ),
  );
export function compareMap(host, pair, names) {
  const [a, b] = pair.players.map((player) => player.clip);
  const map = backGround(a);
  const all = pair.players.flatMap(({ clip }, k) =>
    stepsIn(clip, null)
      .filter((s) => s.offset_cm != null && s.along != null)
      .map((s) => ({ ...s, k, faults: faultsOf(clip, s) })),
  );
  const signs = [];
  // the long ones below, faults on top
  for (const s of all.toSorted((p, q) => p.faults.length - q.faults.length || q.b - q.a - (p.b - p.a))) {
    const [x, y] = placeOf(s),
      seconds = s.b - s.a,
      r = Math.min(5 + 4.2 * Math.sqrt(seconds), 22),
      { faults } = s,
      here = s.start_s <= pair.own(s.k) && pair.own(s.k) <= s.end_s;
    if (faults.length) signs.push(svg("text", { class: "sign-fault", x: x + r + 5, y: y + 5 }, "!"));
    map.append(
      svg(
        "g",
        {
          class: faults.length ? "trod fault" : "trod",
          css: { cursor: "pointer" },
          onclick: () => pair.seek(s.start_s + 0.01 - pair.shift(s.k)),
        },
        shape(s.k, x, y, r, here ? { "stroke-width": 5 } : {}),
        ...(faults.length ? broken(s.k, x, y, r) : []),
        svg(
          "title",
          {},
          `${names[s.k]}: ${[w(`${s.foot}_foot`), clock(s.start_s), `${seconds.toFixed(1)} s`, ...faults.map((rule) => w(rule))].join(", ")}`,
        ),
      ),
    );
  }
  map.append(...signs);
  const sums = [a, b].map((clip) => coverage(stepsIn(clip, null)));
  const seconds = (k, zone, side) => (sums[k][zone]?.[side] ?? 0).toFixed(1);
  host.replaceChildren(
    el("h2", {}, w("cmp_map")),
    all.length ? map : el("p", { class: "hint" }, w("no_steps")),
    keys(names),
    all.length ? faultKey() : "",
    el("p", { class: "hint" }, w("cmp_map_hint")),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, w("zone")),
          ...names.map((name, k) =>
            el(
              "th",
              { class: "n", scope: "col" },
              badge(k),
              el("span", { class: "sr" }, name),
              ` ${w("left")} / ${w("right")}`,
            ),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        [...ZONES.map(([zone]) => zone), "outside"].map((zone) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, w(zone)),
            ...[0, 1].map((k) =>
              el("td", { class: "n" }, `${seconds(k, zone, "left")} / ${seconds(k, zone, "right")}`),
            ),
          ),
        ),
      ),
    ),
  );
}
