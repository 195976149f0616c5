// All analysed sessions of a folder: sorted by any column, searched by name.
import { el } from "./dom.js";
import { json } from "./api.js";
import { clock, language, w } from "./words.js";
const COLUMNS = [
  ["name", "name", 1],
  ["analysed", "date", -1],
  ["duration_s", "length", -1],
  ["urgent", "urgent_n", -1],
  ["events", "events_n", -1],
  ["steps", "steps_n", -1],
  ["notes", "notes", -1],
];
export async function library(host, open) {
  const all = await json("sessions");
  let by = "analysed",
    down = -1,
    words = "";
  const body = el("tbody"),
    head = el("tr"),
    search = el("input", {
      type: "search",
      placeholder: w("search"),
      "aria-label": w("search"),
      oninput: () => {
        words = search.value.trim().toLowerCase();
        rows();
      },
    });
  const day = new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
  function rows() {
    head.replaceChildren(
      ...COLUMNS.map(([key, word, first]) =>
        el(
          "th",
          {
            class: key === "name" || key === "analysed" ? "" : "n",
            "aria-sort": by === key ? (down > 0 ? "ascending" : "descending") : "none",
          },
          el(
            "button",
            {
              onclick: () => {
                down = by === key ? -down : first;
                by = key;
                rows();
              },
            },
            w(word),
            by === key ? (down > 0 ? " ↑" : " ↓") : "",
          ),
        ),
      ),
    );
    const found = all
      .filter((one) => one.name.toLowerCase().includes(words))
      .sort((p, q) => down * (typeof p[by] === "string" ? p[by].localeCompare(q[by]) : p[by] - q[by]));
    body.replaceChildren(
      ...(found.length
        ? found.map((one) =>
            one.trouble
              ? el(
                  "tr",
                  {},
                  el("td", { colspan: COLUMNS.length }, one.name, el("div", { class: "trouble" }, one.trouble)),
                )
              : el(
                  "tr",
                  {},
                  el(
                    "td",
                    {},
                    el(
                      "a",
                      {
                        href: `#${one.id}`,
                        onclick: (e) => {
                          e.preventDefault();
                          open(one.id);
                        },
                      },
                      one.name,
                    ),
                  ),
                  el("td", {}, day.format(one.analysed * 1000)),
                  ...[clock(one.duration_s), one.urgent, one.events, one.steps, one.notes].map((value) =>
                    el("td", { class: "n" }, value),
                  ),
                ),
          )
        : [el("tr", {}, el("td", { colspan: COLUMNS.length }, w("none_found")))]),
    );
  }
  rows();
  host.replaceChildren(
    el("div", { class: "head" }, el("h2", {}, w("sessions")), search),
    el("table", {}, el("thead", {}, head), body),
  );
}
