// Notes at a moment or on a passage, with drawings on the frame; saved at once, one by one.
import { el, say } from "./dom.js";
import { Gone, json, put, remove } from "./api.js";
import { onPaper } from "./paper.js";
import { still } from "./stills.js";
import { clock, w } from "./words.js";
const NEAR = 0.6; // s: a note of a moment shows its drawing this long around it
export class Notes {
  constructor(host, clip, player, overlay, screen, changed) {
    Object.assign(this, { host, clip, player, overlay, screen, changed });
    this.all = [];
    this.open = null;
    this.tool = null;
    this.unsaved = new Map();
    this.points = [];
    this.saving = Promise.resolve();
    this.stopped = new AbortController();
    const on = (name, deed) => overlay.canvas.addEventListener(name, deed, { signal: this.stopped.signal });
    on("pointerdown", (e) => this.down(e));
    on("pointermove", (e) => this.move(e));
    on("pointerup", (e) => this.up(e));
    this.timer = setInterval(() => this.retry(), 3000);
    addEventListener(
      "beforeunload",
      (e) => {
        if (this.unsaved.size) e.preventDefault();
      },
      { signal: this.stopped.signal },
    );
  }
  close() {
    this.stopped.abort();
    clearInterval(this.timer);
  }
  async load() {
    this.take(await json(`${this.clip.id}/notes`));
  }
  take(saved) {
    // what the server has, but for what is still on its way, and for one that was begun and says nothing yet
    const open = this.find(this.open),
      waiting = [...this.unsaved.values()].filter(Boolean),
      away = new Set(this.unsaved.keys());
    this.all = [...saved.filter((note) => !away.has(note.id)), ...waiting];
    if (open && !away.has(open.id) && !this.find(open.id)) this.all.push(open);
    this.all.sort((p, q) => p.start_s - q.start_s);
    this.changed();
  }
  renew(saved) {
    // what another tab has written since
    if (this.unsaved.size) return;
    const before = JSON.stringify(this.all);
    this.take(saved);
    if (JSON.stringify(this.all) !== before && document.activeElement?.tagName !== "TEXTAREA") this.draw();
  }
  add() {
    this.player.pause();
    const note = {
      id: crypto.randomUUID(),
      start_s: round(this.player.head),
      end_s: round(this.player.head),
      text: "",
      marks: [],
    };
    this.all.push(note);
    this.all.sort((p, q) => p.start_s - q.start_s);
    this.open = note.id;
    this.changed();
    this.draw();
    this.host.querySelector("textarea")?.focus();
  }
  find(id) {
    return this.all.find((note) => note.id === id);
  }
  change(id, values, redraw = true) {
    const note = { ...this.find(id), ...values };
    this.all = this.all.map((other) => (other.id === id ? note : other));
    this.unsaved.set(id, note);
    this.changed();
    if (redraw) this.draw();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.flush(), 350);
    this.state(w("saving"));
  }
  flush() {
    this.saving = this.saving.then(() => this.send());
    return this.saving;
  }
  async send() {
    for (const [id, note] of [...this.unsaved]) {
      try {
        const saved = note
          ? await put(`${this.clip.id}/notes/${id}`, note)
          : await remove(`${this.clip.id}/notes/${id}`);
        if (this.unsaved.get(id) === note) this.unsaved.delete(id);
        this.take(saved);
        this.state(this.unsaved.size ? w("saving") : w("saved"));
      } catch (wrong) {
        this.state(wrong instanceof Gone ? w("not_saved") : wrong.message, true);
        return;
      }
    }
  }
  retry() {
    if (this.unsaved.size) this.flush();
  }
  state(text, bad = false) {
    const line = this.host.querySelector(".note.open .state");
    if (line && line.textContent !== text) {
      line.textContent = text;
      line.classList.toggle("bad", bad);
      say(text);
    } else if (bad) say(text);
  }
  delete(id) {
    if (this.find(id)?.text && !confirm(w("delete_sure"))) return;
    this.all = this.all.filter((note) => note.id !== id);
    this.unsaved.set(id, null);
    this.open = null;
    this.setTool(null);
    this.changed();
    this.draw();
    this.flush();
  }
  close_note() {
    const note = this.find(this.open);
    if (note && !note.text && !note.marks.length) this.all = this.all.filter((other) => other !== note);
    this.open = null;
    this.setTool(null);
    this.flush();
    this.changed();
    this.draw();
  }
  show(id) {
    this.open = id;
    const note = this.find(id);
    this.player.pause();
    this.player.seek(note.start_s + 0.001);
    this.draw();
  }
  marks() {
    const t = this.player.now;
    const shown = this.all.filter((n) =>
      n.id === this.open
        ? true
        : !this.player.playing || n.end_s > n.start_s
          ? n.start_s - (n.end_s > n.start_s ? 0 : NEAR / 4) <= t && t <= Math.max(n.end_s, n.start_s + NEAR / 4)
          : Math.abs(t - n.start_s) < NEAR,
    );
    const marks = shown.flatMap((n) => n.marks);
    return this.points.length && this.tool ? [...marks, { kind: this.tool, points: this.points }] : marks;
  }
  setTool(tool) {
    this.tool = this.tool === tool ? null : tool;
    this.points = [];
    this.screen.classList.toggle("drawing", this.tool != null);
  }
  down(e) {
    if (!this.tool) return;
    e.preventDefault();
    this.overlay.canvas.setPointerCapture(e.pointerId);
    const at = this.overlay.fractionAt(e).map(tidy);
    if (this.tool === "angle") {
      this.points = [...this.points.slice(0, this.points.length), at];
      if (this.points.length === 3) this.finish();
    } else this.points = [at, at];
    this.changed();
  }
  move(e) {
    if (this.tool && this.tool !== "angle" && this.points.length === 2) {
      this.points = [this.points[0], this.overlay.fractionAt(e).map(tidy)];
      this.changed();
    }
  }
  up() {
    if (this.tool && this.tool !== "angle" && this.points.length === 2) {
      const [[ax, ay], [bx, by]] = this.points;
      if (Math.hypot(ax - bx, ay - by) > 0.01) this.finish();
      else {
        this.points = [];
        this.changed();
      }
    }
  }
  finish() {
    const mark = { kind: this.tool, points: this.points },
      note = this.find(this.open);
    this.points = [];
    if (note) this.change(note.id, { marks: [...note.marks, mark] }, false);
  }
  when(note) {
    return note.end_s > note.start_s ? `${clock(note.start_s, 1)} – ${clock(note.end_s, 1)}` : clock(note.start_s, 1);
  }
  draw() {
    const writing = document.activeElement?.closest?.(".note.open textarea"),
      at = writing?.selectionStart;
    this.host.replaceChildren(
      el("button", { class: "accent", onclick: () => this.add() }, w("add_note")),
      ...(this.all.length
        ? this.all.map((note) => (note.id === this.open && !onPaper() ? this.editor(note) : this.line(note)))
        : [el("p", { class: "hint" }, w("no_notes"))]),
    );
    const box = writing && this.host.querySelector(".note.open textarea"); // whoever writes goes on writing
    box?.focus();
    box?.setSelectionRange(at, at);
  }
  line(note) {
    return el(
      "div",
      { class: "note" },
      el(
        "div",
        { class: "head" },
        el("time", {}, this.when(note)),
        el("span", { class: "space" }),
        note.marks.length ? el("span", { class: "hint" }, `✎ ${note.marks.length}`) : null,
        el("button", { class: "small", onclick: () => this.show(note.id) }, w("edit")),
      ),
      note.text ? el("p", {}, note.text) : null,
      note.marks.length ? still(this.clip, note, !this.unsaved.has(note.id)) : null,
    );
  }
  editor(note) {
    const { from, to } = this.player.loop,
      box = el("textarea", {
        maxlength: 4000,
        "aria-label": w("note_text"),
        placeholder: w("note_text"),
        oninput: () => this.change(note.id, { text: box.value }, false),
        onblur: () => this.flush(),
      });
    box.value = note.text;
    const tool = (kind, sign) =>
      el(
        "button",
        {
          "aria-pressed": String(this.tool === kind),
          onclick: () => {
            this.setTool(kind);
            this.draw();
          },
        },
        el("span", { "aria-hidden": "true" }, sign),
        w(kind),
      );
    return el(
      "div",
      { class: "note open" },
      el(
        "div",
        { class: "head" },
        el("time", {}, this.when(note)),
        el("span", { class: "space" }),
        note.end_s > note.start_s
          ? el(
              "button",
              { class: "small", onclick: () => this.change(note.id, { end_s: note.start_s }) },
              w("use_moment"),
            )
          : el(
              "button",
              {
                class: "small",
                disabled: from == null || to == null,
                title: from == null || to == null ? w("set_passage") : "",
                onclick: () => this.change(note.id, { start_s: round(from), end_s: round(to) }),
              },
              w("use_passage"),
            ),
      ),
      box,
      el(
        "div",
        { class: "tools", role: "toolbar", "aria-label": w("draw") },
        tool("arrow", "↗"),
        tool("circle", "◯"),
        tool("line", "╱"),
        tool("angle", "∠"),
        el(
          "button",
          {
            disabled: !note.marks.length,
            onclick: () => this.change(note.id, { marks: this.find(note.id).marks.slice(0, -1) }),
          },
          w("undo"),
        ),
      ),
      this.tool ? el("p", { class: "hint" }, w("draw_hint")) : null,
      el(
        "div",
        { class: "head" },
        el(
          "span",
          { class: "state", role: "status" },
          this.unsaved.has(note.id) ? w("saving") : note.text || note.marks.length ? w("saved") : "",
        ),
        el("span", { class: "space" }),
        el("button", { class: "small", onclick: () => this.delete(note.id) }, w("delete")),
        el("button", { class: "small", onclick: () => this.close_note() }, w("done")),
      ),
    );
  }
}
const round = (t) => Math.round(Math.max(0, t) * 1000) / 1000;
const tidy = (v) => Math.min(Math.max(Math.round(v * 1e4) / 1e4, -1), 2);
