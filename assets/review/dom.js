// Elements out of text, never out of markup: what a clip or a note says is shown, not run.
export const $ = (id) => document.getElementById(id);
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}
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
  if (severity === "guide")
    return `M${x - r * 0.8} ${y}a${r * 0.8} ${r * 0.8} 0 1 0 ${r * 1.6} 0a${r * 0.8} ${r * 0.8} 0 1 0 ${-r * 1.6} 0Z`;
  const h = r * 0.7;
  return `M${x - h} ${y - h}h${2 * h}v${2 * h}h${-2 * h}Z`;
}
export function glyph(severity, label) {
  return svg(
    "svg",
    {
      class: "glyph",
      viewBox: "0 0 16 16",
      ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
    },
    svg("path", { d: glyphPath(severity, 8, 8, 7), fill: ink(severity) }),
  );
}
// Signs that no font need have.
const SIGNS = {
  play: ["M7 4.5v15l12-7.5z", true],
  pause: ["M6 5h4v14H6zM14 5h4v14h-4z", true],
  full: ["M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"],
  sound: ["M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4 4 0 0 1 0 6M18.5 6.5a7.5 7.5 0 0 1 0 11"],
  silent: ["M4 9.5v5h3.5l5 4v-13l-5 4zM16 9.5l5 5M21 9.5l-5 5"],
};
export function sign(name) {
  const [d, full] = SIGNS[name];
  return svg(
    "svg",
    { class: full ? "sign full" : "sign", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d }),
  );
}
export function say(text) {
  $("said").textContent = text;
}
