// Two films under one clock: played, stepped and slowed together, the second one shifted against the first.
const PATIENCE = 0.35; // s: a film that is further off jumps; a nearer one runs a little faster or slower
const NUDGE = 0.15;
export class Pair {
  constructor(first, second) {
    this.players = [first, second];
    this.offset = 0; // s: the second film shows its moment t + offset while the first shows t
    this.t = 0;
    this.rate = 1;
    this.playing = false;
    this.listeners = [];
    this.closed = false;
    for (const player of this.players) player.listen(() => this.tell());
    let before = performance.now();
    const tick = (at) => {
      if (this.closed) return;
      if (this.playing) this.run((at - before) / 1000);
      before = at;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }
  close() {
    this.closed = true;
    for (const player of this.players) player.close();
  }
  listen(deed) {
    this.listeners.push(deed);
  }
  tell() {
    for (const deed of this.listeners) deed();
  }
  get from() {
    return Math.min(0, -this.offset);
  }
  get to() {
    return Math.max(this.players[0].clip.duration, this.players[1].clip.duration - this.offset);
  }
  shift(k) {
    return k ? this.offset : 0;
  }
  own(k) {
    // the film's own moment; may lie before its begin or after its end
    return this.t + this.shift(k);
  }
  inside(k) {
    return this.own(k) >= -1e-6 && this.own(k) <= this.players[k].clip.duration + 1e-6;
  }
  run(dt) {
    // the first film that runs tells the time, so that a film which waits for data holds both
    const lead = [0, 1].find((k) => {
      const { film, video } = this.players[k];
      return film && this.inside(k) && !video.ended && (video.readyState >= 2 || video.seeking);
    });
    const led = lead != null && !this.players[lead].video.paused;
    const t = led ? this.players[lead].video.currentTime - this.shift(lead) : this.t + dt * this.rate;
    this.t = Math.min(Math.max(t, this.from), this.to);
    [0, 1].forEach((k) => this.follow(k, led && k === lead));
    if (
      this.t >= this.to - 1e-3 ||
      this.players.every((player, k) => !this.inside(k) && this.t > player.clip.duration - this.shift(k))
    )
      this.pause();
    this.tell();
  }
  follow(k, leads) {
    const player = this.players[k],
      { video } = player,
      want = this.own(k);
    if (!player.film) player.take(Math.min(Math.max(want, 0), player.clip.duration));
    else if (!this.inside(k) || video.ended) {
      if (!video.paused) video.pause();
    } else if (video.paused) {
      if (Math.abs(video.currentTime - want) > 0.02) video.currentTime = want;
      video.playbackRate = this.rate;
      video.play().catch(() => {});
    } else if (!leads && !video.seeking) {
      const late = want - video.currentTime;
      if (Math.abs(late) > PATIENCE) video.currentTime = want;
      else video.playbackRate = this.rate * (1 + Math.min(Math.max(late, -NUDGE), NUDGE));
    }
  }
  play() {
    if (this.t >= this.to - 0.05) this.seek(this.from);
    this.playing = true;
    this.tell();
  }
  pause() {
    if (!this.playing) return;
    this.playing = false;
    for (const player of this.players) player.pause();
    this.settle();
  }
  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }
  seek(t) {
    this.t = Math.min(Math.max(t, this.from), this.to);
    this.settle();
  }
  settle() {
    // both pictures to their own moment
    this.players.forEach((player, k) => {
      const { clip } = player;
      player.seek(clip.timeOf(clip.index(Math.min(Math.max(this.own(k), 0), clip.duration))));
    });
    this.tell();
  }
  step(frames) {
    // by a frame of the first film; where it has none, of the second
    this.pause();
    const k = this.inside(0) ? 0 : 1,
      { clip } = this.players[k],
      at = clip.index(this.own(k)) + frames;
    if (at < 0 || at >= clip.t.length) this.seek(this.t + frames / 30);
    else this.seek(clip.t[at] - this.shift(k));
  }
  setRate(rate) {
    this.rate = rate;
    for (const player of this.players) player.setRate(rate);
  }
  setOffset(offset) {
    this.offset = Math.round(offset * 1000) / 1000;
    this.seek(this.t);
  }
}
