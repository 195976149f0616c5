// Corrections: sent one by one, the clip comes back judged again. Shown only where this program can judge again.
import { el, say } from "./dom.js";
import { post } from "./api.js";
import { clock, w } from "./words.js";
export function corrections(host, clip, player, overlay, renew) {
  const line = el("p", { class: "hint", role: "status" });
  const send = async (value) => {
    for (const button of host.querySelectorAll("button")) button.disabled = true;
    line.textContent = w("saving");
    try {
      await renew(await post(`${clip.id}/corrections`, value));
      say(w("c_done"));
    } catch (wrong) {
      line.textContent = wrong.message;
      say(wrong.message);
      for (const button of host.querySelectorAll("button")) button.disabled = false;
    }
  };
  const pick = (label, options) => {
    const box = el("select", { "aria-label": label });
    for (const [value, text] of options) box.append(el("option", { value }, text));
    return box;
  };
  const events = pick(
    w("c_event"),
    clip.doc.events.map((e, k) => [k, `${clock(e.start_s)} ${w(e.rule)}`]),
  );
  const rules = pick(
    w("rule"),
    ["spine_step", "off_zone", "support_lost", "fast_step", "receiver_signal"].map((rule) => [rule, w(rule)]),
  );
  const limits = pick(
    w("c_threshold"),
    Object.entries(clip.doc.settings)
      .filter(([name, value]) => name.startsWith("rules.") && typeof value === "number")
      .map(([name]) => [name, name.slice(6)]),
  );
  const value = el("input", { type: "number", step: "any", "aria-label": w("c_value") }),
    take = () => {
      value.value = clip.doc.settings[limits.value];
    };
  limits.addEventListener("change", take);
  take();
  const loop = () => player.loop.from != null && player.loop.to != null;
  const drag = () => {
    line.textContent = w("c_spine_hint");
    const canvas = overlay.canvas;
    let from = null;
    const done = new AbortController();
    canvas.addEventListener(
      "pointerdown",
      (e) => {
        canvas.setPointerCapture(e.pointerId);
        from = overlay.fractionAt(e);
      },
      { signal: done.signal },
    );
    canvas.addEventListener(
      "pointermove",
      (e) => {
        if (from) {
          overlay.spine = [...from, ...overlay.fractionAt(e)];
          overlay.draw();
        }
      },
      { signal: done.signal },
    );
    canvas.addEventListener(
      "pointerup",
      () => {
        if (!from) return;
        done.abort();
        const spine = overlay.spine;
        overlay.spine = null;
        if (spine) send({ kind: "spine", t_s: player.now, spine });
      },
      { signal: done.signal },
    );
  };
  host.replaceChildren(
    el("p", { class: "hint" }, w("correct_hint")),
    el("button", { onclick: drag }, w("c_spine")),
    el("button", { onclick: () => send({ kind: "swap", t_s: player.now }) }, w("c_swap")),
    el(
      "div",
      { class: "card" },
      events,
      el(
        "button",
        { disabled: !clip.doc.events.length, onclick: () => send({ kind: "wrong", event: Number(events.value) }) },
        w("c_wrong"),
      ),
    ),
    el(
      "div",
      { class: "card" },
      rules,
      el(
        "button",
        {
          onclick: () =>
            loop()
              ? send({
                  kind: "missed",
                  rule: rules.value,
                  start_s: player.loop.from,
                  end_s: player.loop.to,
                  side: null,
                })
              : (line.textContent = w("set_passage")),
        },
        w("c_missed"),
      ),
    ),
    el(
      "div",
      { class: "card" },
      el("h2", {}, w("c_threshold")),
      limits,
      value,
      el(
        "button",
        { onclick: () => send({ kind: "threshold", name: limits.value, value: Number(value.value) }) },
        w("c_judge"),
      ),
    ),
    el("button", { onclick: () => send({ kind: "undo" }) }, w("c_undo")),
    line,
  );
}
