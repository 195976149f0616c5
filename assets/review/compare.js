// Two clips side by side under one transport, lined up by phase or by hand; one back map; the figures of both.
import { el, say, sign } from "./dom.js";
import { json } from "./api.js";
import { Clip } from "./clip.js";
import { badge, compareMap } from "./compare_map.js";
import { compareTable } from "./compare_table.js";
import { showFilm } from "./film.js";
import { Lanes } from "./lanes.js";
import { Overlay } from "./overlay.js";
import { Pair } from "./pair.js";
import { Player, SPEEDS } from "./player.js";
import { told as refused } from "./refusals.js";
import { banner } from "./shell.js";
import { clock, w } from "./words.js";

const WAYS = ["treading", "first_step", "warm_up", "closing", "begin"];
// The link's own part of the address: which two, how they are lined up, and where they stand.
export function wanted(hash) {
  const told = new URLSearchParams(hash.replace(/^#/, ""));
  if (!told.has("compare")) return null;
  const [a, b] = told
      .get("compare")
      .split("+")
      .flatMap((ids) => ids.split(" ")),
    number = (name) => (Number.isFinite(Number(told.get(name))) ? Number(told.get(name)) : 0);
  return { a, b, by: told.get("by"), offset: number("offset"), t: number("t") };
}
export const linkTo = (a, b, more = "") => `#compare=${a}+${b}${more}`;

function moment(clip, way) {
  // where in a clip a way of lining up takes hold; null where the clip has no such moment
  if (way === "begin") return 0;
  if (way === "first_step") return clip.doc.steps.length ? Math.min(...clip.doc.steps.map((s) => s.start_s)) : null;
  return clip.doc.phases.find(({ phase }) => phase === way)?.start_s ?? null;
}
export class Comparison {
  static read({ a, b }) {
    return Promise.all([Promise.all([Clip.open(a), Clip.open(b)]), json(`${a}/compared/${b}`)]);
  }
  constructor(host, clips, compared, told, review) {
    Object.assign(this, { host, clips, compared, review });
    this.names = clips.map((clip) => clip.told.name);
    if (this.names[0] === this.names[1]) this.names = this.names.map((name, k) => `${name} (${k + 1})`);
    this.on = [true, true];
    this.sides = clips.map(() => ({
      video: el("video", { playsinline: true, preload: "auto" }),
      canvas: el("canvas", { "aria-hidden": "true", onclick: () => this.pair.toggle() }),
      note: el("div", { class: "no-film", hidden: true }),
      away: el("div", { class: "away", hidden: true }),
      clock: el("output", { class: "clock" }),
      trouble: el("p", { class: "hint bad", hidden: true }),
    }));
    const players = clips.map((clip, k) => new Player(this.sides[k].video, clip));
    this.sides[1].video.muted = true;
    this.pair = new Pair(...players);
    this.overlays = clips.map((clip, k) => new Overlay(this.sides[k].canvas, clip, players[k]));
    for (const { told: clip } of clips) if (clip.corrections_trouble) banner(refused(clip.corrections_trouble), true);
    this.due = false;
    this.shown = "";
    this.pair.listen(() => this.soon());
    clips.forEach((clip, k) => {
      clip.onload = () => this.soon();
      showFilm(
        clip,
        players[k],
        this.sides[k].note,
        () => !this.pair.closed,
        (on) => {
          this.on[k] = on;
        },
        (text) => {
          this.sides[k].trouble.textContent = text;
          this.sides[k].trouble.hidden = !text;
        },
      );
    });
    const [first, second] = clips;
    this.ways = WAYS.filter((way) => moment(first, way) != null && moment(second, way) != null);
    this.by = told.by === "hand" || this.ways.includes(told.by) ? told.by : this.ways[0];
    this.pair.offset = this.by === "hand" ? told.offset : this.offsetOf(this.by);
    this.build();
    const start = told.t || moment(first, this.by) || 0;
    this.pair.seek(start);
    this.sized = new ResizeObserver(() => {
      this.lanes.draw();
      this.soon();
    });
    this.sized.observe(this.lanes.host);
  }
  close() {
    this.sized.disconnect();
    this.pair.close();
    this.host.replaceChildren();
  }
  offsetOf(way) {
    return moment(this.clips[1], way) - moment(this.clips[0], way);
  }
  // Everything is made of words, so another language makes it anew; films and times stay.
  build() {
    const { pair } = this,
      button = (label, deed, ...children) =>
        el("button", { "aria-label": w(label), title: w(label), onclick: deed }, ...children);
    const side = (k) => {
      const { video, canvas, note, away, clock: time, trouble } = this.sides[k];
      return el(
        "section",
        { class: "half", "aria-label": w(k ? "cmp_second" : "cmp_first") },
        el(
          "div",
          { class: "head" },
          badge(k),
          el("a", { href: `#${this.clips[k].id}`, onclick: (e) => this.leave(e, this.clips[k].id) }, this.names[k]),
          el("span", { class: "space" }),
          time,
        ),
        el("div", { class: "screen" }, video, canvas, note, away),
        trouble,
      );
    };
    this.playButton = button("play", () => pair.toggle());
    this.playButton.className = "accent icon";
    this.overlayButton = el(
      "button",
      { "aria-pressed": String(this.on.some(Boolean)), onclick: () => this.overlay() },
      w("overlay"),
    );
    this.muteButton = button("mute", () => this.mute(), sign(this.sides[0].video.muted ? "silent" : "sound"));
    this.muteButton.setAttribute("aria-pressed", String(this.sides[0].video.muted));
    this.speed = el(
      "select",
      { "aria-label": w("speed"), onchange: () => pair.setRate(Number(this.speed.value)) },
      SPEEDS.map((rate) => el("option", { value: rate, selected: rate === pair.rate }, `${rate}×`)),
    );
    this.way = el(
      "select",
      { id: "cmp-way", onchange: () => this.lineUp(this.way.value) },
      [...WAYS, "hand"].map((way) =>
        el(
          "option",
          { value: way, selected: way === this.by, disabled: way !== "hand" && !this.ways.includes(way) },
          way === "hand" || this.ways.includes(way) ? w(`sync_${way}`) : `${w(`sync_${way}`)} (${w("sync_not_both")})`,
        ),
      ),
    );
    this.offset = el("input", {
      type: "number",
      step: 0.05,
      id: "cmp-offset",
      "aria-describedby": "cmp-hint",
      onchange: () => Number.isFinite(this.offset.valueAsNumber) && this.byHand(this.offset.valueAsNumber),
    });
    this.lanes = new Lanes(pair, this.names, (offset) => this.byHand(offset));
    this.mapHost = el("section", { class: "card", "aria-label": w("cmp_map") });
    const table = el("section", { class: "card", "aria-label": w("cmp_figures") });
    compareTable(table, this.compared, this.names);
    this.host.replaceChildren(
      el("div", { class: "halves" }, side(0), side(1)),
      el(
        "div",
        { class: "transport", role: "toolbar", "aria-label": w("transport") },
        this.playButton,
        button("frame_back", () => pair.step(-1), el("span", { "aria-hidden": "true" }, "‹")),
        button("frame_forth", () => pair.step(1), el("span", { "aria-hidden": "true" }, "›")),
        this.speed,
        this.overlayButton,
        this.muteButton,
        el("span", { class: "space" }),
        el("label", { for: "cmp-way" }, w("cmp_sync")),
        this.way,
        el("label", { for: "cmp-offset" }, w("cmp_offset")),
        this.offset,
        el("button", { onclick: () => this.copy() }, w("cmp_link")),
      ),
      this.lanes.host,
      el("p", { class: "hint", id: "cmp-hint" }, w("cmp_offset_hint"), " ", w("cmp_sound")),
      el("div", { class: "below" }, this.mapHost, table),
    );
    this.shown = "";
    this.lanes.draw();
    this.draw();
  }
  leave(e, id) {
    e.preventDefault();
    this.review(id);
  }
  lineUp(way) {
    this.by = way;
    if (way !== "hand") this.pair.setOffset(this.offsetOf(way));
    this.lanes.draw();
    say(`${w(`sync_${way}`)}, ${this.pair.offset.toFixed(2)} s`);
  }
  byHand(offset) {
    this.by = this.way.value = "hand";
    this.pair.setOffset(offset);
    this.lanes.draw();
  }
  shift(seconds) {
    this.byHand(this.pair.offset + seconds);
    say(`${w("cmp_offset")} ${this.pair.offset.toFixed(2)}`);
  }
  overlay() {
    const on = !this.on.some(Boolean);
    this.on = this.on.map(() => on);
    this.overlayButton.setAttribute("aria-pressed", String(on));
    this.draw();
  }
  mute() {
    const { video } = this.sides[0];
    video.muted = !video.muted;
    this.muteButton.setAttribute("aria-pressed", String(video.muted));
    this.muteButton.replaceChildren(sign(video.muted ? "silent" : "sound"));
  }
  link() {
    const { pair, clips } = this,
      offset = this.by === "hand" ? `&offset=${pair.offset}` : "";
    return linkTo(clips[0].id, clips[1].id, `&by=${this.by}${offset}&t=${pair.t.toFixed(2)}`);
  }
  async copy() {
    history.replaceState(null, "", this.link());
    try {
      await navigator.clipboard.writeText(location.href);
      this.tell(w("cmp_link_done"));
    } catch {
      this.tell(w("cmp_link_other"));
    }
  }
  tell(text) {
    const hint = this.host.querySelector("#cmp-hint");
    hint.textContent = text;
    say(text);
  }
  soon() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => {
      this.due = false;
      if (!this.pair.closed) this.draw();
    });
  }
  draw() {
    const { pair } = this;
    pair.players.forEach((player, k) => {
      const own = pair.own(k),
        there = pair.inside(k);
      this.overlays[k].on = this.on[k];
      this.overlays[k].draw();
      this.sides[k].clock.textContent = clock(there ? player.clip.t[player.clip.index(player.head)] : player.now, 2);
      this.sides[k].away.hidden = there;
      this.sides[k].away.textContent = there ? "" : w(own < 0 ? "cmp_not_begun" : "cmp_ended");
    });
    if (document.activeElement !== this.offset) this.offset.value = pair.offset.toFixed(2);
    const doing = pair.playing ? "pause" : "play";
    if (this.playButton.dataset.sign !== doing) {
      this.playButton.dataset.sign = doing;
      this.playButton.replaceChildren(sign(doing));
    }
    this.lanes.go();
    const now = pair.players
      .flatMap(({ clip }, k) => clip.doc.steps.map((s) => (s.start_s <= pair.own(k) && pair.own(k) <= s.end_s ? 1 : 0)))
      .join("");
    if (now !== this.shown) {
      this.shown = now;
      compareMap(this.mapHost, pair, this.names);
    }
    clearTimeout(this.linking);
    this.linking = setTimeout(() => {
      if (!pair.closed && !pair.playing) history.replaceState(null, "", this.link());
    }, 400);
  }
  key(key, shift) {
    const { pair } = this,
      by = key === "ArrowLeft" ? -1 : 1;
    if (key === "ArrowLeft" || key === "ArrowRight")
      return shift ? () => pair.seek(pair.t + 5 * by) : () => pair.step(by);
    const speed = (k) => () => {
      const at = Math.min(Math.max(SPEEDS.indexOf(pair.rate) + k, 0), SPEEDS.length - 1);
      this.speed.value = SPEEDS[at];
      pair.setRate(SPEEDS[at]);
    };
    const frame = () => {
      const { clip } = pair.players[1];
      return clip.duration / Math.max(clip.t.length, 1);
    };
    return {
      " ": () => pair.toggle(),
      k: () => pair.toggle(),
      s: speed(-1),
      d: speed(1),
      v: () => this.overlay(),
      m: () => this.mute(),
      ",": () => this.shift(-frame()),
      ".": () => this.shift(frame()),
      "<": () => this.shift(-1),
      ">": () => this.shift(1),
      Home: () => pair.seek(pair.from),
      End: () => pair.seek(pair.to),
    }[key];
  }
}
