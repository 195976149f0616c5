// Every threshold that can be changed after the fact, in plain words, English and Chinese; grouped as the settings are.
import { language, w } from "./words.js";
const GROUPS = {
  pauses: ["Stay at each point", "每处停留"],
  receiver: ["Receiver's signs", "趴着的人的反应"],
  stands: ["What counts as a step", "怎样算一步"],
  steady: ["Smoothing", "平滑"],
  phases: ["Phases", "阶段"],
  cues: ["Cues", "提示"],
};
const LABELS = {
  band_cm: ["Half width of the spine band", "脊柱带的半宽"],
  ribs_cm: ["Where the muscle bands end", "肌肉区的外缘"],
  enter_p: ["How likely before it is called a fault", "多大可能才算错误"],
  leave_p: ["How unlikely before the fault ends", "可能性低到多少才算结束"],
  doubt_p: ["How likely before it is no longer called ok", "多大可能就不再算正常"],
  clear_p: ["How unlikely to be called ok in a blind view", "视野差时，可能性低到多少才算正常"],
  blind_sigma_cm: ["Doubt about the place that is called blind", "位置误差多大算看不清"],
  confirm_s: ["How long until it is sure", "多久才确定"],
  clear_s: ["How long until it is over", "多久才算结束"],
  lapse_s: ["How long an unseen fault is kept", "看不见的错误保留多久"],
  margin_cm: ["Margin around a marked area", "标记区域外的余量"],
  end_margin_cm: ["Margin beyond shoulder and hip line", "肩线和髋线外的余量"],
  end_sigmas: ["How sure beyond shoulder and hip line", "越过肩线或髋线要多确定"],
  blind_along: ["Doubt along the back that is called blind", "沿背部误差多大算看不清"],
  ribs_sigmas: ["How sure beyond the muscle bands", "越出肌肉区要多确定"],
  return_cm: ["How far back inside", "要回到里面多少"],
  step_up_s: ["Time to reach for the support after stepping up", "踩上后伸手扶稳的时间"],
  brush_s: ["A loss of grip so short is jitter", "松手多短只算抖动"],
  both_hands: ["Ask for both hands", "要求双手扶稳"],
  one_hand_s: ["How long one hand may let go", "一只手可松开多久"],
  landing_cm_s: ["Landing speed that is too fast", "落脚多快算太快"],
  sure: ["How sure of the speed", "对速度要多确定"],
  before_s: ["Looked at before the landing", "落脚前看多久"],
  after_s: ["Looked at after the landing", "落脚后看多久"],
  stood_s: ["A foot that has stood this long treads", "站了多久才算踩背"],
  show_s: ["How long the remark is shown", "提示显示多久"],
  short_s: ["A stay shorter than this is too short", "短于此算太短"],
  long_s: ["A stay longer than this is too long", "长于此算太长"],
  up_along: ["Step up the back that is remarked on", "往上走多少要指出"],
  skip_along: ["Step down that skips ahead", "往下跳多少要指出"],
  start_along: ["Where a round begins", "一轮从哪里开始"],
  finish_along: ["Where a round is finished", "一轮到哪里算完"],
  return_s: ["Time for the way back up", "走回上面的时间"],
  apart_s: ["Off the back this long begins anew", "离开多久重新开始"],
  quiet_s: ["Quiet between two remarks", "两次提示间隔"],
  window_s: ["Time looked back over", "回看多久"],
  least_s: ["The least that tells something", "至少多久才有意义"],
  enter_share: ["Share of one side that is uneven", "一侧占比低到多少算不均"],
  leave_share: ["Share of one side that is even again", "一侧占比回到多少算均匀"],
  signal_confirm_s: ["How long a signal until it is sure", "示意多久才确定"],
  moved_confirm_s: ["How long a movement until it is sure", "移动多久才确定"],
  nobody_s: ["How long nobody is seen", "没人多久要说"],
  lost_s: ["How long a person or the back is lost", "人或背部看不见多久要说"],
  hands_s: ["How long the hands are not seen", "手看不见多久要说"],
  bridge_s: ["A lift so short is a flicker", "抬脚多短只算闪动"],
  hidden_bridge_s: ["Hidden so short is the same step", "挡住多短仍算同一步"],
  lag_s: ["How late the contact is told", "接触判断晚多少"],
  average_s: ["Averaged over", "取平均的时长"],
  settle_s: ["How long until a phase has changed", "多久才算换阶段"],
  pause_urgent_s: ["Before an urgent cue is said again", "紧急提示隔多久再说"],
  pause_warning_s: ["Before a warning is said again", "警告隔多久再说"],
  pause_guide_s: ["Before guidance is said again", "指导隔多久再说"],
  pause_unseen_s: ["Before “not seen” is said again", "“没看清”隔多久再说"],
  unseen_after_s: ["How long feet or hands are hidden first", "手脚被挡多久才说"],
  pause_loss_s: ["Before a new loss is said", "再次看不见隔多久说"],
  pause_growth: ["Pauses grow by", "间隔每次变为"],
  pause_growth_most: ["Pauses grow at most to", "间隔最多变为"],
  guide_gap_s: ["Between two remarks of guidance", "两次指导之间"],
  breath_s: ["Between two sounds", "两个声音之间"],
  guide_after_s: ["No guidance so soon after an alarm", "警报后多久不指导"],
  keep_s: ["A cue waits at most", "提示最多等多久"],
  firm_within_s: ["The same slip within this is told more firmly", "多久内再犯说得更重"],
  most_per_min: ["Cues at most", "提示最多"],
};
const UNITS = {
  cm: ["cm", "厘米"],
  s: ["s", "秒"],
  "cm/s": ["cm/s", "厘米/秒"],
  probability: ["", ""],
  sigma: ["sigma", "倍标准差"],
  "standard deviations": ["sigma", "倍标准差"],
  "torso lengths": ["torso lengths", "个躯干长"],
  share: ["", ""],
  factor: ["times", "倍"],
  "1/min": ["per min", "次/分"],
};
const said = (pair) => pair[language() === "zh" ? 1 : 0];
export const groupOf = (name) => (name.startsWith("cues.") ? "cues" : name.split(".")[1]);
export const groups = (thresholds) => [...new Set(thresholds.map((one) => groupOf(one.name)))];
export function labelOf(name) {
  if (name.startsWith("group.")) {
    const group = name.slice(6);
    return group in GROUPS ? said(GROUPS[group]) : w(group);
  }
  const last = name.split(".").at(-1);
  return last in LABELS ? said(LABELS[last]) : name;
}
export const unitOf = (unit) => (unit in UNITS ? said(UNITS[unit]) : (unit ?? ""));
