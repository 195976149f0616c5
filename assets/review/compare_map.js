// One back under both clips: the first one's footprints are discs, the second one's are squares.
import { el, ink, svg } from "./dom.js";
import { backGround, coverage, placeOf, stepsIn, ZONES } from "./backmap.js";
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
export function compareMap(host, pair, names) {
  const [a, b] = pair.players.map((player) => player.clip);
  const map = backGround(a);
  const all = pair.players.flatMap(({ clip }, k) =>
    stepsIn(clip, null)
      .filter((s) => s.offset_cm != null && s.along != null)
      .map((s) => ({ ...s, k })),
  );
  for (const s of all.toSorted((p, q) => q.b - q.a - (p.b - p.a))) {
    const [x, y] = placeOf(s),
      seconds = s.b - s.a,
      here = s.start_s <= pair.own(s.k) && pair.own(s.k) <= s.end_s;
    map.append(
      svg(
        "g",
        { css: { cursor: "pointer" }, onclick: () => pair.seek(s.start_s + 0.01 - pair.shift(s.k)) },
        shape(s.k, x, y, Math.min(5 + 4.2 * Math.sqrt(seconds), 22), here ? { "stroke-width": 5 } : {}),
        svg("title", {}, `${names[s.k]}: ${w(`${s.foot}_foot`)}, ${clock(s.start_s)}, ${seconds.toFixed(1)} s`),
      ),
    );
  }
  const sums = [a, b].map((clip) => coverage(stepsIn(clip, null)));
  const seconds = (k, zone, side) => (sums[k][zone]?.[side] ?? 0).toFixed(1);
  host.replaceChildren(
    el("h2", {}, w("cmp_map")),
    all.length ? map : el("p", { class: "hint" }, w("no_steps")),
    keys(names),
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
