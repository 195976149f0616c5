// Fields of the part "Correct": one threshold with its unit, range and default; the name of who corrects.
import { el } from "./dom.js";
import { w } from "./words.js";
import { labelOf, unitOf } from "./thresholds.js";
export function thresholdRow(page, one) {
  const send = (value) => page.send({ change: { kind: "thresholds_changed", settings: { [one.name]: value } } });
  const about = [
    one.low == null ? null : w("c_range", { low: one.low, high: one.high, unit: unitOf(one.unit) }),
    w("c_usual", { v: typeof one.usual === "boolean" ? w(one.usual ? "c_yes" : "c_no") : one.usual }),
    one.analysed === one.usual
      ? null
      : w("c_analysed", { v: typeof one.analysed === "boolean" ? w(one.analysed ? "c_yes" : "c_no") : one.analysed }),
  ].filter(Boolean);
  const id = `t-${one.name}`,
    changed = one.value !== one.analysed;
  const field =
    one.kind === "bool"
      ? el("input", { type: "checkbox", id, "data-key": id, checked: one.value, onchange: () => send(field.checked) })
      : el("input", {
          type: "number",
          id,
          "data-key": id,
          step: "any",
          min: one.low,
          max: one.high,
          value: one.value,
          "aria-describedby": `${id}-about`,
          onkeydown: (e) => {
            if (e.key === "Enter") field.blur();
          },
          onchange: () => {
            const value = field.valueAsNumber;
            if (Number.isFinite(value) && value >= one.low && value <= one.high) send(value);
            else {
              page.tell(w("c_out_of_range", { name: labelOf(one.name), low: one.low, high: one.high, unit: unitOf(one.unit) }), true);
            }
          },
        });
  return el(
    "div",
    { class: changed ? "threshold changed" : "threshold" },
    el("label", { for: id }, labelOf(one.name)),
    field,
    el("span", {}, unitOf(one.unit)),
    el("small", { id: `${id}-about` }, about.join(" · ")),
  );
}
export function authorField() {
  let kept = "";
  try {
    kept = localStorage.getItem("coach-author") ?? "";
  } catch {
    /* no storage */
  }
  const field = el("input", {
    id: "author",
    "data-key": "author",
    maxlength: 80,
    value: kept,
    autocomplete: "name",
    onchange: () => {
      try {
        localStorage.setItem("coach-author", field.value.trim());
      } catch {
        /* no storage */
      }
    },
  });
  return el("section", { class: "card" }, el("label", { for: "author" }, w("c_author")), field);
}
