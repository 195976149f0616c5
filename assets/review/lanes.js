// Both clips' phases and steps over one time: the upper lane is clicked to go there, the lower one dragged to shift it.
import { el, ink, svg } from "./dom.js";
import { badge } from "./compare_map.js";
import { clock, w } from "./words.js";
const LANE = 40,
  TOP = 20,
  HIGH = TOP + 2 * LANE + 6,
  GUTTER = 26;
export class Lanes {
  constructor(pair, names, byHand) {
    Object.assign(this, { pair, names, byHand });
    this.svg = svg("svg", { class: "lanes", height: HIGH, "aria-hidden": "true" });
    this.slider = el("input", {
      type: "range",
      step: 0.1,
      "aria-label": w("timeline"),
      oninput: () => pair.seek(Number(this.slider.value)),
    });
    this.host = el("div", { class: "line lanes-box" }, this.svg, this.slider);
    this.drag = null;
    this.svg.addEventListener("pointerdown", (e) => this.down(e));
    this.svg.addEventListener("pointermove", (e) => this.move(e));
    for (const name of ["pointerup", "pointercancel"])
      this.svg.addEventListener(name, () => {
        this.drag = null;
        this.draw();
      });
  }
  x(t) {
    const { from, to } = this.span;
    return GUTTER + ((t - from) / (to - from)) * (this.wide - GUTTER - 12);
  }
  time(e) {
    const box = this.svg.getBoundingClientRect(),
      { from, to } = this.span;
    return from + ((e.clientX - box.left - GUTTER) / (box.width - GUTTER - 12)) * (to - from);
  }
  down(e) {
    if (!this.span) return;
    this.svg.setPointerCapture(e.pointerId);
    const low = e.clientY - this.svg.getBoundingClientRect().top > TOP + LANE;
    this.drag = { low, at: this.time(e), offset: this.pair.offset };
    if (!low) this.pair.seek(this.drag.at);
  }
  move(e) {
    if (!this.drag) return;
    if (this.drag.low) this.byHand(this.drag.offset + this.drag.at - this.time(e));
    else this.pair.seek(this.time(e));
  }
  draw() {
    const { pair } = this;
    this.wide = this.svg.getBoundingClientRect().width;
    if (!this.wide) return;
    if (!this.drag) this.span = { from: pair.from, to: Math.max(pair.to, pair.from + 0.1) };
    this.svg.setAttribute("viewBox", `0 0 ${this.wide} ${HIGH}`);
    const marks = [];
    pair.players.forEach(({ clip }, k) => {
      const y = TOP + k * LANE,
        x = (t) => this.x(t - pair.shift(k));
      marks.push(
        svg("rect", {
          x: x(0),
          y,
          width: Math.max(x(clip.duration) - x(0), 1),
          height: LANE - 6,
          rx: 6,
          fill: ink("raised"),
          stroke: ink("edge"),
        }),
      );
      for (const { phase, start_s, end_s } of clip.doc.phases) {
        if (phase === "idle") continue;
        const [a, b] = [x(start_s), x(end_s)];
        marks.push(
          svg("rect", { x: a, y: y + 2, width: Math.max(b - a, 1), height: 13, rx: 4, fill: ink("accent-soft") }),
        );
        if (b - a > 60) marks.push(svg("text", { x: a + 6, y: y + 12 }, w(phase)));
      }
      for (const s of clip.doc.steps)
        marks.push(
          svg("rect", {
            x: x(s.start_s),
            y: y + (s.foot === "left" ? 17 : 25),
            width: Math.max(x(s.end_s) - x(s.start_s) - 1, 1),
            height: 6,
            rx: 2,
            fill: ink(k ? "second" : "first"),
          }),
        );
      const sign = badge(k);
      for (const [name, value] of [
        ["x", 5],
        ["y", y + 10],
        ["width", 14],
        ["height", 14],
      ])
        sign.setAttribute(name, value);
      marks.push(sign);
    });
    this.head = svg("line", { y1: 4, y2: HIGH - 4, stroke: ink("ink"), "stroke-width": 1.5 });
    this.svg.replaceChildren(...this.ruler(), ...marks, this.head);
    this.slider.min = this.span.from;
    this.slider.max = this.span.to;
    this.go();
  }
  ruler() {
    const { from, to } = this.span,
      want = (to - from) / Math.max(3, this.wide / 100),
      by = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((step) => step >= want) ?? 1200,
      marks = [];
    for (let t = Math.ceil(from / by) * by; t <= to; t += by)
      marks.push(svg("text", { x: this.x(t), y: 12, "text-anchor": "middle" }, t < 0 ? `−${clock(-t)}` : clock(t)));
    return marks;
  }
  go() {
    if (!this.head) return;
    const { t } = this.pair,
      x = this.x(t);
    this.head.setAttribute("x1", x);
    this.head.setAttribute("x2", x);
    if (document.activeElement !== this.slider || Math.abs(Number(this.slider.value) - t) > 0.02) this.slider.value = t;
    this.slider.setAttribute(
      "aria-valuetext",
      this.pair.players.map((_, k) => `${this.names[k]} ${clock(this.pair.own(k), 1)}`).join(", "),
    );
  }
}
