"""What the coach says beside the rules' cues: how to set up, what was found, the clock, and why it cannot see.

Plain and kind, as to two people on a mat who cannot reach the keyboard. What cannot be seen is named, with the reason.
No prompt says that something is safe. Lengths are those of the files in `assets/sounds/prompts`; `tools/make_sounds`
renders each sound to exactly this length, and a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from coach.core.cues.catalogue import Saying
from coach.core.findings import Severity
from coach.core.words import Language


class PromptKind(StrEnum):
    """What a prompt is for; each kind has a melody of its own."""

    ASK = "ask"  # please do this
    FOUND = "found"  # this step is done
    CLOCK = "clock"  # so much time has passed
    TURN = "turn"  # the session begins, pauses, goes on or ends
    UNSEEN = "unseen"  # this cannot be seen, and why


@dataclass(frozen=True, slots=True)
class Prompt:
    """One row of the table.

    Attributes:
        id: name of the prompt and of its sound.
        kind: melody of its motif.
        severity: tier of its motif, its loudness and its banner.
        en: English words and the length of their sound.
        zh: Chinese words and the length of their sound.
        source: line of technique.md that it serves; "live" where only the live coach asks for it.
        spoken: False: shown only, without a sound and of length 0.
    """

    id: str
    kind: PromptKind
    severity: Severity
    en: Saying
    zh: Saying
    source: str
    spoken: bool = True

    def saying(self, language: Language) -> Saying:
        """Words and length in one language."""
        return self.zh if language is Language.ZH else self.en

    def words(self, language: Language) -> str:
        """What is said and shown."""
        return self.saying(language).words

    def length_s(self, language: Language) -> float:
        """Length of the sound, motif and words, s; 0 for a prompt that is shown only."""
        return self.saying(language).length_s


_WARNING, _GUIDE, _INFO = Severity.WARNING, Severity.GUIDE, Severity.INFO
_ASK, _FOUND, _CLOCK, _TURN, _UNSEEN = tuple(PromptKind)

# fmt: off
PROMPTS: tuple[Prompt, ...] = (
    # Before anything else: the days are written and shown, a sound cannot hold them
    Prompt("too_often", _CLOCK, _GUIDE,
           Saying("Two sessions in seven days are enough. Better wait. You decide.", 4.20),
           Saying("七天里两次就够了，最好改天，由你们决定。", 5.35), "A3"),
    # Where the camera stands
    Prompt("move_to_head_end", _ASK, _GUIDE,
           Saying("Please put the camera at the head end.", 2.45), Saying("请把摄像头放到头部那一端。", 3.80), "D1"),
    Prompt("move_to_head_middle", _ASK, _GUIDE,
           Saying("Please put the camera at the middle of the head end.", 3.00),
           Saying("请把摄像头放到头部那一端的正中。", 4.70), "D1"),
    Prompt("raise_camera", _ASK, _GUIDE,
           Saying("Please put the camera higher.", 2.20), Saying("请把摄像头放高一些。", 3.15), "D1"),
    Prompt("move_back", _ASK, _GUIDE,
           Saying("I cannot see you both from head to foot. Please move the camera back.", 3.95),
           Saying("看不到两个人的全身，请把摄像头放远一些。", 5.70), "D1, D2"),
    Prompt("bring_nearer", _ASK, _GUIDE,
           Saying("Please bring the camera nearer.", 2.30), Saying("请把摄像头放近一些。", 3.25), "D1"),
    Prompt("move_back_a_little", _ASK, _GUIDE,
           Saying("Please move the camera back a little.", 2.55), Saying("请把摄像头往后放一点。", 3.55), "D1"),
    Prompt("more_light", _ASK, _GUIDE,
           Saying("There is too little light for me. Please turn on a lamp.", 3.60),
           Saying("光线太暗了，请开灯。", 3.10), "live"),
    Prompt("view_good", _FOUND, _INFO,
           Saying("The camera stands well.", 1.75), Saying("摄像头的位置很好。", 2.65), "D1"),
    Prompt("view_usable", _FOUND, _INFO,
           Saying("This view will do. From the head end I would see better.", 3.20),
           Saying("这个角度可以，头部那一端更清楚。", 4.40), "D1"),
    Prompt("view_usable_middle", _FOUND, _INFO,
           Saying("This will do. From the middle of the head end I would see better.", 3.40),
           Saying("这个角度可以，头部那一端的正中更清楚。", 5.30), "D1"),
    Prompt("view_usable_higher", _FOUND, _INFO,
           Saying("This view will do. With the camera higher I would see better.", 3.50),
           Saying("这个角度可以，摄像头再高一些更清楚。", 5.00), "D1"),
    Prompt("view_usable_nearer", _FOUND, _INFO,
           Saying("This view will do. With the camera nearer I would see better.", 3.65),
           Saying("这个角度可以，摄像头再近一些更清楚。", 5.10), "D1"),
    Prompt("view_usable_as_it_is", _FOUND, _INFO,
           Saying("This view will do.", 1.50), Saying("这个角度可以。", 2.05), "D1"),
    # Finding the back, the giver and the support
    Prompt("lie_down", _ASK, _GUIDE,
           Saying("Please lie down on your front. The other one, please wait aside.", 4.20),
           Saying("请一个人趴下，另一位先等一等。", 4.25), "B4"),
    Prompt("turn_over", _ASK, _GUIDE,
           Saying("Please turn over, and lie down on your front.", 3.40),
           Saying("请翻过身来，趴下。", 2.85), "B4"),
    Prompt("hold_still", _ASK, _GUIDE,
           Saying("Please lie still for two seconds.", 2.60), Saying("请不要动，两秒钟就好。", 3.60), "B4"),
    Prompt("lie_straight", _ASK, _GUIDE,
           Saying("Please lie straight, legs in line with the back.", 3.15),
           Saying("请趴直，腿和背成一条线。", 3.85), "B4"),
    Prompt("back_found", _FOUND, _INFO,
           Saying("Thank you. I have found the back.", 2.30), Saying("好，找到背部了。", 2.10), "D1"),
    Prompt("show_signal", _ASK, _GUIDE,
           Saying("Receiver, please show the stop signal: hand up, or three taps.", 4.70),
           Saying("请趴着的人做停止手势：举手，或拍三下。", 5.60), "B6, D7"),
    Prompt("show_signal_again", _ASK, _GUIDE,
           Saying("I saw no signal yet. Please raise one hand high, or tap three times.", 4.75),
           Saying("还没看到，请把手举高，或用力拍三下。", 5.10), "B6, D7"),
    Prompt("signal_seen", _FOUND, _INFO,
           Saying("I saw your stop signal. You may give it at any time.", 3.75),
           Saying("我看到停止手势了，随时都可以用。", 4.15), "B6, D7"),
    Prompt("signal_not_seen", _UNSEEN, _GUIDE,
           Saying("I saw no stop signal, and may miss it. Please say stop aloud.", 4.90),
           Saying("没看到停止手势，可能看漏，请出声喊停。", 5.75), "B6, D7"),
    Prompt("stand_beside", _ASK, _GUIDE,
           Saying("Now the other one, please stand beside.", 2.95), Saying("现在请另一位站到旁边。", 3.55), "D2"),
    Prompt("giver_found", _FOUND, _INFO,
           Saying("I see you both.", 1.20), Saying("两个人我都看到了。", 2.40), "D2"),
    Prompt("take_support", _ASK, _GUIDE,
           Saying("Please put a hand on your support, a wall or a chair.", 4.05),
           Saying("请用手扶住墙或者椅子。", 3.50), "D2"),
    Prompt("support_found", _FOUND, _INFO,
           Saying("I see your hand on the support.", 1.95), Saying("我看到手扶住了。", 2.20), "D2"),
    # The session's turns
    Prompt("begin", _TURN, _INFO,
           Saying("You may begin. Start gently.", 2.25), Saying("可以开始了，先轻一点。", 3.10), "D8"),
    Prompt("start_over", _TURN, _INFO,
           Saying("I see that you start over. So do I.", 2.70), Saying("你们重新开始，我也从头再来。", 4.15), "live"),
    Prompt("paused", _TURN, _INFO, Saying("Paused.", 0.85), Saying("已暂停。", 1.40), "live"),
    Prompt("resumed", _TURN, _INFO, Saying("We go on.", 1.10), Saying("我们继续。", 1.40), "live"),
    Prompt("stop_signal_paused", _TURN, _WARNING,
           Saying("I saw a stop signal. Please step off, and ask. We pause.", 4.75),
           Saying("对方要停。请下来，问一问。", 3.60), "D7"),
    Prompt("ten_minutes", _CLOCK, _INFO, Saying("Ten minutes.", 1.10), Saying("十分钟了。", 1.60), "A1"),
    Prompt("fifteen_minutes", _CLOCK, _INFO,
           Saying("Fifteen minutes. Five more at most, the last ones by hand.", 4.30),
           Saying("十五分钟了，最多再五分钟，最后用手按。", 5.20), "A1, A2"),
    Prompt("twenty_minutes_end", _CLOCK, _GUIDE,
           Saying("Twenty minutes. Please come to an end, and step off slowly.", 4.15),
           Saying("二十分钟到了，请慢慢下来，结束吧。", 4.80), "A1"),
    Prompt("nobody_ending", _TURN, _INFO,
           Saying("I have seen nobody for a while. I end the session.", 3.30),
           Saying("好久没看到人，我就结束了。", 3.50), "live"),
    Prompt("session_over", _TURN, _INFO,
           Saying("The session is over.", 1.50), Saying("这次结束了。", 1.75), "A1"),
    # The session's plan
    Prompt("warm_up_first", _ASK, _GUIDE,
           Saying("First warm the back up with your hands.", 2.65), Saying("先用手按一按背部。", 2.65), "D3"),
    Prompt("warm_up_found", _FOUND, _INFO,
           Saying("You warm up by hand. I am watching.", 2.70), Saying("先用手热身，我在看。", 3.00), "D3"),
    Prompt("before_stepping_on", _ASK, _GUIDE,
           Saying("Before you step on, put a hand on your support.", 3.50),
           Saying("踩上去之前，先用手扶住。", 3.85), "D2"),
    Prompt("no_warm_up", _ASK, _GUIDE,
           Saying("I saw no warm up by hand. Please be gentle at first.", 4.05),
           Saying("没看到用手热身，开始请轻一点。", 4.55), "D3"),
    Prompt("lighter_at_first", _ASK, _GUIDE,
           Saying("Start more lightly: both feet, and a hand on the support.", 3.90),
           Saying("开始请轻一点：双脚踩，手扶好。", 4.75), "D8"),
    Prompt("check_in", _ASK, _GUIDE, Saying("Please ask how it feels.", 2.40),
           Saying("请问一问感觉怎么样。", 3.00), "D10"),
    Prompt("close_by_hand", _ASK, _GUIDE,
           Saying("If you have done, please finish gently by hand.", 3.35),
           Saying("踩好了的话，最后用手轻轻按一按。", 4.55), "A2"),
    Prompt("session_over_by_hand", _TURN, _INFO,
           Saying("The session is over. Please finish gently by hand.", 3.55),
           Saying("这次结束了，最后用手轻轻按一按。", 4.45), "A1, A2"),
    # Blind, and why
    Prompt("camera_lost", _UNSEEN, _GUIDE,
           Saying("I cannot see anything. The camera gives no picture.", 3.70),
           Saying("我什么都看不到，摄像头没有画面。", 4.35), "live"),
    Prompt("picture_frozen", _UNSEEN, _GUIDE,
           Saying("I cannot see what you do. The picture stands still.", 3.60),
           Saying("我看不到你们的动作，画面不动了。", 4.30), "live"),
    Prompt("picture_dark", _UNSEEN, _GUIDE,
           Saying("I cannot see you. It is too dark.", 2.60), Saying("我看不到你们，太暗了。", 2.80), "live"),
    Prompt("camera_covered", _UNSEEN, _GUIDE,
           Saying("I cannot see you. Something is in front of the camera.", 3.65),
           Saying("我看不到你们，镜头被挡住了。", 3.70), "live"),
    Prompt("camera_slow", _UNSEEN, _GUIDE,
           Saying("I cannot see quick steps. Too few pictures come.", 3.70),
           Saying("我看不清快的动作，画面太慢了。", 4.50), "live"),
    Prompt("results_stale", _UNSEEN, _GUIDE,
           Saying("I cannot see what you do now. The computer is too slow.", 4.05),
           Saying("我看不到现在的动作，电脑太慢了。", 4.35), "live"),
    Prompt("sound_lost", _UNSEEN, _GUIDE,
           Saying("You cannot hear me. Please watch the screen.", 0.0),
           Saying("听不到我的声音了，请看屏幕。", 0.0), "live", spoken=False),
    Prompt("sound_back", _FOUND, _INFO,
           Saying("You can hear me again.", 1.70), Saying("又能听到我的声音了。", 2.65), "live"),
)
# fmt: on

_BY_ID = {prompt.id: prompt for prompt in PROMPTS}


def prompt_named(prompt_id: str) -> Prompt:
    """The row of that id. Raises KeyError for an id that is not in the table (a programming error)."""
    return _BY_ID[prompt_id]
