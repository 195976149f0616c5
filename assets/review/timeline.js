// Lanes over time: phase, steps with their stay, one lane per rule, what was not seen hatched, notes. Click to jump.
import { glyphPath, ink, URGENCY } from "./dom.js";
import { unseenSpans } from "./unseen.js";
import { clock, w } from "./words.js";
const LANE = 22,
  TOP = 30,
  PAD = 10,
  RIGHT = 14;
const ALWAYS = ["spine_step", "support_lost"];
export class Timeline {
  constructor(canvas, clip, player) {
    this.canvas = canvas;
    this.clip = clip;
    this.player = player;
    this.from = 0;
    this.to = Math.max(clip.duration, 0.1);
    this.notes = [];
    this.drag = false;
    this.arrange();
    this.stopped = new AbortController();
    const on = (name, deed, more = {}) => canvas.addEventListener(name, deed, { signal: this.stopped.signal, ...more });
    on("pointerdown", (e) => {
      canvas.setPointerCapture(e.pointerId);
      this.drag = true;
      this.go(e);
    });
    on("pointermove", (e) => {
      if (this.drag) this.go(e);
    });
    on("pointerup", () => {
      this.drag = false;
    });
    on("pointercancel", () => {
      this.drag = false;
    });
    on(
      "wheel",
      (e) => {
        if (!e.ctrlKey && !e.shiftKey && Math.abs(e.deltaX) < Math.abs(e.deltaY)) {
          this.zoom(e.deltaY < 0 ? 1.25 : 0.8, this.timeAt(e));
        } else this.pan((e.deltaX || e.deltaY) / 400);
        e.preventDefault();
      },
      { passive: false },
    );
  }
  close() {
    this.stopped.abort();
  }
  arrange() {
    const rules = new Set([...ALWAYS, ...this.clip.findings().map((event) => event.rule)]);
    const known = [
      "spine_step",
      "keep_out",
      "off_zone",
      "support_lost",
      "receiver_signal",
      "fast_step",
      "short_pause",
      "long_pause",
      "order",
      "uneven",
      "receiver_moved",
    ];
    this.lanes = ["phases", "left_foot", "right_foot", ...known.filter((rule) => rules.has(rule))];
    if (this.clip.doc.events.some((event) => event.rule === "not_seen")) this.lanes.push("not_seen");
    this.canvas.style.height = `${TOP + this.lanes.length * LANE + PAD}px`;
  }
  get gutter() {
    return this.wide > 700 ? 136 : 126;
  }
  x(t) {
    return this.gutter + ((t - this.from) / (this.to - this.from)) * (this.wide - this.gutter - RIGHT);
  }
  timeAt(e) {
    const box = this.canvas.getBoundingClientRect();
    return (
      this.from + ((e.clientX - box.left - this.gutter) / (box.width - this.gutter - RIGHT)) * (this.to - this.from)
    );
  }
  go(e) {
    const box = this.canvas.getBoundingClientRect(),
      y = e.clientY - box.top,
      t = this.timeAt(e),
      lane = this.lanes[Math.floor((y - TOP) / LANE)];
    if (e.type === "pointerdown" && lane) {
      // a click near an event begins at the event itself
      const near = this.clip.doc.events.find(
        (event) =>
          event.rule === lane &&
          this.x(event.start_s) - 8 <= e.clientX - box.left &&
          e.clientX - box.left <= Math.max(this.x(event.end_s), this.x(event.start_s) + 8),
      );
      if (near) {
        this.drag = false;
        this.player.seek(this.clip.timeOf(this.clip.index(near.start_s)));
        return;
      }
    }
    this.player.seek(t);
  }
  zoom(by, around = this.player.head) {
    const whole = Math.max(this.clip.duration, 0.1),
      span = Math.min(whole, Math.max(1, (this.to - this.from) / by)),
      part = (around - this.from) / (this.to - this.from);
    this.from = Math.min(Math.max(around - part * span, 0), whole - span);
    this.to = this.from + span;
    this.draw();
  }
  pan(part) {
    const span = this.to - this.from;
    this.from = Math.min(Math.max(this.from + part * span, 0), Math.max(this.clip.duration, 0.1) - span);
    this.to = this.from + span;
    this.draw();
  }
  follow() {
    const t = this.player.head;
    if (!this.drag && (t < this.from || t > this.to)) {
      const span = this.to - this.from;
      this.from = Math.min(Math.max(t - span * 0.1, 0), Math.max(this.clip.duration, 0.1) - span);
      this.to = this.from + span;
    }
  }
  draw() {
    const ratio = window.devicePixelRatio || 1,
      box = this.canvas.getBoundingClientRect();
    if (!box.width) return;
    this.follow();
    this.wide = box.width;
    const high = box.height;
    const width = Math.round(box.width * ratio),
      height = Math.round(high * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const g = this.canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, this.wide, high);
    g.font = '12px system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif';
    g.textBaseline = "middle";
    const edge = ink("edge"),
      soft = ink("soft"),
      { from, to } = this.player.loop,
      right = this.wide - RIGHT;
    this.ruler(g, soft, edge, high);
    g.save();
    g.beginPath();
    g.rect(this.gutter - 8, 0, right - this.gutter + 16, high);
    g.clip();
    if (from != null || to != null) {
      g.fillStyle = ink("accent-soft");
      const a = this.x(from ?? 0),
        b = this.x(to ?? this.clip.duration);
      g.fillRect(a, TOP - 6, b - a, high - TOP + 2);
    }
    g.restore();
    this.lanes.forEach((lane, k) => {
      const y = TOP + k * LANE + LANE / 2;
      g.strokeStyle = edge;
      g.lineWidth = 1;
      g.beginPath();
      g.moveTo(this.gutter, y + LANE / 2 - 0.5);
      g.lineTo(right, y + LANE / 2 - 0.5);
      g.stroke();
      g.fillStyle = soft;
      g.textAlign = "left";
      g.fillText(w(lane), 12, y, this.gutter - 20);
      g.save();
      g.beginPath();
      g.rect(this.gutter - 8, 0, right - this.gutter + 16, high);
      g.clip();
      if (lane === "phases") this.phases(g, y);
      else if (lane.endsWith("_foot")) this.steps(g, y, lane.slice(0, -5));
      else this.events(g, y, lane);
      g.restore();
    });
    for (const note of this.notes) {
      const a = this.x(note.start_s),
        b = Math.max(this.x(note.end_s), a);
      if (a < this.gutter - 1 || a > right + 1) continue;
      g.fillStyle = ink("accent");
      g.beginPath();
      g.moveTo(a - 5, TOP - 14);
      g.lineTo(a + 5, TOP - 14);
      g.lineTo(a, TOP - 5);
      g.fill();
      if (b > a + 2) g.fillRect(a, TOP - 14, b - a, 3);
    }
    const now = this.x(this.player.head);
    if (now >= this.gutter - 1 && now <= right + 1) {
      g.fillStyle = ink("ink");
      g.fillRect(now - 0.75, 6, 1.5, high - 12);
      g.beginPath();
      g.moveTo(now - 5, 4);
      g.lineTo(now + 5, 4);
      g.lineTo(now + 5, 9);
      g.lineTo(now, 14);
      g.lineTo(now - 5, 9);
      g.fill();
    }
    this.canvas.setAttribute("aria-valuemin", "0");
    this.canvas.setAttribute("aria-valuemax", this.clip.duration.toFixed(1));
    this.canvas.setAttribute("aria-valuenow", this.player.head.toFixed(1));
    this.canvas.setAttribute("aria-valuetext", clock(this.player.head));
  }
  ruler(g, soft, edge, high) {
    const span = this.to - this.from,
      want = span / Math.max(3, (this.wide - this.gutter) / 90),
      by = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((step) => step >= want) ?? 1200;
    g.textAlign = "center";
    for (let t = Math.ceil(this.from / by) * by; t <= this.to + 1e-6; t += by) {
      const x = this.x(t);
      g.strokeStyle = edge;
      g.beginPath();
      g.moveTo(x, TOP - 3);
      g.lineTo(x, high - PAD);
      g.stroke();
      if (x < this.wide - 80) {
        g.fillStyle = soft;
        const label = clock(t + 1e-6, by < 1 ? 1 : 0),
          under = Math.abs(this.x(this.player.head) - x) < g.measureText(label).width / 2 + 7;
        if (!under) g.fillText(label, x, 13); // the moment's own time stands beside the film's controls
      }
    }
  }
  phases(g, y) {
    for (const { phase, start_s, end_s } of this.clip.doc.phases) {
      const a = this.x(start_s),
        b = this.x(end_s);
      if (b - a < 1) continue;
      g.fillStyle = phase === "idle" ? ink("edge") : ink("accent");
      g.globalAlpha = phase === "treading" ? 0.85 : 0.5;
      g.beginPath();
      g.roundRect(a, y - 8, Math.max(b - a - 1, 1), 16, 4);
      g.fill();
      g.globalAlpha = 1;
      const text = w(phase),
        left = Math.max(a, this.gutter);
      if (g.measureText(text).width + 14 < b - left) {
        g.fillStyle = phase === "treading" ? ink("on-accent") : ink("ink");
        g.textAlign = "left";
        g.fillText(text, left + 7, y + 0.5);
      }
    }
  }
  steps(g, y, foot) {
    for (const step of this.clip.doc.steps)
      if (step.foot === foot) {
        const a = this.x(step.start_s),
          b = this.x(step.end_s);
        g.fillStyle = ink(foot);
        g.globalAlpha = 0.75;
        g.beginPath();
        g.roundRect(a, y - 7, Math.max(b - a - 1, 2), 14, 4);
        g.fill();
        g.globalAlpha = 1;
        const text = `${(step.end_s - step.start_s).toFixed(1)} s`;
        if (b - a > 38) {
          g.fillStyle = ink("card");
          g.textAlign = "left";
          g.fillText(text, Math.max(a, this.gutter) + 6, y + 0.5);
        }
      }
  }
  events(g, y, rule) {
    const mine = this.clip.doc.events
      .filter((event) => event.rule === rule)
      .sort((p, q) => URGENCY.indexOf(q.severity) - URGENCY.indexOf(p.severity));
    for (const { start_s, end_s } of unseenSpans(this.clip, rule))
      this.hatch(g, this.x(start_s), y - 7, this.x(end_s) - this.x(start_s), 14);
    for (const event of mine) {
      const a = this.x(event.start_s),
        b = Math.max(this.x(event.end_s), a + 2);
      if (rule === "not_seen") {
        this.hatch(g, a, y - 8, b - a, 16);
        continue;
      }
      g.fillStyle = ink(event.severity);
      g.globalAlpha = 0.35;
      g.beginPath();
      g.roundRect(a, y - 5, b - a, 10, 3);
      g.fill();
      g.globalAlpha = 1;
      g.fill(new Path2D(glyphPath(event.severity, a, y, 7)));
    }
  }
  hatch(g, x, y, width, height) {
    g.save();
    g.beginPath();
    g.rect(x, y, width, height);
    g.clip();
    g.strokeStyle = ink("unseen");
    g.lineWidth = 1.4;
    g.beginPath();
    const from = Math.max(x, this.gutter),
      to = Math.min(x + width, this.wide);
    for (let k = Math.floor((from - height) / 6) * 6; k < to; k += 6) {
      g.moveTo(k, y + height);
      g.lineTo(k + height, y);
    }
    g.stroke();
    g.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    g.restore();
  }
}
