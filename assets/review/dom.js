// Elements out of text, never out of markup: what a clip or a note says is shown, not run.
export const $ = (id) => document.getElementById(id);
export function el(tag, props = {}, ...children) { return fill(document.createElement(tag), props, children); }
export function svg(tag, props = {}, ...children) { return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children); }
function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "css") Object.assign(node.style, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}
export const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
export const URGENCY = ["urgent", "warning", "guide", "info"];
// Urgency by shape as well as by colour: diamond, triangle, disc, square.
export function glyphPath(severity, x, y, r) {
  if (severity === "urgent") return `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;
  if (severity === "warning") return `M${x} ${y - r}L${x + r} ${y + r * 0.8}L${x - r} ${y + r * 0.8}Z`;
  if (severity === "guide") return `M${x - r * 0.8} ${y}a${r * 0.8} ${r * 0.8} 0 1 0 ${r * 1.6} 0a${r * 0.8} ${r * 0.8} 0 1 0 ${-r * 1.6} 0Z`;
  const h = r * 0.7;
  return `M${x - h} ${y - h}h${2 * h}v${2 * h}h${-2 * h}Z`;
}
export function glyph(severity, label) {
  return svg("svg", { class: "glyph", viewBox: "0 0 16 16", role: "img", "aria-label": label }, svg("path", { d: glyphPath(severity, 8, 8, 7), fill: ink(severity) }));
}
export function say(text) { $("said").textContent = text; }
