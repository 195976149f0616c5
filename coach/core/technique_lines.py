"""What the technique asks, line by line, and what in this program serves each line.

Rules, cues and prompts name the lines that they serve and are gathered from their own tables, so that this one cannot
drift. Screens, parts and commands have no such table: they are named here, and a test looks that they exist.
"""

from __future__ import annotations

from coach.core.cues.catalogue import CUES
from coach.core.live.prompts import PROMPTS
from coach.core.phrase import Phrase
from coach.core.rules.catalogue import CATALOGUE
from coach.core.technique_line import Part, PartKind, TechniqueLine

NOT_SERVED_YET: tuple[str, ...] = ()  # lines with which the coach does nothing yet

PARTS_OF_THE_TECHNIQUE: dict[str, Phrase] = {
    "B": Phrase("Before", "踩背之前"),
    "D": Phrase("During", "踩背之中"),
    "P": Phrase("Positions", "姿势"),
    "A": Phrase("After, and over weeks", "踩背之后，以及平时"),
}

_SCREEN, _PART, _COMMAND = PartKind.SCREEN, PartKind.PART, PartKind.COMMAND
_MAP = Part(_SCREEN, "core.live.screens.session:back_map_shapes")
_PREPARE = Part(_COMMAND, "prepare")
_BEFORE = Part(_SCREEN, "core.live.preparing.draw:draw")
_PLAN = Part(_PART, "core.live.plan:follow_plan")
_CHECKLIST = Phrase(
    "A question of the checklist: without a plain yes there is no session.", "清单里的一项：没有明确说“是”就不开始。"
)
_CHECKLIST_TESTS = ("test_a_checklist_or_a_consent_without_a_plain_yes_holds_it_back",)
_STAGE = Part(_PART, "core.live.stage:follow_stage")
_PALMS = Part(_PART, "core.rules.hand_rules:judge_hand")
_LEGS = Part(_PART, "core.people.technique:update_technique")

LINES: tuple[TechniqueLine, ...] = (
    TechniqueLine(
        "B1",
        Phrase(
            "Not for everyone: not in pregnancy, with brittle bones, heart or blood-pressure trouble, or "
            "after a recent operation or injury.",
            "不是人人都适合：怀孕、骨质疏松、心脏或血压有问题、最近做过手术或受过伤的人不要踩。",
        ),
        Phrase(
            "Asks both before a session. What speaks against it ends it kindly, before anything opens, and "
            "names whom to ask; nothing is diagnosed.",
            "开始前问两个人。有不适合的情况就说明原因、不开始，并建议请教谁；不作诊断。",
        ),
        (_PREPARE, _BEFORE),
        (
            "test_everything_that_b1_lists_is_asked_of_the_right_person",
            "test_each_hard_stop_stops_also_for_who_would_rather_not_say",
        ),
    ),
    TechniqueLine(
        "B2",
        Phrase(
            "Areas that hurt, or were operated on or injured lately, are not pressed.",
            "疼痛、最近做过手术或受过伤的部位不要踩。",
        ),
        Phrase(
            "They are painted on a back before the session. A foot there is called at once, as urgently as one on "
            "the spine; so is a hand of who sits or kneels that presses there.",
            "开始前在背部图上涂出来。脚踩到那里，坐着或跪着的人用手压到那里，都立刻提醒，和踩到脊柱一样急。",
        ),
        (_BEFORE, _PALMS),
        (
            "test_a_marked_area_is_as_urgent_as_the_spine",
            "test_a_palm_that_presses_on_a_marked_area_is_as_urgent_as_a_foot_at_any_frame_rate",
            "test_a_foot_on_what_was_painted_is_an_urgent_fault_and_without_it_none",
        ),
    ),
    TechniqueLine(
        "B3",
        Phrase("A flat, soft surface below; never a bare hard floor.", "下面要平而软，不要直接躺在硬地上。"),
        _CHECKLIST,
        (_PREPARE, _BEFORE),
        _CHECKLIST_TESTS,
    ),
    TechniqueLine(
        "B4",
        Phrase(
            "The receiver lies prone, the head on a towel or pillow, the neck relaxed.",
            "被踩的人趴着，头垫毛巾或枕头，颈部放松。",
        ),
        Phrase(
            "Asks the receiver to lie down and looks that a body lies there, whole, still and straight, and not on "
            "the back or the side. Somebody on the side it may take for prone, or not see at all. It does not see a "
            "pillow.",
            "请被踩的人趴下，并看有没有人完整地、安静地、直直地趴着，而不是仰卧或侧卧。侧卧的人，它有时会当成趴着，"
            "有时根本看不到。枕头它看不出来。",
        ),
        (Part(_SCREEN, "core.live.screens.steps:step_shapes"), Part(_PART, "core.people.posture:lies_prone")),
        (
            "test_a_couple_is_led_from_the_empty_mat_to_the_first_step_without_a_key",
            "test_a_body_whose_sides_are_those_of_a_supine_one_does_not_lie_on_the_front",
            "test_of_a_receiver_who_lies_on_the_side_no_place_of_the_back_is_known",
        ),
    ),
    TechniqueLine(
        "B5",
        Phrase(
            "The giver's feet are clean and dry; the towel or mat is clean.", "踩的人脚要干净、干燥，毛巾或垫子要干净。"
        ),
        _CHECKLIST,
        (_PREPARE, _BEFORE),
        _CHECKLIST_TESTS,
    ),
    TechniqueLine(
        "B6",
        Phrase(
            "Agree beforehand on comfort, painful areas and pressure, and that either may stop at any time "
            "without a reason.",
            "事先说好舒不舒服、哪里疼、踩多重；随时可以停，不用说理由。",
        ),
        Phrase(
            "Both say yes for themselves, each time; before anybody steps on, the receiver shows the stop signal and "
            "the camera confirms it, or says that it did not see it.",
            "每次两个人各自说“愿意”；踩上去之前，趴着的人做一次停止手势，摄像头确认看到，没看到也会说明。",
        ),
        (_PREPARE, _BEFORE, _STAGE),
        (
            "test_a_consent_that_was_refused_begins_nothing",
            "test_a_couple_that_rehearses_is_led_to_the_first_step_without_a_key",
        ),
    ),
    TechniqueLine(
        "B7",
        Phrase(
            "A heavy giver takes extra care: the hands carry part of the weight.",
            "踩的人比较重时要格外小心，用手分担一部分体重。",
        ),
        Phrase(
            "Takes both weights if told, asks for both hands of a heavy giver, and names the softer positions.",
            "可以填体重；踩的人较重时要求双手扶稳，并建议更轻的姿势。",
        ),
        (_PREPARE, _BEFORE),
        (
            "test_a_giver_who_is_heavy_or_heavier_holds_on_with_both_hands_and_is_told_of_lighter_ways",
            "test_one_hand_is_not_enough_for_a_heavy_giver_and_is_told_as_such",
        ),
    ),
    TechniqueLine(
        "D1",
        Phrase(
            "Never press on the spine itself; work the muscles on both sides of it.",
            "绝不踩脊柱本身，只踩脊柱两侧的肌肉。",
        ),
        Phrase(
            "Places each sole or knee on the back in centimetres, and the palms of who sits or kneels there; calls at "
            "once when one comes onto the spine, and says so where the view cannot tell.",
            "按厘米判断每只脚或膝盖在背上的位置，坐着或跪着时也看手掌；压到脊柱立刻提醒，角度看不清时会说明。",
        ),
        (_MAP,),
        (
            "test_a_foot_on_the_spine_is_told_at_once_for_as_long_as_it_stands_there",
            "test_a_blind_view_calls_no_foot_beside_the_spine_ok",
            "test_a_seated_hand_that_slides_onto_the_spine_is_told_until_it_leaves_at_any_frame_rate",
        ),
    ),
    TechniqueLine(
        "D2",
        Phrase("Hold a wall, a chair or another person so as not to fall.", "扶住墙、椅子或别人，以免摔倒。"),
        Phrase(
            "Asks for a hand on a support before the first step, and warns when no hand holds on.",
            "踩上去之前请扶好；没有手扶着时提醒。",
        ),
        (Part(_SCREEN, "core.live.screens.session:window_lights"),),
        ("test_both_hands_off_the_support_are_told_with_their_span",),
    ),
    TechniqueLine(
        "D3",
        Phrase("Warm up first: massage the back gently by hand.", "先热身：用手轻轻按摩背部。"),
        Phrase(
            "Sees hands on the back, times the warm-up, and remarks once on treading without one.",
            "看到手在背上按摩就计时；没有热身就开始踩，提醒一次。",
        ),
        (_PLAN,),
        ("test_treading_without_a_warm_up_is_remarked_on_once",),
    ),
    TechniqueLine(
        "D4",
        Phrase(
            "Press gently with ball or heel, from the shoulders gradually down to the waist.",
            "用前脚掌或脚跟轻踩，从肩部慢慢往下到腰部。",
        ),
        Phrase("Remarks calmly on steps that go up the back or skip ahead.", "脚步往上走或跳过一段时，轻声提醒。"),
        (_MAP,),
        ("test_two_passes_from_the_shoulders_to_the_waist_are_in_order",),
    ),
    TechniqueLine(
        "D5",
        Phrase(
            "Key areas: beside the shoulder blades, both sides of the spine, the lower back.",
            "重点部位：肩胛旁、脊柱两侧、下背部。",
        ),
        Phrase(
            "Shows on the back map where the feet stood, remarks on a side that gets less, and tells at the "
            "end which parts "
            "and which side came off badly.",
            "在背部图上显示踩过的地方，哪一侧踩得少会提醒，结束时说明哪些部位踩得少。",
        ),
        (_MAP, Part(_PART, "core.live.tally.words:what_did_not")),
        ("test_a_side_and_a_part_that_came_off_badly_are_told", "test_dwells_and_places_of_steps"),
    ),
    TechniqueLine(
        "D6",
        Phrase(
            "Slow and rhythmic, three to five seconds at each point; nothing fast or sudden.",
            "慢而有节奏，每处停三到五秒，不要快、不要突然。",
        ),
        Phrase(
            "Tells apart a foot that comes down too fast, leaves too soon and stays too long; a ring fills "
            "while it stands, and soft knocks that fade tell when to move on (--pace).",
            "分别提醒脚落得太快、停得太短、停得太久；站着时圆环会慢慢填满，还可以用轻敲声提示换地方（--pace），踩稳了声音就渐渐消失。",
        ),
        (Part(_SCREEN, "core.live.screens.session:dwell_ring"), Part(_PART, "core.live.pace:follow_pace")),
        (
            "test_it_grows_softer_with_the_share_of_stands_that_keep_the_pace_and_falls_silent",
            "test_a_stamp_is_told_once_and_a_placed_foot_is_not",
            "test_a_pause_under_a_second_is_short_and_one_of_four_is_not",
            "test_a_foot_that_stays_for_twenty_seconds_stays_too_long",
        ),
    ),
    TechniqueLine(
        "D7",
        Phrase("Watch the receiver, who can say stop at any time.", "留意被踩的人，对方随时可以喊停。"),
        Phrase(
            "A lifted head, a raised arm or three taps are called at once and halt the session; a body that "
            "shifts asks for a question. The signal is rehearsed before the first step.",
            "被踩的人抬头、举手或拍三下，立刻提醒并暂停；身体挪动时提醒问一问。踩上去之前先试一次手势。",
        ),
        (_STAGE,),
        (
            "test_a_signal_that_is_not_seen_is_asked_for_firmly_and_then_gone_on_without_in_clear_words",
            "test_a_lifted_head_or_arm_is_an_urgent_signal",
            "test_the_stop_signal_holds_the_session_until_the_giver_has_been_off_the_back",
        ),
    ),
    TechniqueLine(
        "D8",
        Phrase("Start light, increase, and press evenly.", "由轻到重，用力均匀。"),
        Phrase(
            "Asks for a gentle beginning. A camera cannot see pressure: from one foot or two, position and hands it "
            "reckons a load proxy without a unit, and remarks once if that is high too early.",
            "开始时提醒轻一点。摄像头看不出轻重：只按单脚或双脚、姿势和手扶估算一个没有单位的负荷参考值，开始时太高就提醒一次。",
        ),
        (Part(_PART, "core.rules.ramp:ramp"), Part(_SCREEN, "core.live.screens.session:load_verdict")),
        (
            "test_a_long_stand_on_one_foot_is_too_heavy_in_the_first_minute_at_any_frame_rate",
            "test_who_begins_too_heavily_is_asked_once_to_start_more_lightly_and_not_into_an_alarm",
            "test_nothing_is_called_safe_and_no_pressure_is_claimed",
        ),
    ),
    TechniqueLine(
        "D9",
        Phrase(
            "Stay on the muscles between shoulders and waist: never on neck or head, never below the hips.",
            "只踩肩到腰之间的肌肉：不踩颈、头，也不踩髋部以下。",
        ),
        Phrase(
            "Warns of a foot outside that region, and calls one on the neck at once.",
            "脚踩到这个范围以外会提醒，踩到脖子立刻提醒。",
        ),
        tests=("test_a_foot_outside_the_bands_is_told_with_where_it_is",),
    ),
    TechniqueLine(
        "D10",
        Phrase("Ask now and then how it feels.", "不时问一问感觉怎么样。"),
        Phrase(
            "Reminds the giver every few minutes (--check-in), and when the receiver shifts or twists.",
            "每隔几分钟（--check-in），以及被踩的人挪动或扭动时，提醒问一问。",
        ),
        tests=("test_a_shifting_body_warns_and_one_that_a_step_shakes_does_not",),
    ),
    TechniqueLine(
        "P1",
        Phrase("Standing, on one foot or both: the strongest.", "站着踩，单脚或双脚：力量最大。"),
        Phrase("Reads the position from the legs; all rules hold.", "从腿的姿势认出来，所有规则都有效。"),
        (_LEGS,),
        (
            "test_each_technique_is_read_from_its_legs_at_any_size",
            "test_a_right_session_of_half_a_minute_has_no_event_at_all",
        ),
    ),
    TechniqueLine(
        "P2",
        Phrase(
            "Half-squat: the knees deeply bent, soles or knees press lightly; the finest control.",
            "半蹲：膝盖弯得深，用脚掌或膝盖轻压，最好掌握。",
        ),
        Phrase(
            "Reads half-squat and kneeling from the legs; all rules hold.", "从腿的姿势认出半蹲和跪姿，所有规则都有效。"
        ),
        (_LEGS,),
        ("test_a_squat_that_lasts_is_told_after_the_settling_time_at_any_frame_rate",),
    ),
    TechniqueLine(
        "P3",
        Phrase(
            "Seated on the receiver's buttocks, pressing the upper back with feet or hands.",
            "坐在对方臀部，用脚或手压上背部。",
        ),
        Phrase(
            "Reads sitting from the legs, asks for no support then, and calls a hand that presses on the spine.",
            "从腿的姿势认出坐姿，这时不要求扶东西；手压到脊柱会提醒。",
        ),
        (_LEGS, _PALMS),
        (
            "test_a_seated_giver_needs_no_support",
            "test_a_seated_hand_that_slides_onto_the_spine_is_told_until_it_leaves_at_any_frame_rate",
        ),
    ),
    TechniqueLine(
        "A1",
        Phrase("Ten to twenty minutes in all.", "一共十到二十分钟。"),
        Phrase("Tells ten and fifteen minutes and ends at twenty.", "到十分钟和十五分钟时报时，二十分钟结束。"),
        (_STAGE,),
        ("test_the_clock_is_told_at_ten_and_fifteen_minutes_and_the_session_ends_at_twenty",),
    ),
    TechniqueLine(
        "A2",
        Phrase("Finish by massaging the trodden area gently by hand.", "最后用手轻轻按摩踩过的地方。"),
        Phrase(
            "Sees and times the closing by hand, asks for it once, and says at the end what is left to do.",
            "看到收尾的按摩就计时，没有就提醒一次，结束时说明还要做什么。",
        ),
        (_PLAN,),
        ("test_who_steps_off_for_good_without_a_closing_is_asked_for_it_once",),
    ),
    TechniqueLine(
        "A3",
        Phrase("Once or twice a week.", "每周一到两次。"),
        Phrase(
            "Keeps a history on this computer and advises against a third session within seven days before "
            "it begins, aloud and with the days on the screen; you decide.",
            "在本机留下记录；七天内要踩第三次时，开始前会出声劝阻，并显示日期，由你们决定。",
        ),
        (
            Part(_PART, "core.live.weekly:weekly_advice"),
            Part(_SCREEN, "core.live.screens.notices:strips"),
            Part(_COMMAND, "history"),
        ),
        (
            "test_a_third_session_within_seven_days_is_advised_against_with_the_days",
            "test_a_session_too_many_is_advised_against_aloud_before_anything_else",
        ),
    ),
    TechniqueLine(
        "A4",
        Phrase("If unsure, ask a massage or physical therapist.", "拿不准时，请教按摩师或理疗师。"),
        Phrase(
            "Says so before and after a session, and on the last screen that an instructor can review a filmed "
            "session and answer with notes.",
            "开始前和结束后都会说明；最后还会提示：录下的视频可以交给老师，老师看过后写下意见。",
        ),
        (Part(_COMMAND, "review"),),
        (
            "test_an_instructor_opens_jumps_steps_notes_and_takes_the_report_along",
            "test_the_last_screen_tells_how_an_instructor_can_help",
        ),
    ),
    TechniqueLine(
        "A5",
        Phrase(
            "The points Dazhui (GV14) and Mingmen (GV4) lie on the midline: never stand on them; they are "
            "for professionals.",
            "大椎和命门都在正中线上：绝不踩，只由专业人员按压。",
        ),
        Phrase(
            "Both lie on the spine, so a foot there is called as a foot on the spine.",
            "两个穴位都在脊柱上，踩到就按踩到脊柱提醒。",
        ),
        tests=("test_a_foot_on_the_spine_is_told_at_once_for_as_long_as_it_stands_there",),
    ),
)

_BY_ID = {line.id: line for line in LINES}


def line_named(line_id: str) -> TechniqueLine | None:
    """The line of that id, however it is typed; None = there is none."""
    return _BY_ID.get(line_id.strip().upper())


def served_by(line: TechniqueLine) -> tuple[Part, ...]:
    """Everything that serves a line: rules in force, cues and prompts that name it, then the parts named here."""
    rules = (Part(PartKind.RULE, row.rule.value) for row in CATALOGUE if row.in_force and line.id in row.technique)
    cues = (Part(PartKind.CUE, cue.id) for cue in CUES if line.id in cue.source.split(", "))
    prompts = (Part(PartKind.PROMPT, prompt.id) for prompt in PROMPTS if line.id in prompt.source.split(", "))
    return (*rules, *cues, *prompts, *line.parts)
