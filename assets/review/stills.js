// The frame that a note was drawn on, small, with its drawing: in the list of notes, and on paper.
import { bytes } from "./api.js";
import { el, svg } from "./dom.js";
import { w } from "./words.js";
const HIGH = 100; // the drawing's own units
const kept = new Map();
function picture(clip, note) {
  const key = `${clip.id}/${note.id}/${note.start_s}`;
  if (!kept.has(key))
    kept.set(
      key,
      bytes(`${clip.id}/notes/${note.id}/still`)
        .then((data) => URL.createObjectURL(new Blob([data], { type: "image/jpeg" })))
        .catch((wrong) => {
          kept.delete(key);
          throw wrong;
        }),
    );
  return kept.get(key);
}
export function still(clip, note, saved) {
  const { width, height } = clip.doc.clip,
    wide = (HIGH * width) / Math.max(height, 1),
    image = svg("image", { width: wide, height: HIGH });
  const map = svg(
    "svg",
    { class: "still", viewBox: `0 0 ${wide} ${HIGH}`, role: "img", "aria-label": w("still") },
    image,
    ...note.marks.flatMap((mark) => drawn({ ...mark, at: mark.points.map(([x, y]) => [x * wide, y * HIGH]) })),
  );
  if (saved && clip.told.films.clip)
    picture(clip, note)
      .then((address) => image.setAttribute("href", address))
      .catch(() => {}); // without a film the drawing stands alone
  return el("figure", {}, map);
}
function drawn({ kind, at }) {
  const [[ax, ay], [bx, by]] = at;
  const shape = () => {
    if (kind === "circle") return svg("circle", { cx: ax, cy: ay, r: Math.hypot(bx - ax, by - ay) });
    let line = `M${at.map(([x, y]) => `${x} ${y}`).join("L")}`;
    const turn = Math.atan2(by - ay, bx - ax);
    if (kind === "arrow")
      for (const d of [2.6, -2.6])
        line += `M${bx} ${by}L${bx + 4.5 * Math.cos(turn + d)} ${by + 4.5 * Math.sin(turn + d)}`;
    return svg("path", { d: line });
  };
  const parts = [svg("g", { class: "halo" }, shape()), svg("g", { class: "drawing" }, shape())];
  if (kind === "angle" && at.length === 3) {
    const turn = ([x, y]) => Math.atan2(y - by, x - bx),
      degrees = Math.abs(((turn(at[0]) - turn(at[2])) * 180) / Math.PI);
    parts.push(svg("text", { x: bx + 3, y: by - 3 }, `${Math.min(degrees, 360 - degrees).toFixed(0)}°`));
  }
  return parts;
}
