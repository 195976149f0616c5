"""The report follows the page's language, also where `coach analyze` wrote it in the other one, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace

from coach.adapters.clip import open_clip
from coach.adapters.recording import pack_sights, read_sights
from coach.app.analyze import analysis_of, map_params
from coach.app.marked_areas import marked_areas, with_areas
from coach.app.review.correcting import ClipCorrections
from coach.app.show import SilentTeller
from coach.app.write_result import Wanted, write_result
from coach.core.review.corrections import Corrections
from coach.core.review.rejudge import judge_again
from coach.core.summary import summarise_analysis
from coach.core.words import Language
from coach.resources import samples_folder
from tests.review.test_correcting import SPINE, asked

ENGLISH, CHINESE = "What went well", "做得好的"


def report(served, language: str = "en", more: str = "") -> str:
    answer = served.ask(f"{served.first()}/export/report.html?lang={language}{more}")
    assert answer.status == 200, answer.body
    return answer.body.decode()


def test_an_english_report_is_handed_out_in_chinese_on_a_chinese_page(massage_session, serve) -> None:
    served = serve(massage_session(), open_corrections=ClipCorrections)
    assert ENGLISH in report(served)
    page = report(served, "zh")
    assert CHINESE in page
    assert ENGLISH not in page
    assert "人工更正" not in page
    assert "http://" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_original_and_the_corrected_judgement_both_come_in_chinese(massage_session, serve) -> None:
    served = serve(massage_session(), open_corrections=ClipCorrections)
    assert served.ask(f"{served.first()}/corrections", "POST", asked(SPINE)).status == 200
    corrected, original = report(served, "zh"), report(served, "zh", "&judgement=original")
    assert "移动了脊柱线，整个影片" in corrected
    assert "脚或手压到脊柱：1 次" in original
    assert "人工更正" not in original


def test_a_report_that_was_left_out_is_made_on_the_spot(massage_session, serve) -> None:
    folder = massage_session()
    (folder / "report.html").unlink()
    served = serve(folder, open_corrections=ClipCorrections)
    assert ENGLISH in report(served)
    assert CHINESE in report(served, "zh")


def test_without_what_was_seen_the_report_stays_in_the_language_that_it_has(massage_session, serve) -> None:
    folder = massage_session()
    (folder / "sights.coach").unlink()
    assert ENGLISH in report(serve(folder, open_corrections=ClipCorrections), "zh")


def test_an_analysis_that_this_program_judges_otherwise_keeps_its_own_report(massage_session, serve) -> None:
    folder = massage_session()
    document = json.loads((folder / "analysis.json").read_text())
    document["events"] = []
    (folder / "analysis.json").write_text(json.dumps(document))
    assert ENGLISH in report(serve(folder, open_corrections=ClipCorrections), "zh")


def test_a_corrected_report_shows_the_marked_areas(massage_session, serve) -> None:
    folder = massage_session()
    kept = read_sights(folder / "sights.coach")
    rules = with_areas(kept.params.rules, marked_areas(["old scar=6,0.9,3"]))
    marked = replace(kept, params=replace(kept.params, rules=rules))
    (folder / "sights.coach").write_bytes(pack_sights(marked))
    served = serve(folder, open_corrections=ClipCorrections)
    assert served.ask(f"{served.first()}/corrections", "POST", asked(SPINE)).status == 200
    assert ">old scar</text>" in report(served)


def test_the_result_of_an_analysis_is_written_in_the_language_that_was_asked_for(massage_session, tmp_path) -> None:
    kept = read_sights(massage_session(frames=24) / "sights.coach")
    judged = judge_again(kept.sights, Corrections(), kept.params)
    analysis = analysis_of(kept.clip, kept.params, kept.hints, kept.program, judged.whole)
    reader = open_clip(samples_folder() / "head-end.mp4")
    wanted = Wanted(False, True, map_params(kept.params.rules), Language.ZH)
    (tmp_path / "new").mkdir()
    write_result(tmp_path / "new", reader, analysis, summarise_analysis(analysis), kept, wanted, SilentTeller())
    page = (tmp_path / "new" / "report.html").read_text(encoding="utf-8")
    assert CHINESE in page
    assert "教练看到的" in page
    assert ENGLISH not in page


def test_a_chinese_result_says_its_cues_in_chinese_in_captions_and_film(massage_session, tmp_path) -> None:
    kept = read_sights(massage_session(frames=60) / "sights.coach")
    judged = judge_again(kept.sights, Corrections(), kept.params)
    analysis = analysis_of(kept.clip, kept.params, kept.hints, kept.program, judged.whole)
    assert [cue.cue for cue in analysis.cues] == ["off_the_spine"]
    films: dict[Language, bytes] = {}
    for language in Language:
        folder = tmp_path / language
        folder.mkdir()
        reader = open_clip(samples_folder() / "head-end.mp4")
        wanted = Wanted(True, False, map_params(kept.params.rules), language)
        write_result(folder, reader, analysis, summarise_analysis(analysis), kept, wanted, SilentTeller())
        films[language] = (folder / "annotated.mp4").read_bytes()
    assert "离开脊柱！" in (tmp_path / "zh" / "cues.vtt").read_text(encoding="utf-8")
    assert "Off the spine!" in (tmp_path / "en" / "cues.vtt").read_text(encoding="utf-8")
    assert films[Language.ZH] != films[Language.EN]
    spoken = [json.loads((tmp_path / name / "analysis.json").read_bytes())["cues"][0]["spoken"] for name in Language]
    assert spoken == ["Off the spine!", "Off the spine!"], "a file for programs speaks one language"
