// The figures of both clips side by side, what each difference says in words, and what not to conclude.
import { el } from "./dom.js";
import { badge, keys } from "./compare_map.js";
import { length, w } from "./words.js";
const SECONDS = ["on_back_s", "median_stay_s"],
  SHARES = ["good_stays", "left_share", "unknown"],
  COUNTS = ["stays", "areas"];
function figure(name, value) {
  if (value == null) return "–";
  if (name === "median_stay_s") return `${value.toFixed(1)} s`;
  if (SECONDS.includes(name)) return length(value);
  if (SHARES.includes(name)) return `${(100 * value).toFixed(0)} %`;
  return COUNTS.includes(name) ? `${value}` : value.toFixed(1);
}
function apart(name, first, second) {
  if (first == null || second == null || first === second) return "";
  const gap = second - first,
    sign = gap > 0 ? "+" : "−";
  const told = figure(name, Math.abs(gap));
  return /[1-9]/.test(told) ? `${sign}${told}` : "";
}
const label = (name) =>
  [...SECONDS, ...SHARES, ...COUNTS].includes(name)
    ? w(`fig_${name}`)
    : `${w(name === "urgent" ? "fig_urgent" : name)}, ${w("per_min")}`;
export function compareTable(host, { figures, cautions }, names) {
  const says = ({ figure: name, first, second, finding }) => {
    if (finding === "first" || finding === "second")
      return w("find_better", { name: names[finding === "first" ? 0 : 1] });
    if (finding === "told" && first === second) return w("find_alike");
    return w(name === "unknown" && finding === "told" ? "find_camera" : `find_${finding}`);
  };
  const clear = figures.filter(({ finding }) => finding === "first" || finding === "second").length;
  host.replaceChildren(
    el("h2", {}, w("cmp_figures")),
    el("p", { class: "lead" }, clear ? w("cmp_clear", { n: clear, m: figures.length }) : w("cmp_unclear")),
    keys(names),
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, w("cmp_figure")),
          ...[0, 1].map((k) => el("th", { class: "n", scope: "col" }, badge(k), el("span", { class: "sr" }, names[k]))),
          el("th", { class: "n", scope: "col" }, w("cmp_apart")),
          el("th", { scope: "col" }, w("cmp_says")),
        ),
      ),
      el(
        "tbody",
        {},
        figures.map((line) =>
          el(
            "tr",
            { class: `find ${line.finding}` },
            el("th", { scope: "row" }, label(line.figure)),
            el("td", { class: "n" }, figure(line.figure, line.first)),
            el("td", { class: "n" }, figure(line.figure, line.second)),
            el("td", { class: "n" }, apart(line.figure, line.first, line.second)),
            el("td", {}, says(line)),
          ),
        ),
      ),
    ),
    el("h2", {}, w("cmp_cautions")),
    el("ul", { class: "cautions" }, ...[...cautions, "always"].map((caution) => el("li", {}, w(`caution_${caution}`)))),
  );
}
