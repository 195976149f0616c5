// The outline of a sole on the back, from its heel and toe in the picture: laid flat on the back, then seen by the
// camera from its pitch. Where the camera's place is not known, it is drawn as seen from straight above.
const LENGTH_CM = 22,
  WIDTH_CM = 8.4; // a bare sole: coach/core/geometry/footprint.py
const LONGEST = 1.3,
  SHORTEST = 0.7; // of LENGTH_CM: beyond, heel or toe is misplaced and the length is held
const LEAST_PITCH_DEG = 10;
// Along from heel (0) to toes (1), and to the side in half widths, the inner side positive.
const SHAPE = [
  [0.0, 0.0],
  [0.03, 0.42],
  [0.13, 0.62],
  [0.3, 0.52],
  [0.48, 0.44],
  [0.64, 0.8],
  [0.76, 0.96],
  [0.9, 0.82],
  [1.0, 0.5],
  [0.98, 0.1],
  [0.93, -0.4],
  [0.82, -0.84],
  [0.66, -1.0],
  [0.45, -0.84],
  [0.25, -0.68],
  [0.1, -0.6],
  [0.02, -0.4],
];
export function soleOutline([hx, hy], [tx, ty], side, view) {
  const known = view?.cm_per_px > 0 && view?.pitch_deg > 0,
    lean = known ? Math.sin((Math.max(view.pitch_deg, LEAST_PITCH_DEG) * Math.PI) / 180) : 1;
  // on the back, in picture pixels with the depth drawn out to its own length
  let ax = tx - hx,
    ay = (ty - hy) / lean;
  const seen = Math.hypot(ax, ay),
    wanted = known ? LENGTH_CM / view.cm_per_px : seen;
  if (!(seen > 0) || !(wanted > 0)) return null;
  const long = Math.min(Math.max(seen, SHORTEST * wanted), LONGEST * wanted),
    half = (known ? WIDTH_CM / view.cm_per_px : (seen * WIDTH_CM) / LENGTH_CM) / 2;
  ax /= seen;
  ay /= seen;
  const inner = side === "right" ? 1 : -1, // a right foot's inner side is on its left
    sx = ay * inner,
    sy = -ax * inner,
    mx = (hx + tx) / 2,
    my = (hy + ty) / 2;
  return SHAPE.map(([along, across]) => {
    const a = (along - 0.5) * long,
      b = across * half;
    return [mx + a * ax + b * sx, my + (a * ay + b * sy) * lean];
  });
}
export function trace(g, points) {
  // a round line through the middles of the outline's sides
  const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];
  g.beginPath();
  g.moveTo(...middle(points.at(-1), points[0]));
  points.forEach((point, k) => g.quadraticCurveTo(...point, ...middle(point, points[(k + 1) % points.length])));
  g.closePath();
}
