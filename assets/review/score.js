// The score card: plain words first, the figures behind them.
import { el, glyph, ink, svg, URGENCY } from "./dom.js";
import { length, w } from "./words.js";
import { coverage, stepsIn } from "./backmap.js";
import { isAtMost, judgedShare, MUCH } from "./unseen.js";
export function scoreCard(host, clip, player) {
  const { summary, visibility } = clip.doc,
    found = clip.findings(),
    urgent = found.filter((e) => e.severity === "urgent").length,
    steps = stepsIn(clip, null),
    blind = (visibility?.unknown ?? 0) > MUCH;
  const head = !(summary.time_on_back_s > 0)
    ? w("score_nobody")
    : urgent
      ? w(urgent === 1 ? "score_urgent1" : "score_urgent", { n: urgent })
      : blind
        ? w(found.length ? "score_blind" : "score_blind0", { n: found.length })
        : found.length
        ? w(found.length === 1 ? "score_some1" : "score_some", { n: found.length })
        : w("score_none");
  const parts = [
    el("p", { class: "lead" }, head),
    el(
      "p",
      { class: "hint" },
      w("on_back", { m: length(summary.time_on_back_s ?? 0), n: steps.length, c: summary.cues ?? 0 }),
    ),
    el(
      "p",
      { class: "hint" },
      (visibility?.unknown ?? 0) < 0.005
        ? w("score_seen")
        : w("score_unknown", { p: (visibility.unknown * 100).toFixed(0) }),
    ),
  ];
  parts.push(el("div", { class: "card" }, el("h2", {}, w("per_rule")), rules(clip, found), el("p", { class: "hint" }, w("judged_says"))));
  if (steps.length) parts.push(dwell(steps), sides(steps), order(steps, player));
  const view = summary.view;
  if (view?.verdict)
    parts.push(
      el(
        "div",
        { class: "card" },
        el("h2", {}, w("camera")),
        el("p", {}, w(`view_${view.verdict.replaceAll(" ", "_")}`)),
        el(
          "p",
          { class: "hint" },
          [
            view.cm_per_px != null ? `${view.cm_per_px.toFixed(2)} cm/px` : "",
            view.sigma_cm != null ? `± ${view.sigma_cm.toFixed(1)} cm` : "",
          ]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
    );
  host.replaceChildren(...parts);
}
function rules(clip, found) {
  const on_back_s = clip.doc.summary.time_on_back_s ?? 0,
    names = Object.keys(clip.doc.summary.rules ?? {}).filter((rule) => rule !== "not_seen");
  const rows = names
    .map((rule) => {
      const mine = found.filter((e) => e.rule === rule),
        worst = URGENCY.find((severity) => mine.some((e) => e.severity === severity)),
        total = mine.reduce((sum, e) => sum + e.end_s - e.start_s, 0);
      return { rule, mine, worst, total, judged: judgedShare(clip, rule) };
    })
    .sort((p, q) => (q.mine.length > 0) - (p.mine.length > 0) || (p.judged ?? 2) - (q.judged ?? 2));
  return el(
    "table",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", {}, w("rule")),
        el("th", { class: "n" }, w("times")),
        el("th", { class: "n" }, w("total")),
        el("th", { class: "n" }, w("judged")),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map(({ rule, mine, worst, total, judged }) =>
        el(
          "tr",
          {},
          el("td", {}, worst ? [glyph(worst, w(worst)), " "] : null, w(rule), el("small", {}, w(`ask_${rule}`))),
          el(
            "td",
            { class: "n" },
            mine.length || (judged == null ? "–" : judged < MUCH ? "?" : 0),
            mine.length && on_back_s > 0
              ? el("small", {}, w("rate", { n: ((60 * mine.length) / on_back_s).toFixed(1) }))
              : null,
          ),
          el("td", { class: "n" }, mine.length ? length(total) : "–"),
          el(
            "td",
            { class: judged != null && judged < MUCH ? "n unseen" : "n" },
            judged == null ? "–" : `${isAtMost(clip, rule) ? "≤ " : ""}${Math.round(100 * judged)} %`,
          ),
        ),
      ),
    ),
  );
}
function dwell(steps) {
  const stays = steps.map((s) => s.end_s - s.start_s).sort((p, q) => p - q),
    good = stays.filter((s) => s >= 3 && s <= 5).length,
    bins = new Array(11).fill(0);
  for (const s of stays) bins[Math.min(Math.floor(s), 10)] += 1;
  const most = Math.max(...bins),
    chart = svg("svg", { class: "figure", viewBox: "0 0 330 120", role: "img", "aria-label": w("dwell") });
  chart.append(svg("rect", { x: 3 * 30, y: 4, width: 60, height: 92, fill: ink("accent-soft"), rx: 4 }));
  bins.forEach((n, k) => {
    const h = (78 * n) / most;
    if (n)
      chart.append(
        svg("rect", {
          x: k * 30 + 3,
          y: 96 - h,
          width: 24,
          height: h,
          rx: 3,
          fill: k >= 3 && k < 5 ? ink("accent") : ink("unseen"),
        }),
        svg("text", { x: k * 30 + 15, y: 90 - h, "text-anchor": "middle" }, n),
      );
    chart.append(
      svg(
        "text",
        { x: k === 10 ? 328 : k * 30, y: 112, "text-anchor": k === 10 ? "end" : k ? "middle" : "start" },
        k === 10 ? "10+ s" : `${k}`,
      ),
    );
  });
  const middle =
    stays.length % 2 ? stays[(stays.length - 1) / 2] : (stays[stays.length / 2 - 1] + stays[stays.length / 2]) / 2;
  return el(
    "div",
    { class: "card" },
    el("h2", {}, w("dwell")),
    el("p", {}, w("dwell_says", { n: good, m: stays.length, d: middle.toFixed(1) })),
    chart,
  );
}
function sides(steps) {
  const sums = Object.values(coverage(steps)),
    left = sums.reduce((n, z) => n + z.left, 0),
    right = sums.reduce((n, z) => n + z.right, 0),
    all = left + right;
  if (!(all > 0)) return null;
  return el(
    "div",
    { class: "card" },
    el("h2", {}, w("sides")),
    el(
      "div",
      { class: "share" },
      el(
        "span",
        { class: "l", css: { width: `${(100 * left) / all}%` } },
        `${w("left")} ${((100 * left) / all).toFixed(0)} %`,
      ),
      el(
        "span",
        { class: "r", css: { width: `${(100 * right) / all}%` } },
        `${w("right")} ${((100 * right) / all).toFixed(0)} %`,
      ),
    ),
    el("p", { class: "hint" }, `${w("receivers_left")} ${length(left)}, ${w("receivers_right")} ${length(right)}`),
  );
}
function order(steps, player) {
  const known = steps.filter((s) => s.along != null),
    end = Math.max(...known.map((s) => s.end_s), 1),
    chart = svg("svg", { class: "figure", viewBox: "0 0 330 120", role: "img", "aria-label": w("order_title") });
  const x = (t) => 56 + (268 * t) / end,
    y = (along) => 12 + 96 * Math.min(Math.max(along, -0.1), 1.1);
  chart.append(
    svg("line", { x1: 56, x2: 324, y1: y(0), y2: y(0), stroke: ink("edge") }),
    svg("line", { x1: 56, x2: 324, y1: y(1), y2: y(1), stroke: ink("edge") }),
    svg("text", { x: 0, y: y(0) + 4 }, w("shoulders")),
    svg("text", { x: 0, y: y(1) + 4 }, w("waist")),
  );
  for (const s of known)
    chart.append(
      svg("line", {
        x1: x(s.start_s),
        x2: Math.max(x(s.end_s), x(s.start_s) + 3),
        y1: y(s.along),
        y2: y(s.along),
        stroke: ink(s.foot),
        "stroke-width": 6,
        "stroke-linecap": "round",
        "stroke-opacity": 0.75,
        onclick: () => player.seek(s.start_s + 0.01),
      }),
    );
  return el(
    "div",
    { class: "card" },
    el("h2", {}, w("order_title")),
    chart,
    el("p", { class: "hint" }, w("order_says")),
  );
}
