// What the part "Correct" shows: what can be corrected, what was, and what came of it, in plain words.
import { el, glyph } from "./dom.js";
import { clock, w } from "./words.js";
import { groupOf, groups, labelOf, unitOf } from "./thresholds.js";
import { authorField, thresholdRow } from "./correctfields.js";
export function correctPanel(page) {
  const { host, told, clip } = page,
    focused = document.activeElement?.closest("#panel-correct") ? document.activeElement.dataset.key : null;
  if (page.trouble) {
    host.replaceChildren(el("p", { class: "bad", role: "alert" }, page.trouble));
    return;
  }
  if (page.waiting) {
    host.replaceChildren(
      el("p", { class: "hint" }, w(page.waiting)),
      el("progress", { "aria-label": w("c_busy"), max: 100, value: page.far || null }),
    );
    return;
  }
  const line = el("p", { class: page.bad ? "state bad" : "state", role: "status" }, page.status || "");
  if (!told) {
    host.replaceChildren(el("p", { class: "hint" }, w("c_loading")), el("progress", { "aria-label": w("c_loading") }));
    return;
  }
  const parts = clip.original
    ? [
        el("p", { class: "hint" }, w("c_sees_original")),
        button("look", w("c_see_corrected"), () => page.look(false).catch((wrong) => page.tell(wrong.message, true))),
        made(page),
        changed(told),
      ]
    : [body(page), made(page), changed(told), events(page), missed(page), thresholds(page), authorField()];
  host.replaceChildren(
    el("p", { class: "hint" }, w("correct_hint")),
    page.busy ? el("progress", { "aria-label": w("c_busy"), max: 100, value: page.far || null }) : "",
    line,
    ...parts.filter(Boolean),
  );
  if (page.busy) for (const one of host.querySelectorAll("button, input, select")) one.disabled = true;
  if (focused) host.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}
export function button(key, text, deed, props = {}) {
  return el("button", { "data-key": key, onclick: deed, ...props }, text);
}
function card(word, ...parts) {
  return el("section", { class: "card" }, el("h2", {}, w(word)), ...parts);
}
export const named = (e) => [w(e.rule), e.side && w(e.side), clock(e.start_s, 1)].filter(Boolean).join(", ");
function body(page) {
  const tool = (kind, word) =>
    button(kind, w(word), () => page.choose(kind), { "aria-pressed": String(page.tool === kind) });
  const scope = (whole, word) =>
    el(
      "label",
      { class: "pick" },
      el("input", {
        type: "radio",
        name: "scope",
        "data-key": word,
        checked: page.whole === whole,
        onchange: () => page.scope(whole),
      }),
      w(word),
    );
  return card(
    "c_body",
    el("div", { class: "tools" }, tool("spine_moved", "c_spine"), tool("torso_moved", "c_corners")),
    page.tool
      ? el(
          "div",
          { class: "scope", role: "radiogroup", "aria-label": w("c_scope") },
          scope(false, "c_from_here"),
          scope(true, "c_whole"),
        )
      : null,
    page.tool ? el("p", { class: "hint" }, w("c_drag_hint")) : null,
    button("swap", w("c_swap"), () => {
      page.player.pause();
      page.send({ change: { kind: "people_swapped", at_s: page.clip.t[page.player.frame] } });
    }),
    el("p", { class: "hint" }, w("c_swap_hint")),
  );
}
function events(page) {
  const { clip } = page,
    all = [...clip.doc.events, ...(clip.doc.events_wrong ?? [])].sort((p, q) => p.start_s - q.start_s);
  const row = (e, k) => {
    const wrong = e.mark === "wrong",
      key = `${wrong ? "r" : "w"}${e.rule}${e.start_s.toFixed(1)}${e.side}`;
    const deed = e.number
      ? button(key, w(wrong ? "c_restore" : "c_remove"), () => page.takeBack(e.number), { class: "small" })
      : button(
          key,
          w("c_wrong"),
          () => {
            const { rule, start_s, end_s, side } = e;
            page.send({ change: { kind: "event_wrong", rule, start_s, end_s, side } });
          },
          { class: "small" },
        );
    deed.setAttribute("aria-label", `${deed.textContent}: ${named(e)}`);
    return el(
      "li",
      { class: wrong ? "struck" : "", "data-row": k },
      glyph(e.severity, w(e.severity)),
      el(
        "button",
        { class: "jump", "data-key": `j${key}`, onclick: () => page.player.seek(clip.timeOf(clip.index(e.start_s))) },
        el("span", {}, [w(e.rule), e.side && w(e.side)].filter(Boolean).join(", ")),
        el("small", {}, `${clock(e.start_s, 1)} – ${clock(e.end_s, 1)}${e.mark ? ` · ${w(`c_is_${e.mark}`)}` : ""}`),
      ),
      deed,
    );
  };
  return card("c_events", all.length ? el("ul", { class: "rows" }, all.map(row)) : el("p", { class: "hint" }, w("c_none")));
}
function missed(page) {
  const { told, player } = page,
    { from, to } = player.loop;
  const pick = (key, label, options) => {
    const box = el("select", { "data-key": key, "aria-label": w(label), onchange: () => (page[key] = box.value) });
    for (const [value, text] of options) box.append(el("option", { value, selected: page[key] === value }, text));
    return box;
  };
  const rule = pick("missedRule", "rule", told.rules.map((name) => [name, w(name)])),
    side = pick("missedSide", "c_side", [
      ["", w("c_no_side")],
      ["left", w("left_foot")],
      ["right", w("right_foot")],
      ["both", w("both")],
    ]);
  const there = from != null && to != null && to > from;
  return card(
    "c_missed",
    el("div", { class: "tools" }, rule, side),
    el(
      "p",
      { class: "hint", id: "missed-passage" },
      there ? w("c_passage", { from: clock(from, 1), to: clock(to, 1) }) : w("c_set_passage"),
    ),
    el(
      "div",
      { class: "tools" },
      button("missed-in", "[", () => player.setLoop(player.head, to != null && to > player.head ? to : null), {
        "aria-label": w("loop_in"),
        title: w("loop_in"),
      }),
      button("missed-out", "]", () => player.setLoop(from ?? 0, player.head), {
        "aria-label": w("loop_out"),
        title: w("loop_out"),
      }),
      button(
        "missed",
        w("c_add"),
        () =>
          page.send({
            change: {
              kind: "event_added",
              rule: rule.value,
              start_s: from,
              end_s: Math.min(to, page.clip.t.at(-1)),
              side: side.value || null,
            },
          }),
        { disabled: !there },
      ),
    ),
  );
}
function thresholds(page) {
  const names = groups(page.told.thresholds),
    group = names.includes(page.group) ? page.group : names[0];
  const box = el("select", {
    "data-key": "group",
    "aria-label": w("c_threshold_of"),
    onchange: () => {
      page.group = box.value;
      page.draw();
    },
  });
  for (const name of names) box.append(el("option", { value: name, selected: name === group }, labelOf(`group.${name}`)));
  return card(
    "c_threshold",
    box,
    el(
      "div",
      { class: "thresholds" },
      page.told.thresholds.filter((one) => groupOf(one.name) === group).map((one) => thresholdRow(page, one)),
    ),
  );
}
function made(page) {
  const list = page.told.made;
  if (!list.length) return card("c_made", el("p", { class: "hint" }, w("c_made_none")));
  const row = (one) =>
    el(
      "li",
      {},
      el("span", { class: "what" }, says(one.change, page.told), one.author ? el("small", {}, one.author) : null),
      button(`u${one.number}`, w("c_take_back"), () => page.takeBack(one.number), {
        class: "small",
        "aria-label": `${w("c_take_back")}: ${says(one.change, page.told)}`,
      }),
    );
  return card(
    "c_made",
    el("ol", { class: "rows" }, list.map(row)),
    button("undo", w("c_undo"), () => page.takeBack(list.at(-1).number)),
  );
}
function says(change, told) {
  const from = change.whole_clip ? w("c_whole") : w("c_from", { t: clock(change.at_s ?? 0, 1) });
  switch (change.kind) {
    case "spine_moved":
      return `${w("c_spine_was")} ${from}`;
    case "torso_moved":
      return `${w("c_corners_were")} ${from}`;
    case "people_swapped":
      return `${w("c_swapped")} ${from}`;
    case "event_wrong":
      return `${w("c_is_wrong")}: ${named(change)}`;
    case "event_added":
      return `${w("c_is_missed")}: ${named(change)}`;
    default:
      return Object.entries(change.settings)
        .map(([name, value]) => `${labelOf(`group.${groupOf(name)}`)} – ${labelOf(name)}: ${shown(value, name, told)}`)
        .join("; ");
  }
}
function shown(value, name, told) {
  const unit = told.thresholds.find((one) => one.name === name)?.unit;
  return typeof value === "boolean" ? w(value ? "c_yes" : "c_no") : `${value} ${unitOf(unit)}`.trim();
}
export function whatChanged({ gone, new: come, moved }) {
  const counted = [
    gone.length && w(gone.length === 1 ? "c_gone1" : "c_gone", { n: gone.length }),
    come.length && w(come.length === 1 ? "c_new1" : "c_new", { n: come.length }),
    moved.length && w(moved.length === 1 ? "c_moved1" : "c_moved", { n: moved.length }),
  ].filter(Boolean);
  const said = counted.join(w("c_and"));
  return said ? `${said[0].toUpperCase()}${said.slice(1)}${w("c_stop")}` : w("c_same");
}
function changed(told) {
  if (!told.made.length) return null;
  const { gone, new: come, moved } = told.changed;
  const list = (word, all) =>
    all.length
      ? [
          el("h3", {}, w(word)),
          el(
            "ul",
            { class: "rows changes" },
            all.map((e) => el("li", {}, named(e))),
          ),
        ]
      : [];
  return card(
    "c_changed",
    el("p", {}, whatChanged(told.changed)),
    ...list("c_list_gone", gone),
    ...list("c_list_new", come),
    ...list("c_list_moved", moved),
  );
}
