// One analysed clip: its document, its times, and its frames, which come in passages as they are needed.
import { bytes, json } from "./api.js";
const KEPT = 24;
export class Clip {
  static async open(id) {
    // with its corrections, if there are any
    const [told, times] = await Promise.all([json(id), bytes(`${id}/times`)]);
    const clip = new Clip(id, told, new Float64Array(times));
    await clip.passage(0);
    return clip;
  }
  constructor(id, told, times) {
    this.id = id;
    this.t = times;
    this.passages = new Map();
    this.coming = new Map();
    this.take(told, false);
    this.duration = Math.max(times.length ? times[times.length - 1] : 0, this.doc.clip.duration_s || 0);
    this.onload = () => {};
  }
  take(told, original) {
    // another judgement of the same frames; the original stands in for one that is not ready or cannot be made
    this.told = told;
    this.doc = told.analysis;
    this.original = Boolean(original || told.judging || told.corrections_trouble);
    this.passages = new Map();
    this.coming = new Map();
  }
  get judgement() {
    return this.original ? "?judgement=original" : "";
  }
  index(t) {
    // the frame that is shown at a time: the last that has begun
    let low = 0,
      high = this.t.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.t[middle] <= t + 0.002) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  timeOf(i) {
    // a moment safely inside of a frame
    const n = this.t.length,
      at = Math.min(Math.max(i, 0), n - 1);
    const next = at + 1 < n ? this.t[at + 1] : this.t[at] + 0.02;
    return this.t[at] + 0.3 * (next - this.t[at]);
  }
  async passage(k) {
    if (this.passages.has(k) || k < 0 || k * this.told.passage >= this.t.length) return;
    const { passages, coming } = this; // those of this judgement
    if (!coming.has(k)) {
      coming.set(
        k,
        bytes(`${this.id}/frames/${k}${this.judgement}`)
          .then((data) => {
            passages.set(k, new Float32Array(data));
            if (passages.size > KEPT) passages.delete(passages.keys().next().value);
          })
          .finally(() => coming.delete(k)),
      );
    }
    await coming.get(k);
    this.onload();
  }
  frame(i) {
    // null while it is on its way
    const k = Math.floor(i / this.told.passage),
      rows = this.passages.get(k);
    if (!rows) {
      this.passage(k).catch(() => {});
      return null;
    }
    if (i % this.told.passage > this.told.passage * 0.6) this.passage(k + 1).catch(() => {});
    const start = (i % this.told.passage) * this.told.width;
    return rows.subarray(start, start + this.told.width);
  }
  part(row, column) {
    const [at, size] = this.told.columns[column];
    return row.subarray(at, at + size);
  }
  number(row, column) {
    return row[this.told.columns[column][0]];
  }
  word(row, column) {
    return this.told.words[column][this.number(row, column)] ?? "unknown";
  }
  findings() {
    return this.doc.events.filter((event) => event.rule !== "not_seen");
  }
  setting(name, otherwise) {
    const value = this.doc.settings[name];
    return typeof value === "number" ? value : otherwise;
  }
}
