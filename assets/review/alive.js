// Does the program still answer? Asked every three seconds; what it answers is handed on.
import { Gone, json } from "./api.js";
import { banner } from "./shell.js";
import { w } from "./words.js";
const EVERY_MS = 3000;
export function watch(path, take) {
  let gone = false;
  const look = async () => {
    const asked = path();
    if (asked && !document.hidden) {
      try {
        const answer = await json(asked);
        if (gone) banner(w("back_again"));
        gone = false;
        if (path() === asked) await take(answer);
      } catch (wrong) {
        if (wrong instanceof Gone && !gone) {
          gone = true;
          banner(w("stopped"), true);
        }
      }
    }
    setTimeout(look, EVERY_MS);
  };
  look();
}
