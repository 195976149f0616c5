// All analysed sessions of a folder: sorted by any column, searched, two of them compared; each couple's course.
import { $, el, say } from "./dom.js";
import { Gone, json, put } from "./api.js";
import { courses } from "./courses.js";
import { told } from "./refusals.js";
import { MUCH } from "./unseen.js";
import { clock, language, w } from "./words.js";
const COLUMNS = [
  ["name", "name", 1],
  ["couple", "couple", 1],
  ["day", "day", -1],
  ["duration_s", "length", -1],
  ["urgent", "urgent_n", -1],
  ["events", "events_n", -1],
  ["steps", "steps_n", -1],
  ["notes", "notes", -1],
];
const LEFT = ["name", "couple", "day"];
export async function library(host, open, compare, ticked = null) {
  let all = await json("sessions");
  let by = "day",
    down = -1,
    words = "";
  const two = all.some((one) => one.id === ticked) ? [ticked] : [];
  const body = el("tbody"),
    head = el("tr"),
    course = el("section", { class: "courses", "aria-label": w("courses") }),
    pick = el("span", { class: "hint", role: "status" }),
    button = el("button", { class: "accent", id: "compare-two", onclick: () => compare(...two) }, w("compare_two")),
    search = el("input", {
      type: "search",
      placeholder: w("search"),
      "aria-label": w("search"),
      oninput: () => {
        words = search.value.trim().toLowerCase();
        rows();
      },
    });
  function picked() {
    button.disabled = two.length !== 2;
    const name = (id) => all.find((one) => one.id === id).name;
    pick.textContent =
      two.length === 2
        ? `${name(two[0])} · ${name(two[1])}`
        : two.length
          ? w("compare_second", { name: name(two[0]) })
          : w("compare_pick");
  }
  function tick(id, on) {
    // the one that was ticked first makes room for a third
    if (on) two.push(id);
    else two.splice(two.indexOf(id), 1);
    if (two.length > 2) two.shift();
    for (const box of body.querySelectorAll("[type=checkbox]")) box.checked = two.includes(box.value);
    picked();
  }
  const sort = (p, q) => {
    const [a, b] = [p[by], q[by]];
    return down * (typeof a === "string" ? a.localeCompare(b) : a - b) || p.name.localeCompare(q.name);
  };
  function rows() {
    head.replaceChildren(
      el("th", {}, el("span", { class: "sr" }, w("compare"))),
      ...COLUMNS.map(([key, word, first]) =>
        el(
          "th",
          {
            class: LEFT.includes(key) ? "" : "n",
            "aria-sort": by === key ? (down > 0 ? "ascending" : "descending") : "none",
          },
          el(
            "button",
            {
              "data-by": key,
              onclick: () => {
                down = by === key ? -down : first;
                by = key;
                rows();
                head.querySelector(`[data-by=${key}]`).focus();
              },
            },
            w(word),
            el("span", { "aria-hidden": "true" }, by === key ? (down > 0 ? " ↑" : " ↓") : ""),
          ),
        ),
      ),
    );
    const found = all.filter((one) => `${one.name} ${one.couple}`.toLowerCase().includes(words)).sort(sort);
    body.replaceChildren(
      ...(found.length ? found.map(row) : [el("tr", {}, el("td", { colspan: COLUMNS.length + 1 }, w("none_found")))]),
    );
  }
  function row(one) {
    if (one.trouble)
      return el(
        "tr",
        {},
        el("td"),
        el("td", { colspan: COLUMNS.length }, one.name, el("div", { class: "trouble" }, told(one.trouble))),
      );
    const link = el(
      "a",
      {
        href: `#${one.id}`,
        onclick: (e) => {
          e.preventDefault();
          open(one.id);
        },
      },
      one.name,
    );
    const remark = one.remark ? el("div", { class: "trouble" }, told(one.remark)) : null;
    const box = el("input", {
      type: "checkbox",
      value: one.id,
      "aria-label": w("compare_this", { name: one.name }),
      onchange: () => tick(one.id, box.checked),
    });
    box.checked = two.includes(one.id);
    return el(
      "tr",
      { "data-id": one.id },
      el("td", { class: "tick" }, el("label", {}, box)),
      el(
        "td",
        {},
        link,
        one.judgement === "original" ? null : el("small", {}, w(`lib_${one.judgement}`)),
        one.unknown > MUCH ? el("small", { class: "unseen" }, w("lib_unseen", { p: Math.round(100 * one.unknown) })) : null,
        remark,
      ),
      el(
        "td",
        {},
        el(
          "button",
          { class: "quiet about", "aria-label": w("about_edit", { name: one.name }), onclick: () => about(one) },
          one.couple || w("couple_none"),
        ),
        one.couple_from === "folder" ? el("small", {}, w("couple_folder")) : null,
      ),
      el("td", {}, dayWords(one.day), el("small", {}, w(`day_${one.day_from}`))),
      ...[clock(one.duration_s), one.urgent, one.events, one.steps, one.notes].map((value) =>
        el("td", { class: "n" }, value),
      ),
    );
  }
  const parts = (row) => [...row.querySelectorAll("a, button, input")];
  async function count() {
    // those that were corrected are judged again one by one, while the list can be used; the focus stays
    for (const waiting of all.filter((one) => one.judgement === "waiting")) {
      let line;
      try {
        line = await json(`${waiting.id}/line`);
      } catch (wrong) {
        line = { ...waiting, judgement: "original", remark: wrong instanceof Gone ? w("stopped") : wrong.message };
      }
      if (!body.isConnected || host.hidden) return;
      const { activeElement: at } = document,
        held = body.contains(at) ? at.closest("tr") : null,
        k = held ? parts(held).indexOf(at) : -1;
      all = all.map((other) => (other.id === line.id ? line : other));
      whole();
      if (k >= 0) parts(body.querySelector(`[data-id="${held.dataset.id}"]`) ?? body)[k]?.focus();
    }
  }
  function about(one) {
    const given = (from, value) => (from === "given" ? value : "");
    const couple = el("input", {
        maxlength: 80,
        list: "couples",
        id: "about-couple",
        value: given(one.couple_from, one.couple),
      }),
      day = el("input", { type: "date", id: "about-day", value: given(one.day_from, one.day) }),
      wrong = el("p", { class: "hint bad", role: "alert" });
    const known = [...new Set(all.map((other) => other.couple).filter(Boolean))];
    const save = async (e) => {
      e.preventDefault();
      try {
        const line = await put(`${one.id}/about`, { couple: couple.value, day: day.value });
        all = all.map((other) => (other.id === one.id ? line : other));
        $("about").close();
        whole();
        say(w("saved"));
        [...body.querySelectorAll("a")]
          .find((link) => link.hash === `#${one.id}`)
          ?.closest("tr")
          .querySelector("button")
          .focus();
      } catch (refused) {
        wrong.textContent = refused instanceof Gone ? w("stopped") : refused.message;
      }
    };
    $("about").replaceChildren(
      el(
        "form",
        { onsubmit: save },
        el("h2", {}, one.name),
        el("label", { for: "about-couple" }, w("about_couple")),
        couple,
        el("datalist", { id: "couples" }, ...known.map((value) => el("option", { value }))),
        el("label", { for: "about-day" }, w("about_day")),
        day,
        el("p", { class: "hint" }, w("about_hint")),
        wrong,
        el(
          "div",
          { class: "picked" },
          el("button", { class: "accent" }, w("save")),
          el("button", { type: "button", onclick: () => $("about").close() }, w("close")),
        ),
      ),
    );
    $("about").showModal();
  }
  function whole() {
    rows();
    courses(course, all, open);
    picked();
  }
  host.replaceChildren(
    el("div", { class: "head" }, el("h2", {}, w("sessions")), search),
    el("div", { class: "picked" }, button, pick),
    el("div", { class: "wide" }, el("table", {}, el("thead", {}, head), body)),
    course,
  );
  whole();
  count();
}
export function dayWords(day) {
  const at = new Date(`${day}T12:00:00`);
  return new Intl.DateTimeFormat(language() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium" }).format(at);
}
