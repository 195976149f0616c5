// Everything that the page says, in English and Chinese (simplified).
const WORDS = {
  skip: ["Skip to the page", "跳到正文"], library: ["All sessions", "全部课次"], export: ["Export", "导出"],
  theme: ["Light or dark", "浅色或深色"], help: ["Help and keys (?)", "帮助和按键 (?)"], film: ["Film", "影片"],
  transport: ["Film controls", "影片控制"], play: ["Play or pause (space)", "播放或暂停（空格）"],
  frame_back: ["One frame back (←)", "后退一帧 (←)"], frame_forth: ["One frame on (→)", "前进一帧 (→)"],
  event_back: ["Previous event (p)", "上一个事件 (p)"], event_forth: ["Next event (n)", "下一个事件 (n)"],
  loop_in: ["Passage begins here (i)", "片段从这里开始 (i)"], loop_out: ["Passage ends here (o)", "片段到这里结束 (o)"],
  loop_off: ["Forget the passage (x)", "取消片段 (x)"], speed: ["Speed", "速度"], overlay: ["Overlay", "叠加图"],
  mute: ["Mute (m)", "静音 (m)"], full: ["Full screen (f)", "全屏 (f)"], timeline: ["Timeline", "时间线"],
  zoom_in: ["Zoom in (+)", "放大 (+)"], zoom_out: ["Zoom out (−)", "缩小 (−)"], parts: ["Parts of the review", "点评内容"],
  tab_events: ["Events", "事件"], tab_notes: ["Notes", "笔记"], tab_back: ["Back", "背部"], tab_score: ["Score", "成绩"],
  tab_correct: ["Correct", "更正"], of: ["of", "/"], review: ["Review", "点评"],
  spine_step: ["Foot on the spine", "踩到脊柱"], keep_out: ["On a marked area", "踩到标记区域"], off_zone: ["Off the muscle bands", "踩出肌肉区"],
  support_lost: ["No hold", "没有扶稳"], fast_step: ["Fast step", "落脚太快"], short_pause: ["Short stay", "停留太短"],
  long_pause: ["Long stay", "停留太长"], order: ["Order", "顺序"], uneven: ["Sides uneven", "左右不均"],
  receiver_moved: ["Receiver moved", "趴着的人动了"], receiver_signal: ["Receiver's stop signal", "趴着的人示意停止"], not_seen: ["Not seen", "没看清"],
  ask_spine_step: ["never on the spine itself", "绝不踩脊柱"], ask_keep_out: ["marked areas are left alone", "标记区域不踩"],
  ask_off_zone: ["only between shoulders and waist, never neck or head", "只在肩膀和腰之间，绝不踩脖子和头"], ask_support_lost: ["hold a wall, a chair or a bar", "扶住墙、椅子或横杆"],
  ask_fast_step: ["put the foot down slowly", "慢慢落脚"], ask_short_pause: ["3 to 5 s at each point", "每处停三到五秒"],
  ask_long_pause: ["3 to 5 s at each point", "每处停三到五秒"], ask_order: ["from the shoulders down to the waist", "从肩膀到腰，由上往下"],
  ask_uneven: ["both sides alike", "两边一样"], ask_receiver_moved: ["watch how the receiver reacts", "留意对方的反应"],
  ask_receiver_signal: ["stop at once and ask", "马上停下，问一问"], ask_not_seen: ["the coach could not judge", "教练无法判断"],
  urgent: ["urgent", "紧急"], warning: ["warning", "警告"], guide: ["guidance", "指导"], info: ["remark", "提示"],
  left: ["left", "左"], right: ["right", "右"], both: ["both", "双"], left_foot: ["Left foot", "左脚"], right_foot: ["Right foot", "右脚"],
  phases: ["Phase", "阶段"], notes: ["Notes", "笔记"], warm_up: ["warm-up", "热身"], treading: ["treading", "踩背"], closing: ["closing", "收尾"], idle: ["off the back", "不在背上"],
  no_events: ["The coach found nothing to remark on in what it could see. It cannot tell that something is safe.", "在看得清的部分里，教练没有要指出的。它不能断定安全。"],
  all: ["All", "全部"], shown_none: ["None of the chosen kind.", "没有所选的种类。"],
  add_note: ["Add a note here (a)", "在这里加笔记 (a)"], no_notes: ["No notes yet. Stop the film where you want to say something.", "还没有笔记。停在想点评的地方即可。"],
  note_text: ["What should the giver know?", "想对踩背的人说什么？"], saved: ["Saved", "已保存"], saving: ["Saving …", "正在保存…"],
  not_saved: ["Not saved yet; your text stays here and is tried again.", "尚未保存；文字留在这里，会再试。"], delete: ["Delete", "删除"], done: ["Done", "完成"], edit: ["Edit", "修改"],
  delete_sure: ["Delete this note?", "删除这条笔记？"], use_passage: ["On the passage [ ]", "用于片段 [ ]"], use_moment: ["On this moment", "用于此刻"],
  draw: ["Draw on the frame", "在画面上画"], arrow: ["Arrow", "箭头"], circle: ["Circle", "圆"], line: ["Line", "直线"], angle: ["Angle", "角度"], undo: ["Undo", "撤销"],
  draw_hint: ["Drag on the film; for an angle, click its three points.", "在影片上拖动；角度请点三个点。"],
  back_hint: ["Seen from above, head up. A disc is a step: the larger, the longer; the number is seconds.", "从上往下看，头朝上。圆是一步：越大越久，数字是秒。"],
  only_passage: ["Only the passage [ ]", "只看片段 [ ]"], set_passage: ["Choose a passage with [ and ] first.", "请先用 [ 和 ] 选片段。"],
  left_s: ["left, s", "左侧，秒"], right_s: ["right, s", "右侧，秒"], zone: ["Zone", "区域"], shoulder_blades: ["Shoulder blades", "肩胛旁"], mid_back: ["Middle of the back", "背中部"], lower_back: ["Lower back", "下背部"], outside: ["Outside", "区域外"],
  receivers_left: ["Receiver's left", "对方左侧"], receivers_right: ["Receiver's right", "对方右侧"], no_steps: ["No step on the back was seen.", "没有看到踩在背上的脚步。"],
  score_urgent: ["{n} moments asked for a stop or a step off at once.", "有 {n} 处需要马上停下或移开。"], score_urgent1: ["One moment asked for a stop or a step off at once.", "有 1 处需要马上停下或移开。"],
  score_some: ["Nothing urgent; {n} things to work on.", "没有紧急情况；有 {n} 处可以改进。"], score_some1: ["Nothing urgent; one thing to work on.", "没有紧急情况；有 1 处可以改进。"],
  score_none: ["Nothing to correct in what could be judged.", "在能判断的部分里，没有要更正的。"], score_nobody: ["Nobody was seen treading on the back, so there was nothing to judge.", "没有看到有人踩背，无从判断。"],
  score_seen: ["Nearly every frame could be judged; how hard a foot presses no camera can see.", "几乎每个画面都能判断；脚踩得多重，摄像头看不出来。"], score_unknown: ["{p} % of the frames could not be judged, and how hard a foot presses no camera can see.", "{p}% 的画面无法判断；脚踩得多重，摄像头看不出来。"],
  per_rule: ["Against what the technique asks", "对照技法要求"], rule: ["Rule", "规则"], times: ["times", "次数"], total: ["total", "合计"], per_min: ["per min", "每分钟"],
  dwell: ["Stay at each point", "每处停留"], dwell_says: ["{n} of {m} steps stayed 3 to 5 s; half of them longer than {d} s.", "{m} 步中有 {n} 步停留三到五秒；中位数 {d} 秒。"],
  sides: ["Left and right of the spine", "脊柱左右"], order_title: ["Order of the steps", "脚步顺序"], order_says: ["The technique asks to work from the shoulders down to the waist.", "技法要求从肩膀慢慢往下到腰。"],
  shoulders: ["shoulders", "肩"], waist: ["hips", "髋"], camera: ["Camera", "摄像头"], on_back: ["{m} on the back, {n} steps, {c} cues.", "踩背 {m}，{n} 步，{c} 次提示。"],
  view_good: ["Good place: it tells left of the spine from right.", "位置好：能分清脊柱左右。"], view_usable: ["Usable place: near the spine it cannot always tell.", "位置可用：靠近脊柱时不一定分得清。"],
  view_cannot_judge_feet: ["This place cannot judge the feet.", "这个位置无法判断脚的位置。"], view_unknown: ["The back was not found.", "没有找到背部。"],
  sessions: ["Sessions", "课次"], search: ["Search by name", "按名称搜索"], name: ["Name", "名称"], date: ["Analysed", "分析时间"], length: ["Length", "时长"], urgent_n: ["Urgent", "紧急"], events_n: ["Events", "事件"], steps_n: ["Steps", "脚步"],
  none_found: ["No session of that name.", "没有这个名称的课次。"],   ex_report: ["Report with notes", "带笔记的报告"], ex_report_s: ["one HTML page for anybody", "一个网页文件"], ex_print: ["Print or PDF", "打印或 PDF"], ex_print_s: ["score card, back map, notes", "成绩、背部图、笔记"],
  ex_video: ["Annotated film", "带标注的影片"], ex_events: ["Events, CSV", "事件 CSV"], ex_steps: ["Steps, CSV", "脚步 CSV"], ex_notes: ["Notes, CSV", "笔记 CSV"], ex_frames: ["Every frame, CSV", "逐帧 CSV"], ex_trc: ["Markers for OpenSim, TRC", "OpenSim 标记 TRC"],
  ex_axes: ["What the TRC's axes mean", "TRC 坐标轴说明"],
  ex_trc_s: ["x right, y up, z = 0 in the picture's plane; mm hold on the back only", "画面平面：x 向右，y 向上，z = 0；毫米仅在背部准确"],
  stopped: ["The coach's program does not answer. What was saved is safe; start 'coach review' again and open its new address. Text not saved yet stays here: copy it.", "教练程序没有回应。已保存的都在；请重新运行 coach review，打开新地址。尚未保存的文字还在这里，可先复制。"],
  back_again: ["The program answers again.", "程序恢复回应。"], close: ["Close", "关闭"], reload: ["Reload", "重新加载"],
  not_same: ["The film is not the one that was analysed (its content differs): overlay and picture may not agree.", "影片与分析时的不同：叠加图和画面可能对不上。"],
  plays_annotated: ["This browser cannot play the original film, so the annotated one is shown.", "浏览器无法播放原影片，改放带标注的影片。"],
  cannot_play: ["This browser cannot play the film. The overlay works without it.", "浏览器无法播放影片，叠加图仍可使用。"],
  keys: ["Keys", "按键"], k_space: ["play, pause", "播放、暂停"], k_arrows: ["one frame", "一帧"], k_shift: ["five seconds", "五秒"], k_events: ["next, previous event", "下一个、上一个事件"],
  k_speed: ["slower, faster", "更慢、更快"], k_loop: ["passage from, to, off", "片段起、止、取消"], k_overlay: ["overlay", "叠加图"], k_full: ["full screen", "全屏"], k_mute: ["mute", "静音"], k_note: ["add a note", "加笔记"],
  k_zoom: ["zoom the timeline", "缩放时间线"], k_tabs: ["change the part", "切换内容"], k_help: ["this help", "本帮助"], k_ends: ["first, last frame", "第一帧、最后一帧"],
  correct_hint: ["Change what the coach took for granted; the clip is judged again at once. The original analysis is kept.", "更改教练的判断依据，马上重新判断。原来的分析会保留。"],
  c_swap: ["The two are swapped from here on", "从这里起两人对调"], c_wrong: ["This event is wrong", "这个事件判断有误"], c_missed: ["Add a missed event on the passage [ ]", "为片段 [ ] 补一个事件"], c_spine: ["Drag the spine line here", "在此拖动脊柱线"], c_spine_hint: ["Drag from the shoulder line to the hip line on the film.", "在影片上从肩线拖到髋线。"],
  c_threshold: ["Threshold", "阈值"], c_judge: ["Judge again", "重新判断"], c_undo: ["Undo the last correction", "撤销上一次更正"], c_done: ["Judged again.", "已重新判断。"], c_event: ["Event", "事件"], c_value: ["Value", "数值"],
};
let at = new URLSearchParams(location.search).get("lang") === "zh" ? 1 : 0;
try { const kept = localStorage.getItem("coach-language"); if (kept && !location.search.includes("lang=")) at = kept === "zh" ? 1 : 0; } catch { /* no storage */ }
export const language = () => (at ? "zh" : "en");
export function setLanguage(to) { at = to === "zh" ? 1 : 0; try { localStorage.setItem("coach-language", to); } catch { /* no storage */ } }
export function w(key, values = {}) {
  const words = WORDS[key];
  const text = words ? words[at] : String(key).replaceAll("_", " ");
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
export function clock(t, digits = 0) {
  const safe = Math.max(0, Number.isFinite(t) ? t : 0), m = Math.floor(safe / 60), s = safe - 60 * m;
  const cut = Math.floor(s * 10 ** digits) / 10 ** digits;
  return `${m}:${cut.toFixed(digits).padStart(digits ? 3 + digits : 2, "0")}`;
}
export function length(s) { return s < 60 ? `${s.toFixed(1)} s` : `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`; }
