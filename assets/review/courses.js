// Each couple's course over the weeks: faults per minute by rule, areas trodden, stays of 3 to 5 s. Points, no promise.
import { el, ink, svg } from "./dom.js";
import { dayWords } from "./library.js";
import { w } from "./words.js";
const W = 300,
  H = 134,
  LEFT = 42,
  RIGHT = 12,
  TOP = 10,
  BOTTOM = 28;
const DAY_MS = 86400e3,
  FEW = 3, // sessions; with fewer, no course is told
  UNSEEN = 0.1; // part of the frames: a session of which more could not be judged is drawn hollow
const MOST_RULES = 4;
const MARKS = ["disc", "square", "triangle", "diamond"];
const COLOURS = ["urgent", "first", "second", "accent"];
const time = (one) => new Date(`${one.day}T12:00:00`).getTime();

export function courses(host, all, open) {
  const couples = new Map();
  for (const one of all)
    if (!one.trouble && one.couple) couples.set(one.couple, [...(couples.get(one.couple) ?? []), one]);
  const parts = [...couples].sort(([a], [b]) => a.localeCompare(b)).map(([name, mine]) => course(name, mine, open));
  host.replaceChildren(
    el("h2", {}, w("courses")),
    ...(parts.length ? parts : [el("p", { class: "hint" }, w("courses_none"))]),
  );
}
function course(name, sessions, open) {
  const mine = sessions.toSorted((p, q) => time(p) - time(q)),
    weeks = Math.round((time(mine.at(-1)) - time(mine[0])) / (7 * DAY_MS));
  const told = [
    mine.length === 1 ? w("course_one") : w("course_many", { n: mine.length, w: weeks }),
    mine.length < FEW ? w("course_few") : w("course_read"),
    mine.some(hollow) ? w("course_hollow") : "",
    mine.some((one) => one.day_from === "analysed") ? w("course_days") : "",
  ];
  const totals = {};
  for (const one of mine)
    for (const [rule, rate] of Object.entries(one.per_min)) totals[rule] = (totals[rule] ?? 0) + rate;
  const rules = Object.keys(totals)
    .sort((p, q) => totals[q] - totals[p])
    .slice(0, MOST_RULES);
  const seen = mine.filter((one) => one.on_back_s > 0);
  const charts = seen.length
    ? [
        chart(
          w("course_faults"),
          seen,
          rules.map((rule) => ({ name: w(rule), of: (one) => one.per_min[rule] ?? 0 })),
          null,
          (value) => value.toFixed(1),
          open,
        ),
        chart(
          w("course_stays"),
          seen,
          [{ name: w("course_stays"), of: (one) => one.good_stays }],
          1,
          (v) => `${(100 * v).toFixed(0)} %`,
          open,
        ),
        chart(
          w("course_areas"),
          seen,
          [{ name: w("course_areas"), of: (one) => one.areas }],
          6,
          (v) => `${v.toFixed(0)}`,
          open,
        ),
      ]
    : [];
  return el(
    "article",
    { class: "course" },
    el("h3", {}, name),
    el("p", { class: "hint" }, told.filter(Boolean).join(" ")),
    el("div", { class: "charts" }, ...charts),
  );
}
const hollow = (one) => one.unknown == null || one.unknown > UNSEEN || one.view !== "good";
function chart(title, sessions, lines, top, figure, open) {
  const times = sessions.map(time),
    first = Math.min(...times),
    span = Math.max(Math.max(...times) - first, 7 * DAY_MS),
    values = lines.flatMap(({ of }) => sessions.map(of)).filter((value) => value != null),
    most = top ?? Math.max(1, ...values);
  const x = (t) => LEFT + ((t - first) / span) * (W - LEFT - RIGHT),
    y = (value) => H - BOTTOM - (value / most) * (H - BOTTOM - TOP);
  const spoken = sessions.map(
    (one) =>
      `${dayWords(one.day)}: ${lines.map(({ name, of }) => `${name} ${of(one) == null ? "–" : figure(of(one))}`).join(", ")}`,
  );
  const map = svg("svg", {
    class: "figure",
    viewBox: `0 0 ${W} ${H}`,
    role: "img",
    "aria-label": `${title}. ${spoken.join("; ")}`,
  });
  for (const value of [0, most])
    map.append(
      svg("line", { x1: LEFT, x2: W - RIGHT, y1: y(value), y2: y(value), stroke: ink("edge") }),
      svg("text", { x: LEFT - 5, y: y(value) + 4, "text-anchor": "end" }, figure(value)),
    );
  for (let t = first; t <= first + span + 1; t += 7 * DAY_MS * Math.ceil(span / (7 * DAY_MS) / 12))
    map.append(svg("line", { x1: x(t), x2: x(t), y1: H - BOTTOM, y2: H - BOTTOM + 4, stroke: ink("soft") }));
  const ends = [
    [first, "start"],
    ...(sessions.length > 1 && Math.max(...times) > first ? [[Math.max(...times), "end"]] : []),
  ];
  for (const [t, anchor] of ends) {
    const day = sessions.find((one) => time(one) === t).day;
    map.append(
      svg(
        "text",
        { x: anchor === "start" ? LEFT : Math.max(x(t), 150), y: H - 4, "text-anchor": anchor },
        dayWords(day),
      ),
    );
  }
  lines.forEach(({ of }, k) => {
    const known = sessions.filter((one) => of(one) != null),
      colour = ink(COLOURS[k]);
    if (known.length >= FEW)
      map.append(
        svg("polyline", {
          points: known.map((one) => `${x(time(one))},${y(of(one))}`).join(" "),
          fill: "none",
          stroke: colour,
          "stroke-opacity": 0.5,
          "stroke-width": 1.5,
        }),
      );
    for (const one of known)
      map.append(
        svg(
          "g",
          { css: { cursor: "pointer" }, onclick: () => open(one.id) },
          point(MARKS[k], x(time(one)), y(of(one)), colour, hollow(one)),
          svg("title", {}, `${one.name}, ${dayWords(one.day)}: ${figure(of(one))}`),
        ),
      );
  });
  return el(
    "figure",
    {},
    el("figcaption", {}, title),
    map,
    lines.length > 1
      ? el("p", { class: "hint keys" }, ...lines.map(({ name }, k) => el("span", {}, sample(k), name)))
      : el(
          "p",
          { class: "hint" },
          lines.length ? (lines[0].name === title ? "" : lines[0].name) : w("course_no_faults"),
        ),
  );
}
const sample = (k) =>
  svg(
    "svg",
    { class: "glyph", viewBox: "0 0 16 16", "aria-hidden": "true" },
    point(MARKS[k], 8, 8, ink(COLOURS[k]), false),
  );
function point(mark, x, y, colour, empty) {
  const look = { fill: empty ? ink("card") : colour, stroke: colour, "stroke-width": 1.6 },
    r = 4.2;
  if (mark === "disc") return svg("circle", { cx: x, cy: y, r, ...look });
  if (mark === "square") return svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...look });
  if (mark === "triangle")
    return svg("path", { d: `M${x} ${y - r - 1}L${x + r + 1} ${y + r}L${x - r - 1} ${y + r}Z`, ...look });
  return svg("path", { d: `M${x} ${y - r - 1}L${x + r + 1} ${y}L${x} ${y + r + 1}L${x - r - 1} ${y}Z`, ...look });
}
