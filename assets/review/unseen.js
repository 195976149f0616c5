// Which rules could not be judged while something was not seen: no finding in such a stretch is no good news.
const PLACE = ["spine_step", "keep_out", "off_zone"],
  FEET = [...PLACE, "fast_step", "short_pause", "long_pause", "order", "uneven"],
  RECEIVER = ["receiver_moved", "receiver_signal"];
const BLINDS = {
  view: PLACE,
  feet: FEET,
  back: FEET,
  hands: ["support_lost"],
  giver: [...FEET, "support_lost"],
  receiver: [...FEET, ...RECEIVER],
  nobody: [...FEET, "support_lost", ...RECEIVER],
};
export const MUCH = 0.5; // of the time on the back: where more than this was not judged, a zero is none
export const isAtMost = (clip, rule) => clip.doc.summary.rules?.[rule]?.judged === undefined;
export function unseenSpans(clip, rule) {
  return clip.doc.events.filter((e) => e.rule === "not_seen" && BLINDS[e.detail?.reason]?.includes(rule));
}
export function judgedShare(clip, rule) {
  // of the time on the back; null where the rule was not in force; an older analysis only tells what was not seen,
  // which is the most that can have been judged
  const told = clip.doc.summary.rules?.[rule]?.judged;
  if (told === undefined && rule === "keep_out" && !clip.doc.settings["rules.keep_out.zones"]?.length) return null;
  return told === undefined ? 1 - unseenShare(clip, rule) : told;
}
function unseenShare(clip, rule) {
  // of the time on the back, as far as "not seen" was told
  const worked = clip.doc.phases.filter(({ phase }) => phase !== "idle"),
    whole = worked.reduce((sum, { start_s, end_s }) => sum + end_s - start_s, 0);
  const both = (p, q) => Math.max(Math.min(p.end_s, q.end_s) - Math.max(p.start_s, q.start_s), 0);
  const blind = unseenSpans(clip, rule).reduce(
    (sum, span) => sum + worked.reduce((part, phase) => part + both(span, phase), 0),
    0,
  );
  return whole > 0 ? Math.min(blind / whole, 1) : 0;
}
