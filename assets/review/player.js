// The film's time: play, step, slow motion, a passage that loops. Without a film it keeps its own clock.
export const SPEEDS = [0.1, 0.25, 0.5, 1, 2];
export class Player {
  constructor(video, clip) {
    this.video = video;
    this.clip = clip;
    this.film = false;
    this.now = 0;
    this.rate = 1;
    this.running = false;
    this.loop = { from: null, to: null };
    this.wanted = this.aim = null;
    this.listeners = [];
    this.stopped = new AbortController();
    const on = (name, deed) => video.addEventListener(name, deed, { signal: this.stopped.signal });
    on("seeked", () => {
      if (video.seeking) return; // told late: the film is on its way elsewhere by now
      if (this.wanted != null) {
        const t = this.wanted;
        this.wanted = null;
        this.seek(t);
      } else {
        this.aim = null;
        this.take(video.currentTime);
      }
    });
    on("pause", () => this.tell());
    on("play", () => this.tell());
    if (video.requestVideoFrameCallback) {
      const seen = (_, at) => {
        if (this.stopped.signal.aborted) return;
        if (this.film) this.take(at.mediaTime);
        video.requestVideoFrameCallback(seen);
      };
      video.requestVideoFrameCallback(seen);
    }
    let before = performance.now();
    const tick = (at) => {
      if (this.stopped.signal.aborted) return;
      if (!this.film && this.running) {
        this.take(Math.min(this.now + ((at - before) / 1000) * this.rate, this.clip.duration));
        if (this.now >= this.clip.duration) this.pause();
      } else if (this.film && !video.paused && !video.requestVideoFrameCallback) this.take(video.currentTime);
      before = at;
      if (
        this.playing &&
        this.loop.to != null &&
        this.loop.from != null &&
        (this.film ? video.currentTime : this.now) >= this.loop.to
      )
        this.seek(this.loop.from);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }
  close() {
    this.stopped.abort();
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
  }
  listen(deed) {
    this.listeners.push(deed);
  }
  tell() {
    for (const deed of this.listeners) deed();
  }
  take(t) {
    this.now = t;
    this.tell();
  }
  // Where a hand has dragged to, while the picture is still on its way there.
  get head() {
    return this.aim ?? this.now;
  }
  get playing() {
    return this.film ? !this.video.paused : this.running;
  }
  get frame() {
    return this.clip.index(this.now);
  }
  show(source) {
    this.film = true;
    this.now = this.head;
    this.aim = this.wanted = null;
    this.video.src = source;
    this.video.playbackRate = this.rate;
    this.video.currentTime = this.now;
  }
  lost() {
    this.film = false;
    this.now = this.head;
    this.aim = this.wanted = null;
    this.tell();
  }
  play() {
    if (this.film) {
      if (this.video.ended || this.now >= this.clip.duration - 0.02) this.seek(this.loop.from ?? 0);
      this.video.play().catch(() => this.tell());
    } else {
      if (this.now >= this.clip.duration) this.now = 0;
      this.running = true;
      this.tell();
    }
  }
  pause() {
    this.running = false;
    if (this.film) this.video.pause();
    this.tell();
  }
  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }
  seek(t) {
    const to = Math.min(Math.max(t, 0), Math.max(this.clip.duration, 0));
    if (!this.film) {
      this.take(to);
      return;
    }
    this.aim = to;
    if (this.video.seeking) this.wanted = to;
    else {
      this.wanted = null; // what was wanted before "seeked" was told is wanted no longer
      this.video.currentTime = to;
    }
    this.tell();
  }
  step(frames) {
    this.pause();
    this.seek(this.clip.timeOf(this.clip.index(this.head) + frames));
  }
  setRate(rate) {
    this.rate = rate;
    this.video.playbackRate = rate;
    this.tell();
  }
  setLoop(from, to) {
    this.loop = from != null && to != null && to < from ? { from: to, to: from } : { from, to };
    this.tell();
  }
}
