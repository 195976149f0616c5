// What the coach saw, drawn over the film: skeletons, spine band, soles; and the drawings of notes.
import { soleOutline, trace } from "./soles.js";
const BONES = [
  [11, 12],
  [11, 23],
  [12, 24],
  [23, 24],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
  [23, 25],
  [25, 27],
  [24, 26],
  [26, 28],
  [27, 29],
  [29, 31],
  [28, 30],
  [30, 32],
  [0, 11],
  [0, 12],
];
const SEEN = 0.3; // a landmark less visible than this is not drawn
export class Overlay {
  constructor(canvas, clip, player) {
    this.canvas = canvas;
    this.clip = clip;
    this.player = player;
    this.on = true;
    this.marks = [];
    this.guide = null; // what is being dragged: points of the clip's own pixels
    this.last = "";
  }
  resize() {
    const box = this.canvas.getBoundingClientRect(),
      ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(box.width * ratio)),
      height = Math.max(1, Math.round(box.height * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const { width: w, height: h } = this.clip.doc.clip,
      scale = Math.min(width / w, height / h);
    this.fit = { scale, x: (width - w * scale) / 2, y: (height - h * scale) / 2, w, h, ratio };
  }
  fractionAt(event) {
    // where on the picture, 0..1
    const box = this.canvas.getBoundingClientRect(),
      { scale, x, y, w, h, ratio } = this.fit;
    return [((event.clientX - box.left) * ratio - x) / scale / w, ((event.clientY - box.top) * ratio - y) / scale / h];
  }
  pixelAt(event) {
    const [x, y] = this.fractionAt(event);
    return [x * this.fit.w, y * this.fit.h];
  }
  placeOf([x, y]) {
    // CSS pixels from the film's corner
    const { scale, ratio } = this.fit;
    return [(this.fit.x + x * scale) / ratio, (this.fit.y + y * scale) / ratio];
  }
  draw() {
    this.resize();
    const g = this.canvas.getContext("2d"),
      { scale, x, y, ratio } = this.fit;
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, this.canvas.width, this.canvas.height);
    g.setTransform(scale, 0, 0, scale, x, y);
    this.px = ratio / scale; // one CSS pixel in the clip's own
    g.lineCap = g.lineJoin = "round";
    const row = this.clip.t.length ? this.clip.frame(this.player.frame) : null;
    if (row && this.on) {
      this.band(g, row);
      this.person(g, row, "receiver", "#7dd3fc");
      this.person(g, row, "giver", "#fde68a");
      this.sole(g, row, "left", 29, 31);
      this.sole(g, row, "right", 30, 32);
    }
    if (this.guide) {
      for (const [width, style] of [
        [5, "rgba(0,0,0,.5)"],
        [2.4, "#fff"],
      ]) {
        g.strokeStyle = style;
        g.lineWidth = width * this.px;
        g.beginPath();
        for (const [px, py] of this.guide) g.lineTo(px, py);
        if (this.guide.length > 2) g.closePath();
        g.stroke();
      }
    }
    for (const mark of this.marks) this.mark(g, mark);
  }
  band(g, row) {
    const [x0, y0, x1, y1] = this.clip.part(row, "spine_xy");
    if (!(x0 === x0 && x1 === x1 && y0 === y0 && y1 === y1)) return;
    const long = Math.hypot(x1 - x0, y1 - y0),
      perPx = this.clip.doc.summary.view?.cm_per_px;
    if (perPx > 0 && long > 0) {
      const half = this.clip.setting("rules.spine_step.band_cm", 2) / perPx,
        nx = (-(y1 - y0) / long) * half,
        ny = ((x1 - x0) / long) * half;
      g.fillStyle = "rgba(255,120,50,.38)";
      g.beginPath();
      g.moveTo(x0 + nx, y0 + ny);
      g.lineTo(x1 + nx, y1 + ny);
      g.lineTo(x1 - nx, y1 - ny);
      g.lineTo(x0 - nx, y0 - ny);
      g.fill();
    }
    g.strokeStyle = "#ff8a38";
    g.lineWidth = 2 * this.px;
    g.setLineDash([7 * this.px, 5 * this.px]);
    g.beginPath();
    g.moveTo(x0, y0);
    g.lineTo(x1, y1);
    g.stroke();
    g.setLineDash([]);
  }
  person(g, row, who, colour) {
    const state = this.clip.word(row, `${who}_state`);
    if (state === "lost") return;
    const xy = this.clip.part(row, `${who}_xy`),
      seen = this.clip.part(row, `${who}_vis`);
    const there = (k) => xy[2 * k] === xy[2 * k] && !(seen[k] < SEEN);
    for (const [width, style] of [
      [5, "rgba(0,0,0,.45)"],
      [2.4, colour],
    ]) {
      g.strokeStyle = style;
      g.lineWidth = width * this.px;
      g.setLineDash(state === "held" ? [5 * this.px, 5 * this.px] : []);
      g.beginPath();
      for (const [a, b] of BONES)
        if (there(a) && there(b)) {
          g.moveTo(xy[2 * a], xy[2 * a + 1]);
          g.lineTo(xy[2 * b], xy[2 * b + 1]);
        }
      g.stroke();
    }
    g.setLineDash([]);
    g.fillStyle = colour;
    for (let k = 11; k < 33; k++)
      if (there(k)) {
        g.beginPath();
        g.arc(xy[2 * k], xy[2 * k + 1], 2.6 * this.px, 0, 7);
        g.fill();
      }
  }
  sole(g, row, side, heel, toe) {
    if (this.clip.word(row, `${side}_foot_state`) !== "back") return;
    const xy = this.clip.part(row, "giver_xy"),
      hx = xy[2 * heel],
      hy = xy[2 * heel + 1],
      tx = xy[2 * toe],
      ty = xy[2 * toe + 1];
    if (!(hx === hx && tx === tx)) return;
    const t = this.player.now,
      bad = this.clip.doc.events.some(
        (e) =>
          (e.rule === "spine_step" || e.rule === "off_zone" || e.rule === "keep_out") &&
          e.detail?.limb !== "hand" &&
          (e.side === side || e.side === "both") &&
          e.start_s <= t &&
          t <= e.end_s,
      );
    const gap = this.clip.number(row, `${side}_foot_gap_cm`),
      unsure = this.clip.number(row, `${side}_foot_sigma_cm`) > this.clip.setting("rules.spine_step.blind_sigma_cm", 6);
    const outline = soleOutline([hx, hy], [tx, ty], side, this.clip.doc.summary.view);
    if (!outline) return;
    g.save();
    trace(g, outline);
    g.fillStyle = bad ? "rgba(255,100,40,.6)" : unsure || gap !== gap ? "rgba(200,200,200,.35)" : "rgba(92,219,178,.5)";
    g.fill();
    g.strokeStyle = bad ? "#ff5a1f" : unsure ? "#ddd" : "#5cdbb2";
    g.lineWidth = (bad ? 3.5 : 2) * this.px;
    if (unsure && !bad) g.setLineDash([4 * this.px, 4 * this.px]);
    g.stroke();
    g.restore();
  }
  mark(g, { kind, points }) {
    const { w, h } = this.fit,
      at = points.map(([x, y]) => [x * w, y * h]);
    if (at.length < 2) {
      g.fillStyle = "#fff";
      g.beginPath();
      g.arc(at[0][0], at[0][1], 4 * this.px, 0, 7);
      g.fill();
      return;
    }
    for (const [width, style] of [
      [6.5, "rgba(0,0,0,.5)"],
      [3.2, "#ffffff"],
    ]) {
      g.strokeStyle = g.fillStyle = style;
      g.lineWidth = width * this.px;
      g.beginPath();
      if (kind === "circle") g.arc(at[0][0], at[0][1], Math.hypot(at[1][0] - at[0][0], at[1][1] - at[0][1]), 0, 7);
      else {
        g.moveTo(...at[0]);
        for (const p of at.slice(1)) g.lineTo(...p);
      }
      if (kind === "arrow") {
        const [[ax, ay], [bx, by]] = at,
          turn = Math.atan2(by - ay, bx - ax),
          r = 14 * this.px;
        for (const d of [2.6, -2.6]) {
          g.moveTo(bx, by);
          g.lineTo(bx + r * Math.cos(turn + d), by + r * Math.sin(turn + d));
        }
      }
      g.stroke();
    }
    if (kind === "angle" && at.length === 3) {
      const turn = (p) => Math.atan2(p[1] - at[1][1], p[0] - at[1][0]);
      let degrees = Math.abs(((turn(at[0]) - turn(at[2])) * 180) / Math.PI);
      if (degrees > 180) degrees = 360 - degrees;
      g.font = `600 ${15 * this.px}px system-ui`;
      g.lineWidth = 4 * this.px;
      g.strokeStyle = "rgba(0,0,0,.6)";
      g.fillStyle = "#fff";
      const text = `${degrees.toFixed(0)}°`;
      g.strokeText(text, at[1][0] + 10 * this.px, at[1][1] - 10 * this.px);
      g.fillText(text, at[1][0] + 10 * this.px, at[1][1] - 10 * this.px);
    }
  }
}
