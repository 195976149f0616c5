// Puts the page together: the library or one session, and everything that reacts to time.
import { $, el, say, sign, URGENCY } from "./dom.js";
import { Gone, json } from "./api.js";
import { clock, language, setLanguage, w } from "./words.js";
import { watch } from "./alive.js";
import { backMap } from "./backmap.js";
import { Clip } from "./clip.js";
import { Comparison, linkTo, wanted } from "./compare.js";
import { Corrections } from "./correct.js";
import { eventsPanel, markHere, nextEvent } from "./events.js";
import { exportList } from "./exports.js";
import { showFilm } from "./film.js";
import { judgementSwitch } from "./judgement.js";
import { help, keyboard } from "./keys.js";
import { library } from "./library.js";
import { Notes } from "./notes.js";
import { Overlay } from "./overlay.js";
import { paper, toPaper } from "./paper.js";
import { Player, SPEEDS } from "./player.js";
import { told } from "./refusals.js";
import { scoreCard } from "./score.js";
import { banner, full, show, theme, title, words } from "./shell.js";
import { Timeline } from "./timeline.js";
import { judgingLine, untilJudged } from "./waiting.js";

let page = null; // the session that is open: clip, player, overlay, line, notes
let comparison = null; // two sessions side by side, instead
let tab = "events",
  chosen = new Set(URGENCY),
  due = false;

async function showLibrary(ticked = null) {
  const compare = (a, b) => guarded(() => showComparison(wanted(linkTo(a, b))));
  await library($("library"), (id) => guarded(() => open(id)), compare, ticked);
  await leave();
  history.replaceState(null, "", "#");
  show("library");
  $("to-library").hidden = $("compare-with").hidden = $("judgement").hidden = true;
  title(w("review"));
  document.documentElement.dataset.ready = "library";
}
async function showComparison(told) {
  const parts = await Comparison.read(told);
  await leave();
  show("compare");
  comparison = new Comparison($("compare"), ...parts, told, (id) => guarded(() => open(id)));
  $("to-library").hidden = false;
  $("compare-with").hidden = $("judgement").hidden = true;
  title(`${w("compare")}: ${comparison.names.join(" · ")}`);
  document.documentElement.dataset.ready = "compare";
  onceJudged(comparison).catch((wrong) => banner(wrong.message, true));
}
async function onceJudged(shown) {
  // clips with corrections that are being judged are compared as they were at first, and once more afterwards
  const over = () => comparison !== shown,
    waits = shown.clips.filter((clip) => clip.told.judging);
  if (!waits.length) return;
  judgingLine("c_waiting");
  for (const { id } of waits) if (!(await untilJudged(id, (far) => judgingLine("c_waiting", far), over))) return;
  await showComparison(wanted(shown.link()));
}
async function leave() {
  // everything that comes next has been read by now: whoever cannot leave stays where the notes are
  if (page) await page.notes.flush();
  if (page?.notes.unsaved.size) throw new Error(w("stay"));
  comparison?.close();
  comparison = null;
  judgingLine("");
  if (!page) return;
  page.player.close();
  page.line.close();
  page.notes.close();
  page.correct?.close();
  page.sized.disconnect();
  page = null;
}
async function open(id) {
  performance.mark("opening");
  const clip = await Clip.open(id);
  await leave();
  show("review");
  const player = new Player($("video"), clip),
    overlay = new Overlay($("overlay"), clip, player),
    line = new Timeline($("timeline"), clip, player);
  const notes = new Notes($("panel-notes"), clip, player, overlay, $("screen"), soon);
  page = { clip, player, overlay, line, notes, back: { passage: false }, shown: "", sized: new ResizeObserver(soon) };
  if (clip.told.correctable) page.correct = new Corrections($("panel-correct"), clip, player, overlay, judged, soon);
  page.sized.observe($("screen"));
  page.sized.observe($("timeline"));
  clip.onload = soon;
  player.listen(soon);
  player.setRate(Number($("speed").value));
  history.replaceState(null, "", `#${id}`);
  title(clip.told.name);
  $("to-library").hidden = $("compare-with").hidden = clip.told.alone;
  showFilm(
    clip,
    player,
    $("no-film"),
    () => page?.player === player,
    setOverlay,
    (text) => banner(text, true),
  );
  tabs();
  shownJudgement();
  panels();
  if (clip.told.corrections_trouble) banner(told(clip.told.corrections_trouble), true);
  notes
    .load()
    .then(() => notes.draw())
    .catch((wrong) => banner(wrong.message, true));
  draw();
  performance.mark("first-picture");
  performance.measure("open", "opening", "first-picture");
  document.documentElement.dataset.ready = id;
}
function setOverlay(on) {
  page.overlay.on = on;
  $("overlay-switch").setAttribute("aria-pressed", String(on));
  soon();
}
function tabs() {
  const names = ["events", "notes", "back", "score", ...(page.clip.told.correctable ? ["correct"] : [])];
  if (!names.includes(tab)) tab = "events";
  $("tabs").replaceChildren(
    ...names.map((name) =>
      el(
        "button",
        {
          role: "tab",
          id: `tab-${name}`,
          "aria-controls": `panel-${name}`,
          "aria-selected": String(tab === name),
          tabindex: tab === name ? 0 : -1,
          onclick: () => choose(name),
          onkeydown: (e) => {
            const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
            if (by) {
              choose(names[(names.indexOf(tab) + by + names.length) % names.length]);
              $(`tab-${tab}`).focus();
            }
          },
        },
        w(`tab_${name}`),
      ),
    ),
  );
  for (const name of ["events", "notes", "back", "score", "correct"]) {
    $(`panel-${name}`).hidden = name !== tab;
    $(`panel-${name}`).dataset.title = w(`tab_${name}`); // its head on paper
  }
}
function choose(name) {
  if (name !== "correct" || page.clip.told.correctable) {
    tab = name;
    tabs();
    panels();
  }
}
function panels() {
  const { clip, player, notes } = page;
  events();
  notes.draw();
  backMap($("panel-back"), clip, player, page.back, panels);
  scoreCard($("panel-score"), clip, player);
  page.correct?.draw();
  markHere(player.head);
}
async function judged(clip, told, original) {
  // the same clip, judged another way: film, time, passage and tab stay
  clip.take(told, original);
  await clip.passage(Math.floor(page.player.frame / told.passage));
  if (page?.clip !== clip) return;
  page.line.arrange();
  tabs();
  shownJudgement();
  panels();
  draw();
}
function shownJudgement() {
  const { clip, correct } = page;
  exportList($("export-list"), clip, () => guarded(() => toPaper(page.notes)));
  judgementSwitch($("judgement"), clip, (original) => guarded(() => correct.look(original)));
}
function events() {
  const again = () => {
    events();
    draw();
  };
  eventsPanel($("panel-events"), page.clip, chosen, jump, again);
}
function next(by) {
  const event = nextEvent(page.clip, chosen, page.player.head, by);
  page.player.pause();
  if (event) jump(event);
}
function jump(e) {
  page.player.pause();
  page.player.seek(page.clip.timeOf(page.clip.index(e.start_s)));
  say(`${w(e.rule)}, ${clock(e.start_s)}`);
}
function soon() {
  if (!due) {
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  }
}
function draw() {
  if (!page) return;
  const { clip, player, overlay, line, notes } = page;
  overlay.marks = notes.marks();
  overlay.draw();
  page.correct?.place(tab === "correct");
  line.notes = notes.all;
  line.draw();
  $("clock").replaceChildren(
    clock(clip.t[clip.index(player.head)] ?? player.head, 2),
    el("small", {}, ` ${w("of")} ${clock(clip.duration)}`),
  );
  const doing = player.playing ? "pause" : "play";
  if ($("play").dataset.sign !== doing) {
    $("play").dataset.sign = doing;
    $("play").replaceChildren(sign(doing));
  }
  $("loop-off").hidden = player.loop.from == null && player.loop.to == null;
  const shown = `${player.loop.from},${player.loop.to}`;
  if (shown !== page.shown) {
    page.shown = shown;
    backMap($("panel-back"), clip, player, page.back, panels);
    if (notes.open && !notes.unsaved.size) notes.draw();
    page.correct?.draw();
  }
  markHere(player.head);
}
function speed(by) {
  const k = Math.min(Math.max(SPEEDS.indexOf(page.player.rate) + by, 0), SPEEDS.length - 1);
  $("speed").value = String(SPEEDS[k]);
  page.player.setRate(SPEEDS[k]);
}
function mute() {
  const v = $("video");
  v.muted = !v.muted;
  $("mute").setAttribute("aria-pressed", String(v.muted));
  $("mute").replaceChildren(sign(v.muted ? "silent" : "sound"));
}
function passage(end) {
  const { player } = page,
    { from, to } = player.loop;
  if (end === "from") player.setLoop(player.head, to != null && to > player.head ? to : null);
  else if (end === "to") player.setLoop(from ?? 0, player.head);
  else player.setLoop(null, null);
}
function note() {
  choose("notes");
  page.notes.add();
}

const DEEDS = {
  " ": () => page.player.toggle(),
  k: () => page.player.toggle(),
  n: () => next(1),
  p: () => next(-1),
  s: () => speed(-1),
  d: () => speed(1),
  i: () => passage("from"),
  o: () => passage("to"),
  x: () => passage("off"),
  v: () => setOverlay(!page.overlay.on),
  f: full,
  m: mute,
  a: note,
  "+": () => page.line.zoom(1.6),
  "=": () => page.line.zoom(1.6),
  "-": () => page.line.zoom(1 / 1.6),
  "?": help,
  Home: () => page.player.seek(0),
  End: () => {
    page.player.pause();
    page.player.seek(page.clip.timeOf(page.clip.t.length - 1));
  },
  Escape: () => {
    page.notes.setTool(null);
    page.notes.draw();
  },
  1: () => choose("events"),
  2: () => choose("notes"),
  3: () => choose("back"),
  4: () => choose("score"),
  5: () => choose("correct"),
};
keyboard((key, shift) => {
  if (!page) return key === "?" ? help : comparison?.key(key, shift);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const by = key === "ArrowLeft" ? -1 : 1;
    return shift ? () => page.player.seek(page.player.head + 5 * by) : () => page.player.step(by);
  }
  return DEEDS[key] ?? DEEDS[key.toLowerCase()] ?? null;
});
for (const [id, deed] of [
  ["play", DEEDS[" "]],
  ["back", () => page.player.step(-1)],
  ["forth", () => page.player.step(1)],
  ["event-back", DEEDS.p],
  ["event-forth", DEEDS.n],
  ["loop-in", DEEDS.i],
  ["loop-out", DEEDS.o],
  ["loop-off", DEEDS.x],
  ["overlay-switch", DEEDS.v],
  ["mute", mute],
  ["full", full],
  ["zoom-in", DEEDS["+"]],
  ["zoom-out", DEEDS["-"]],
  ["help-open", help],
])
  $(id).addEventListener("click", deed);
$("speed").addEventListener("change", () => page.player.setRate(Number($("speed").value)));
$("overlay").addEventListener("click", () => {
  if (page && !page.notes.tool && !page.overlay.guide) page.player.toggle();
});
$("theme").addEventListener("click", () => {
  theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  repaint();
});
$("language").addEventListener("click", () => {
  setLanguage(language() === "zh" ? "en" : "zh");
  words();
  if (page) {
    tabs();
    shownJudgement();
    panels();
    draw();
  } else if (comparison) comparison.build();
  else guarded(() => showLibrary());
});
$("to-library").addEventListener("click", () => guarded(() => showLibrary()));
$("compare-with").addEventListener("click", () => guarded(() => showLibrary(page.clip.id)));
$("skip").addEventListener("click", (e) => {
  e.preventDefault(); // the address says what is open, not where the focus is
  $("main").focus();
});
addEventListener("hashchange", () => guarded(route));
addEventListener("click", (e) => {
  if (!e.target.closest("#export")) $("export").open = false;
});
function repaint() {
  if (page) {
    panels();
    draw();
  }
  comparison?.build();
}
paper(() => page && panels());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  theme();
  repaint();
});

async function guarded(deed) {
  try {
    await deed();
  } catch (wrong) {
    banner(wrong instanceof Gone ? w("stopped") : wrong.message, true, [
      el("button", { onclick: () => location.reload() }, w("reload")),
    ]);
    document.documentElement.dataset.ready = "trouble";
  }
}
async function start() {
  theme();
  words();
  $("full").replaceChildren(sign("full"));
  $("mute").replaceChildren(sign("sound"));
  await guarded(route);
  const clip = () => page?.clip ?? comparison?.clips[0];
  watch(
    () => clip() && `${clip().id}/notes`,
    (saved) => {
      page?.notes.renew(saved); // other tabs' notes and corrections come in on the way
      return page?.correct?.watch();
    },
  );
}
async function route() {
  // what the address asks for: two sessions, one, or the library
  const asked = location.hash.slice(1),
    two = wanted(asked),
    all = await json("sessions");
  const there = (id) => all.some((one) => one.id === id && !one.trouble);
  if (two && there(two.a) && there(two.b)) await showComparison(two);
  else if (there(asked)) await open(asked);
  else if (all.length === 1) await open(all[0].id);
  else {
    await showLibrary();
    if (two) banner(w("compare_gone"), true);
  }
}
start();
