// What can be taken along: the report, a print, the film, tables, markers.
import { $, el } from "./dom.js";
import { address } from "./api.js";
import { language, w } from "./words.js";

export function exportList(host, clip, toPaper) {
  const file = (what, word, small) =>
    el(
      "a",
      {
        href: address(`${clip.id}/export/${what}?lang=${language()}${clip.judgement.replace("?", "&")}`),
        download: "",
      },
      w(word),
      small ? el("small", {}, w(small)) : null,
    );
  host.replaceChildren(
    clip.told.corrected ? el("p", { class: "hint" }, w("ex_corrected")) : "",
    file("report.html", "ex_report", "ex_report_s"),
    el(
      "button",
      {
        onclick: () => {
          $("export").open = false;
          toPaper();
        },
      },
      w("ex_print"),
      el("small", {}, w("ex_print_s")),
    ),
    ...(clip.told.films.annotated
      ? [file("annotated.mp4", "ex_video", clip.told.corrected ? "ex_video_first" : null)]
      : []),
    file("events.csv", "ex_events"),
    file("rules.csv", "ex_rules"),
    file("steps.csv", "ex_steps"),
    file("notes.csv", "ex_notes"),
    file("frames.csv", "ex_frames"),
    file("markers.trc", "ex_trc", "ex_trc_s"),
    file("markers.txt", "ex_axes"),
    ...(clip.told.corrected
      ? [file("truth.json", "ex_truth", "ex_truth_s"), file("analysis.json", "ex_analysis", "ex_analysis_s")]
      : []),
  );
}
