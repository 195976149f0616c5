"""The report's fixed words about rules, zones, camera and what was missing, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from coach.core.findings import EventSide, Limb, Rule, Severity, Zone
from coach.core.phrase import Phrase
from coach.core.rules.not_seen import Missing
from coach.core.rules.off_zone import Outside
from coach.core.rules.order import Disorder
from coach.core.rules.pauses import Hurry
from coach.core.rules.support_lost import ONE_HAND
from coach.core.sight import CameraEnd, ReceiverActivity, ViewVerdict

RULE_NAMES: Mapping[Rule, Phrase] = MappingProxyType(
    {
        Rule.SPINE_STEP: Phrase("Foot or hand on the spine", "脚或手压到脊柱"),
        Rule.KEEP_OUT: Phrase("Foot or hand on a marked area", "脚或手压到标记区域"),
        Rule.OFF_ZONE: Phrase("Foot outside the muscle bands", "踩出肌肉区"),
        Rule.SUPPORT_LOST: Phrase("No hand on a support", "没有扶稳"),
        Rule.FAST_STEP: Phrase("Step too sudden", "落脚太快"),
        Rule.SHORT_PAUSE: Phrase("Left a point too soon", "停留太短"),
        Rule.LONG_PAUSE: Phrase("Stayed too long at a point", "停留太长"),
        Rule.ORDER: Phrase("Order of the steps", "脚步顺序"),
        Rule.UNEVEN: Phrase("Sides uneven", "左右不均"),
        Rule.RECEIVER_MOVED: Phrase("Receiver shifted or twisted", "趴着的人移动或扭转"),
        Rule.RECEIVER_SIGNAL: Phrase("Receiver lifted head or arm", "趴着的人抬头或举手"),
        Rule.NOT_SEEN: Phrase("Could not be judged", "无法判断"),
    }
)
GOOD: Mapping[Rule, Phrase] = MappingProxyType(
    {
        Rule.SPINE_STEP: Phrase("No foot or hand was seen on the spine", "没有看到脚或手压到脊柱"),
        Rule.OFF_ZONE: Phrase("No foot was seen outside the muscle bands", "没有看到脚踩出肌肉区"),
        Rule.SUPPORT_LOST: Phrase("The giver was never seen without a hand on a support", "没有看到踩背的人两手都不扶"),
        Rule.FAST_STEP: Phrase("No sudden step was seen", "没有看到突然落脚"),
        Rule.SHORT_PAUSE: Phrase("No point was left too soon", "没有一处停留太短"),
        Rule.LONG_PAUSE: Phrase("No foot was seen staying too long at a point", "没有看到在一处停留太长"),
        Rule.RECEIVER_SIGNAL: Phrase(
            "The receiver was not seen lifting the head or an arm", "没有看到趴着的人抬头或举手"
        ),
    }
)
ADVICE: Mapping[Rule, Phrase] = MappingProxyType(
    {
        Rule.SPINE_STEP: Phrase(
            "Keep soles, knees and hands on the muscles beside the spine.", "脚、膝和手都要压在脊柱两旁的肌肉上。"
        ),
        Rule.KEEP_OUT: Phrase(
            "Keep feet, knees and hands off the areas that the receiver has marked.",
            "脚、膝和手都不要压对方标记的区域。",
        ),
        Rule.OFF_ZONE: Phrase(
            "Stay between shoulder line and waist, on the muscles; never on the neck.",
            "只踩肩线和腰之间的肌肉，绝不踩脖子。",
        ),
        Rule.SUPPORT_LOST: Phrase(
            "Keep a hand on a wall, a chair or a bar all the time.", "始终有一只手扶住墙、椅子或横杆。"
        ),
        Rule.FAST_STEP: Phrase("Put each foot down slowly.", "每只脚都慢慢放下。"),
        Rule.SHORT_PAUSE: Phrase("Stay three to five seconds at each point.", "每处停三到五秒。"),
        Rule.LONG_PAUSE: Phrase("Move on after about five seconds at a point.", "一处停约五秒后换个地方。"),
        Rule.ORDER: Phrase("Work from the shoulders gradually down to the waist.", "从肩膀慢慢往下踩到腰。"),
        Rule.UNEVEN: Phrase("Give both sides the same time.", "两边的时间要一样。"),
        Rule.RECEIVER_MOVED: Phrase("Pause and ask how it feels.", "停一停，问问感觉怎么样。"),
        Rule.RECEIVER_SIGNAL: Phrase("Stop at once and ask.", "马上停下，问一问。"),
    }
)
MISSING: Mapping[str, Phrase] = MappingProxyType(
    {
        Missing.NOBODY: Phrase("neither person was in view", "两个人都不在画面里"),
        Missing.RECEIVER: Phrase("the receiver was not in view", "看不到趴着的人"),
        Missing.GIVER: Phrase("the giver was not in view", "看不到踩背的人"),
        Missing.BACK: Phrase("where the spine runs was not known", "不知道脊柱在哪里"),
        Missing.VIEW: Phrase(
            "this camera place cannot tell left of the spine from right", "这个摄像头位置分不清脊柱左右"
        ),
        Missing.FEET: Phrase("the feet were hidden or could not be placed", "脚被挡住，或定不出位置"),
        Missing.HANDS: Phrase("the hands were hidden", "手被挡住"),
    }
)
MISSING_OTHER = Phrase("the coach could not judge", "教练无法判断")
VIEWS: Mapping[ViewVerdict, tuple[Phrase, Phrase]] = MappingProxyType(
    {
        ViewVerdict.GOOD: (
            Phrase("Good camera place", "摄像头位置好"),
            Phrase("It can tell left of the spine from right.", "能分清脊柱左右。"),
        ),
        ViewVerdict.USABLE: (
            Phrase("Usable camera place", "摄像头位置可用"),
            Phrase("Near the spine it cannot always tell.", "靠近脊柱时不一定分得清。"),
        ),
        ViewVerdict.CANNOT_JUDGE_FEET: (
            Phrase("This camera place cannot judge the feet", "这个摄像头位置无法判断脚的位置"),
            Phrase("Left and right of the spine look alike in it.", "从这里看，脊柱左右分不出来。"),
        ),
        ViewVerdict.UNKNOWN: (Phrase("The back was not found", "没有找到背部"), Phrase("", "")),
    }
)
CAMERA_ENDS: Mapping[CameraEnd, Phrase] = MappingProxyType(
    {
        CameraEnd.HEAD: Phrase(CameraEnd.HEAD.value, "头部那端"),
        CameraEnd.HEAD_LEFT: Phrase(CameraEnd.HEAD_LEFT.value, "头部左斜侧"),
        CameraEnd.HEAD_RIGHT: Phrase(CameraEnd.HEAD_RIGHT.value, "头部右斜侧"),
        CameraEnd.LEFT: Phrase(CameraEnd.LEFT.value, "左侧"),
        CameraEnd.RIGHT: Phrase(CameraEnd.RIGHT.value, "右侧"),
        CameraEnd.FOOT_LEFT: Phrase(CameraEnd.FOOT_LEFT.value, "脚部左斜侧"),
        CameraEnd.FOOT_RIGHT: Phrase(CameraEnd.FOOT_RIGHT.value, "脚部右斜侧"),
        CameraEnd.FOOT: Phrase(CameraEnd.FOOT.value, "脚部那端"),
        CameraEnd.ABOVE: Phrase(CameraEnd.ABOVE.value, "正上方"),
    }
)
JUDGED_NAMES: Mapping[Rule, Phrase] = MappingProxyType(
    {
        Rule.SPINE_STEP: Phrase("feet and pressing hands beside the spine", "脚和压着的手在不在脊柱旁"),
        Rule.SUPPORT_LOST: Phrase("hands on a support", "手扶没扶稳"),
        Rule.RECEIVER_SIGNAL: Phrase("receiver's head and arms", "趴着的人的头和手臂"),
    }
)
ZONE_NAMES: Mapping[Zone, Phrase] = MappingProxyType(
    {
        Zone.SHOULDER_BLADES: Phrase("Beside the shoulder blades", "肩胛旁"),
        Zone.MID_BACK: Phrase("Middle of the back", "背中部"),
        Zone.LOWER_BACK: Phrase("Lower back", "下背部"),
        Zone.OUTSIDE: Phrase("Outside the zones", "区域外"),
    }
)
SEVERITIES: Mapping[Severity, Phrase] = MappingProxyType(
    {
        Severity.URGENT: Phrase("urgent", "紧急"),
        Severity.WARNING: Phrase("warning", "警告"),
        Severity.GUIDE: Phrase("guide", "指导"),
        Severity.INFO: Phrase("info", "提示"),
    }
)
SIDES: Mapping[str, Phrase] = MappingProxyType(
    {
        EventSide.LEFT: Phrase("left", "左"),
        EventSide.RIGHT: Phrase("right", "右"),
        EventSide.BOTH: Phrase("both", "双"),
    }
)
LIMBS: Mapping[Limb, Phrase] = MappingProxyType({Limb.FOOT: Phrase("foot", "脚"), Limb.HAND: Phrase("hand", "手")})
REASONS: Mapping[str, str] = MappingProxyType(
    {
        Missing.NOBODY: "没有人",
        Missing.RECEIVER: "趴着的人",
        Missing.GIVER: "踩背的人",
        Missing.BACK: "背部",
        Missing.VIEW: "摄像头位置",
        Missing.FEET: "脚",
        Missing.HANDS: "手",
        Outside.NECK: "脖子",
        Outside.HIPS: "髋部",
        Outside.RIBS: "肋骨外侧",
        Disorder.UP: "往上走",
        Disorder.SKIP: "跳过一段",
        Hurry.LEFT: "离开得太早",
        Hurry.RHYTHM: "另一只脚已在动",
        ONE_HAND: "只有一只手扶",
        ReceiverActivity.HEAD_LIFTED: "抬头",
        ReceiverActivity.ARM_RAISED: "举手",
        ReceiverActivity.TAPPING: "用手拍",
        ReceiverActivity.SHIFTED: "移动",
    }
)
"""Chinese for the reasons of events; any other is a name that a person gave, and stays as it is."""
