// What the program refuses it says in English; the Chinese page says the common ones in Chinese. A sentence that is not
// here is shown as it came, and said to be the program's.
import { language } from "./words.js";
const AGAIN = "请重新分析这段影片";
const SAID = [
  [/^the film is not where it was, '(.*)': put it back, or beside the results in '(.*)', then reload/, "影片不在原处“{1}”：请放回原处，或放到结果旁边“{2}”，再重新加载本页。"],
  [/^'(.*)' is not among these results/, `结果里没有“{1}”：${AGAIN}，不要略去它。`],
  [/^'(.*)' is missing or damaged/, `“{1}”缺失或已损坏：${AGAIN}。`],
  [/^'(.*)' is damaged/, `“{1}”已损坏：${AGAIN}。`],
  [/^'(.*)' is too large for an analysis/, `“{1}”太大，不像是分析结果：${AGAIN}。`],
  [/^'(.*)' is of version (\S+), this program reads version/, `“{1}”是版本 {2}，本程序读不了：${AGAIN}。`],
  [/^'(.*)' is of another version/, `“{1}”是另一个版本的：${AGAIN}。`],
  [/^the times in '(.*)' go back/, `“{1}”里的时间前后颠倒：${AGAIN}。`],
  [/^'(.*)' has too many frames/, "“{1}”的画面太多：请把影片剪短。"],
  [/^there is no '(.*)', which holds what was seen of the clip/, `没有“{1}”，里面是影片的观察记录：${AGAIN}。`],
  [/^'(.*)' holds no sights of a clip/, `“{1}”不是影片的观察记录，或已损坏：${AGAIN}。`],
  [/^'(.*)' and the 'sights\.coach' beside it are of two different clips/, `“{1}”和旁边的 sights.coach 不是同一段影片：${AGAIN}。`],
  [/^'(.*)' cannot be understood \(.*\): repair it/, "看不懂“{1}”：请修好它，或移走后重新开始。"],
  [/^'(.*)' cannot be understood/, `看不懂“{1}”：${AGAIN}。`],
  [/^'(.*)' corrects another clip/, "“{1}”更正的是另一段影片：请移走。"],
  [/^'(.*)' holds more than (\d+) corrections/, "“{1}”里的更正超过 {2} 条：请移走后重新开始。"],
  [/^'(.*)' is too large for corrections/, "“{1}”太大，不像是更正：请移走后重新开始。"],
  [/^correction (\d+) in '(.*)' cannot be made/, "“{2}”里的第 {1} 条更正无法进行：请移走它后重新开始。"],
  [/^the corrections have been changed elsewhere/, "更正在别处有改动：请先看看现在显示的，再更正一次。"],
  [/^there are (\d+) corrections of this clip already/, "这段影片已有 {1} 条更正：请先撤销一条。"],
  [/^there is no event '(.*)' at (\S+) s to be marked wrong/, "{2} 秒处没有这个事件：请从显示的事件里选。"],
  [/^a mark lies far outside of the picture/, "标记远在画面之外：请拖到身体上。"],
  [/^no threshold was named/, "没有选阈值：请选一个并填上数值。"],
  [/^there is no such moment in the clip/, "影片里没有这个时刻：请在影片范围内选。"],
  [/^a time or place of the correction is no number/, "更正的时间或位置不是数字：请重新标一次。"],
  [/^the clip has no frames/, "影片里没有画面，没有可更正的。"],
  [/^(\S+) s lies outside of the clip, which is (\S+) s long/, "{1} 秒不在影片之内，影片长 {2} 秒：请选其中的时刻。"],
  [/^an event from (\S+) to (\S+) s does not fit into the clip/, "{1} 到 {2} 秒的事件放不进影片：起止要在影片之内，先起后止。"],
  [/^these marks tell no back/, "这些标记不成背部：那一帧要看得到背部，肩端在前，线最多转 60 度，躯干长度在一半到两倍之间；请重新标。"],
  [/^'(.*)' cannot be changed here/, "“{1}”不能在这里更改：只能改规则和提示的设置，其余请用 --config 重新分析。"],
  [/^corrections: '(.*)' is (.*), but it must be (.*)\.$/, "“{1}”不能是 {2}，应为 {3}。"],
  [/^this is no correction|^this corrects nothing/, "这不是更正：请重新加载本页，再更正一次。"],
  [/^another window or run is writing '(.*)' right now/, "另一个窗口正在写“{1}”：请稍后再试。"],
  [/^the disk of '(.*)' is full/, "“{1}”所在的磁盘已满，什么都没写：请腾出空间。"],
  [/^'(.*)' cannot be written/, "无法写入“{1}”：请把结果复制到您自己的文件夹，在那里点评。"],
  [/^'(.*)' cannot be read/, "无法读取“{1}”：请检查文件和权限。"],
  [/^the notes '(.*)' cannot be read/, "无法读取笔记“{1}”：请检查文件和权限。"],
  [/^the notes '(.*)' are damaged/, "笔记“{1}”已损坏，没有改动它：请移走该文件再继续。"],
  [/^'(.*)' is too large for notes/, "“{1}”太大，不像是笔记：请移走。"],
  [/^the note was not saved, '(.*)' cannot be written/, "笔记没有保存，无法写入“{1}”：请先复制文字，再腾出空间或更改文件夹权限。"],
  [/^there are (\d+) notes on this clip already/, "这段影片已有 {1} 条笔记：请先删除一条。"],
  [/^this note ends before it begins/, "这条笔记的结束早于开始：请把结束设在开始之后。"],
  [/^a drawing of this note lacks a point/, "这条笔记的图缺一个点：请重画。"],
  [/^this is no note/, "这不是笔记：请重新加载本页。"],
  [/^this is no couple's name or day/, "这不是搭档名字或日期：名字最多 80 个字，日期要真实存在。"],
  [/^there is no picture for this note/, "这条笔记没有画面：它的时间在影片之外。"],
  [/^There is no such session/, "没有这个课次：请回到列表重新加载。"],
  [/^That is too much at once/, "一次发送得太多。"],
  [/^the program is ending/, "程序正在退出：请重新运行 coach review，打开新地址。"],
  [/^this program cannot judge a clip again/, "本程序不能重新判断影片：请用别的设置重新分析。"],
  [/^this program judges the clip otherwise than it was analysed/, `本程序的判断与当时的分析不同：${AGAIN}。`],
];
export function told(sentence) {
  if (!sentence) return "";
  if (language() !== "zh") return sentence[0].toUpperCase() + sentence.slice(1);
  for (const [form, chinese] of SAID) {
    const found = form.exec(sentence);
    if (found) return chinese.replace(/\{(\d)\}/g, (_, k) => found[Number(k)] ?? "");
  }
  return `程序说（英文）：${sentence}`;
}
