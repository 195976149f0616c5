// Corrections: sent one by one, the clip comes back judged again; the film, the time and the tab stay.
import { $, say } from "./dom.js";
import { Gone, json, post } from "./api.js";
import { banner } from "./shell.js";
import { told as refused } from "./refusals.js";
import { w } from "./words.js";
import { correctPanel, whatChanged } from "./correctpanel.js";
import { Handles } from "./handles.js";
import { judgingLine, percent, untilJudged } from "./waiting.js";
const EVERY_MS = 700; // a judgement that takes longer than this is told while it goes on
export class Corrections {
  constructor(host, clip, player, overlay, judged, soon) {
    Object.assign(this, { host, clip, player, overlay, judged, soon });
    this.told = null; // what the program says of the corrections; null until it was asked
    this.trouble = "";
    this.status = "";
    this.bad = false;
    this.busy = false;
    this.waiting = ""; // the word for what is shown while it is judged elsewhere
    this.far = 0; // percent of it
    this.tool = null; // "spine_moved" or "torso_moved"
    this.whole = false;
    this.group = null; // of thresholds
    this.at = null; // the moment that the handles are of
    this.asked = null; // the moment that they were last asked for
    this.latest = null; // the mark that a further drag at the same moment takes the place of
    this.next = null; // dropped while the one before was still being judged
    this.closed = false;
    this.state = clip.told.corrections_state;
    this.handles = new Handles($("handles"), overlay, soon, (points) => this.mark(points));
    if (clip.told.judging) this.follow("c_waiting");
  }
  close() {
    this.closed = true;
    judgingLine("");
    this.handles.show(this.tool, null);
  }
  draw() {
    if (!this.told && !this.trouble && !this.loading && !this.waiting && !this.host.hidden) this.load();
    if (this.waiting) judgingLine(this.waiting, this.far ? { done: this.far, of: 100 } : null);
    correctPanel(this);
  }
  async load() {
    this.loading = true;
    try {
      this.told = await json(`${this.clip.id}/corrections`);
    } catch (wrong) {
      this.trouble = wrong instanceof Gone ? w("stopped") : wrong.message;
    }
    this.loading = false;
    if (!this.closed) this.draw();
  }
  async send(value) {
    // true if the clip was judged again
    if (this.busy || !this.told) return false;
    this.busy = true;
    this.far = 0;
    this.tell(w("c_judging", { n: this.told.frames }));
    const begun = performance.now(),
      waiting = setInterval(() => this.look_far().catch(() => {}), EVERY_MS);
    try {
      const answer = await post(`${this.clip.id}/corrections`, {
        revision: this.told.revision,
        author: author(),
        ...value,
      });
      if (this.closed) return false;
      this.told = answer.corrections;
      this.state = answer.session.corrections_state;
      await this.judged(this.clip, answer.session, false);
      const took = ((performance.now() - begun) / 1000).toFixed(1);
      performance.measure("judged again", { start: begun, end: performance.now() });
      this.tell(`${w("c_done", { s: took })} ${whatChanged(answer.corrections.since)}`);
      say(this.status);
      return true;
    } catch (wrong) {
      this.tell(wrong instanceof Gone ? w("c_stopped") : wrong.message, true);
      say(this.status);
      return false;
    } finally {
      clearInterval(waiting);
      this.busy = false;
      if (!this.closed) {
        if (this.bad) await this.watch().catch(() => {});
        if (!this.next) this.asked = null; // the handles are drawn anew where the line is now
        this.draw();
        this.soon();
      }
    }
  }
  async look_far() {
    const { judging } = await json(`${this.clip.id}/corrections/state`);
    if (!this.busy || this.closed || !judging?.of) return;
    this.far = percent(judging);
    this.tell(w("c_judging_far", { n: judging.of, p: this.far }));
  }
  tell(text, bad = false) {
    this.status = text;
    this.bad = bad;
    correctPanel(this);
  }
  takeBack(number) {
    return this.send({ without: number });
  }
  choose(tool) {
    this.tool = this.tool === tool ? null : tool;
    this.asked = this.latest = this.next = null;
    if (!this.tool) this.handles.show(tool, null);
    else this.player.pause();
    this.draw();
    this.soon();
  }
  scope(whole) {
    this.whole = whole;
    if (this.latest && this.latest.at === this.at) this.mark(this.latest.points);
    else this.draw();
  }
  async mark(points) {
    // a line or corners, as they were left; a further drag in the same frame takes the former's place
    if (this.busy) {
      this.next = points;
      return;
    }
    const made = points.map((point) => point.map((v) => Math.round(v * 100) / 100)),
      { tool, at, whole } = this,
      before = this.latest?.tool === tool && this.latest.at === at ? this.latest.number : 0;
    const change = { kind: tool, at_s: at, whole_clip: whole };
    change[tool === "spine_moved" ? "line_px" : "corners_px"] = made;
    const there = before && this.told.made.some((one) => one.number === before);
    if (await this.send(there ? { change, without: before } : { change }))
      this.latest = { tool, at, points: made, number: this.told.made.at(-1).number };
    else this.latest = null;
    const { next } = this;
    this.next = null;
    if (next) await this.mark(next);
  }
  place(shown) {
    // after every picture: the handles follow the frame, where it stands still
    const wanted = shown && this.tool && this.told && !this.clip.original && !this.player.playing;
    if (!wanted) {
      if (this.handles.points) this.handles.show(this.tool, null);
      this.asked = null;
      return;
    }
    if (this.handles.held || this.busy) {
      this.handles.place();
      return;
    }
    const t = this.clip.t[this.player.frame];
    if (this.asked !== t) {
      this.asked = t;
      this.fetch(t);
    }
    this.handles.place();
  }
  async fetch(t) {
    try {
      const back = await json(`${this.clip.id}/corrections/back?t=${t}`);
      if (this.asked !== t || this.closed || !this.tool) return;
      if (this.handles.held || this.busy) {
        this.asked = null; // not under the hand that drags: asked again after the drop
        return;
      }
      const points = this.tool === "spine_moved" ? back.spine : back.corners;
      this.at = t;
      this.handles.show(this.tool, points);
      if (!points) this.tell(w("c_no_back"), true);
      else if (this.status === w("c_no_back")) this.tell("");
    } catch (wrong) {
      this.tell(wrong.message, true);
    }
  }
  async look(original) {
    this.handles.show(this.tool, null);
    this.asked = null;
    const told = await json(`${this.clip.id}${original ? "?judgement=original" : ""}`);
    await this.judged(this.clip, told, original);
    if (told.judging) this.follow("c_waiting");
  }
  async follow(word) {
    // it is judged for a while: how far it is, then what came out of it
    if (this.waiting) return;
    this.waiting = word;
    this.far = 0;
    judgingLine(word);
    const far = (judging) => {
      this.far = percent(judging);
      judgingLine(word, judging);
      if (!this.host.hidden) correctPanel(this);
    };
    try {
      while (await untilJudged(this.clip.id, far, () => this.closed)) {
        const told = await json(this.clip.id);
        if (this.closed) return;
        if (told.judging) continue;
        const stays = this.clip.original && !this.clip.told.judging; // the original was chosen meanwhile
        this.state = told.corrections_state;
        this.waiting = this.trouble = "";
        this.told = null;
        judgingLine("");
        if (told.corrections_trouble) banner(refused(told.corrections_trouble), true);
        else if (word === "c_waiting_since") banner(w("c_elsewhere"));
        else say(w("c_waited"));
        if (!stays) await this.judged(this.clip, told, false);
        this.draw();
        return;
      }
    } catch (wrong) {
      if (this.closed) return;
      judgingLine("");
      this.waiting = "";
      banner(wrong.message, true);
    }
  }
  async watch() {
    // another window, or another run of the program, may have corrected
    const { state } = await json(`${this.clip.id}/corrections/state`);
    if (this.closed || state === this.state || this.busy || this.waiting) return;
    const now = await json(this.clip.id);
    if (this.closed || this.busy || this.waiting) return;
    if (now.judging) {
      this.follow("c_waiting_since");
      return;
    }
    const had = this.bad,
      chosen = this.clip.original && !this.clip.told.corrections_trouble; // else it only stood in
    this.state = state;
    if (this.told || this.trouble) {
      this.told = null;
      this.trouble = "";
      await this.load();
    }
    await this.look(chosen && Boolean(this.told?.made.length ?? true));
    if (now.corrections_trouble) banner(refused(now.corrections_trouble), true);
    else if (!had) banner(w("c_elsewhere"));
  }
}
function author() {
  try {
    return localStorage.getItem("coach-author") ?? "";
  } catch {
    return "";
  }
}
