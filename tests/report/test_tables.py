"""What other programs read keeps its names, types and units."""

import json
import math
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from coach.core.sight import CameraEnd, CameraPlace, ViewVerdict
from coach.core.summary import summarise_analysis
from coach.report.tables import analysis_document, frames_table

FLOATS = ("offset_cm", "gap_cm", "along", "sigma_cm")


@pytest.fixture
def table(analysis, tmp_path):
    path = tmp_path / "frames.parquet"
    parquet.write_table(frames_table(analysis), path)
    return parquet.read_table(path)


@pytest.fixture
def document(analysis):
    return json.loads(json.dumps(analysis_document(analysis, summarise_analysis(analysis)), allow_nan=False))


def test_every_decoded_frame_is_one_row_with_its_own_time(table, analysis):
    assert table.num_rows == 40
    assert table["t_s"].to_pylist() == [moment.sight.t_s for moment in analysis.moments]


def test_columns_have_the_contracts_names_and_types(table):
    names = {"t_s", "receiver_state", "giver_state", "receiver_xy", "giver_xy", "receiver_vis", "giver_vis", "spine_xy"}
    names |= {f"{side}_foot_{figure}" for side in ("left", "right") for figure in ("state", *FLOATS)}
    names |= {"left_hand_support", "right_hand_support", "technique"}
    assert set(table.column_names) == names
    assert table.schema.field("t_s").type == pa.float64()
    for name, length in (
        ("receiver_xy", 66),
        ("giver_xy", 66),
        ("receiver_vis", 33),
        ("giver_vis", 33),
        ("spine_xy", 4),
    ):
        kind = table.schema.field(name).type
        assert kind.value_type == pa.float32()
        assert {len(row) for row in table[name].to_pylist()} == {length}
    for figure in FLOATS:
        assert table.schema.field(f"left_foot_{figure}").type == pa.float32()


def test_landmarks_lie_as_x_then_y_in_the_clips_own_pixels(table, analysis):
    row = np.array(table["giver_xy"][25].as_py(), dtype=np.float32).reshape(33, 2)
    np.testing.assert_array_equal(row, analysis.moments[25].sight.giver.pose.xy_px.astype(np.float32))
    assert table["spine_xy"][25].as_py() == [320.0, 300.0, 320.0, 380.0]


def test_what_is_not_known_is_nan_and_never_null(table):
    assert all(table[name].null_count == 0 for name in table.column_names)
    assert table["giver_state"][0].as_py() == "lost"
    assert all(math.isnan(value) for value in table["giver_xy"][0].as_py())
    assert math.isnan(table["left_foot_offset_cm"][0].as_py())


def test_a_foot_in_the_air_has_no_place_on_the_back_even_if_the_sight_carries_one(analysis):
    moment = analysis.moments[25]
    lifted = replace(moment.sight.feet[0], contact="air")
    sight = replace(moment.sight, feet=(lifted, moment.sight.feet[1]))
    table = frames_table(replace(analysis, moments=(replace(moment, sight=sight),)))
    assert table["left_foot_state"].to_pylist() == ["air"]
    assert math.isnan(table["left_foot_offset_cm"][0].as_py())
    assert table["right_foot_offset_cm"].to_pylist() == [9.0]


def test_a_clip_without_frames_still_has_all_columns(analysis, table):
    empty = frames_table(replace(analysis, moments=()))
    assert empty.num_rows == 0
    assert empty.schema == table.schema


def test_the_document_has_the_contracts_parts(document):
    parts = ["schema", "clip", "settings", "program", "phases", "events", "cues", "steps", "visibility", "summary"]
    assert list(document) == parts
    assert document["schema"] == 1
    assert set(document["clip"]) == {"path", "sha256", "width", "height", "frames", "duration_s", "fps_mean"}
    assert set(document["events"][0]) == {"rule", "start_s", "end_s", "severity", "side", "detail"}
    assert set(document["cues"][0]) == {"t_s", "cue", "rule", "spoken"}
    assert set(document["steps"][0]) == {"foot", "start_s", "end_s", "along", "offset_cm", "zone"}
    assert set(document["visibility"]) == {"receiver_measured", "receiver_held", "giver_measured", "unknown"}
    assert document["summary"]["rules"]["spine_step"]["count"] == 1
    assert document["summary"]["coverage_s"]["mid_back"] == {"left": pytest.approx(2.9), "right": pytest.approx(1.0)}


def test_an_unknown_number_is_null_so_that_any_json_reader_takes_it(document):
    assert document["settings"]["rules.pauses.long_s"] is None
    assert document["events"][0]["detail"] == {"decided_s": 1.2, "gap_cm": 0.0, "probability": None}


def test_a_not_seen_event_says_what_was_missing(document):
    assert document["events"][1]["detail"]["reason"] == "feet"
    assert document["events"][1]["side"] is None


def seen_from(analysis, verdict, camera):
    moments = tuple(
        replace(m, sight=replace(m.sight, back=replace(m.sight.back, view=verdict, camera=camera)))
        for m in analysis.moments
    )
    return replace(analysis, moments=moments)


def test_the_view_tells_where_the_camera_is_and_what_to_do_about_it(analysis):
    camera = CameraPlace(CameraEnd.LEFT, -92.0, 20.0, 14.0, 110.0, 320.0, 2.0, 9.0, 12.0)
    told = seen_from(analysis, ViewVerdict.CANNOT_JUDGE_FEET, camera)
    view = analysis_document(told, summarise_analysis(told))["summary"]["view"]
    assert (view["verdict"], view["end"], view["azimuth_deg"]) == ("cannot judge feet", "left side", -92.0)
    assert (view["pitch_deg"], view["pitch_sigma_deg"]) == (14.0, 2.0)
    assert (view["height_above_back_cm"], view["height_sigma_cm"]) == (110.0, 9.0)
    assert (view["distance_cm"], view["distance_sigma_cm"]) == (320.0, 12.0)
    assert view["advice"].startswith("Put the camera at the receiver's head end")


def test_a_good_view_has_no_advice_and_an_unknown_one_no_place(analysis):
    good = analysis_document(analysis, summarise_analysis(analysis))["summary"]["view"]
    assert (good["verdict"], good["advice"]) == ("good", "")
    nothing = replace(analysis, moments=analysis.moments[:5])
    unknown = analysis_document(nothing, summarise_analysis(nothing))["summary"]["view"]
    assert unknown["verdict"] == "unknown"
    assert unknown["end"] is None
    assert unknown["pitch_deg"] is None
    assert "lie alone" in unknown["advice"]
