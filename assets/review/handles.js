// What can be dragged on the film: the ends of the spine line, the body's corners. Mouse, finger or arrow keys.
import { el } from "./dom.js";
import { w } from "./words.js";
const NAMES = {
  spine_moved: ["c_shoulder_end", "c_hip_end"],
  torso_moved: ["c_left_shoulder", "c_right_shoulder", "c_right_hip", "c_left_hip"],
};
export class Handles {
  constructor(host, overlay, changed, done) {
    Object.assign(this, { host, overlay, changed, done });
    this.points = null;
    this.held = false;
  }
  show(kind, points) {
    // points: of the clip's own pixels; null hides
    const was = [...this.host.children].indexOf(document.activeElement),
      same = this.kind === kind;
    this.kind = kind;
    this.points = points?.map((point) => [...point]) ?? null;
    this.first = JSON.stringify(this.points);
    this.overlay.guide = this.points;
    this.host.replaceChildren(
      ...(this.points ? [...NAMES[kind].map((word, k) => this.handle(word, [k])), this.handle("c_all", null)] : []),
    );
    this.host.hidden = !this.points;
    this.place();
    if (same && was >= 0) this.host.children[was]?.focus();
    this.changed();
  }
  handle(word, which) {
    const label = `${w(word)}. ${w("c_handle_keys")}`;
    const button = el("button", { class: which ? "handle" : "handle whole", "aria-label": label, title: w(word) });
    let from = null;
    button.addEventListener("pointerdown", (e) => {
      if (e.button) return;
      button.setPointerCapture(e.pointerId);
      from = this.overlay.pixelAt(e);
      this.held = true;
    });
    button.addEventListener("pointermove", (e) => {
      if (!from) return;
      const to = this.overlay.pixelAt(e);
      this.move(which, to[0] - from[0], to[1] - from[1]);
      from = to;
    });
    const drop = () => {
      if (from) this.drop();
      from = null;
    };
    button.addEventListener("pointerup", drop);
    button.addEventListener("pointercancel", () => {
      from = null;
      this.reset();
    });
    button.addEventListener("keydown", (e) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      if (by) {
        this.held = true;
        this.move(which, ...by.map((step) => step * (e.shiftKey ? 10 : 1)));
      } else if (e.key === "Enter") this.drop();
      else if (e.key === "Escape") this.reset();
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
    return button;
  }
  move(which, dx, dy) {
    for (const k of which ?? this.points.keys()) this.points[k] = [this.points[k][0] + dx, this.points[k][1] + dy];
    this.changed();
  }
  drop() {
    this.held = false;
    if (JSON.stringify(this.points) !== this.first) this.done(this.points);
  }
  reset() {
    this.held = false;
    this.show(this.kind, JSON.parse(this.first));
  }
  place() {
    if (!this.points) return;
    const middle = [0, 1].map((axis) => this.points.reduce((sum, point) => sum + point[axis], 0) / this.points.length);
    [...this.points, middle].forEach((point, k) => {
      const [left, top] = this.overlay.placeOf(point);
      Object.assign(this.host.children[k].style, { left: `${left}px`, top: `${top}px` });
    });
  }
}
