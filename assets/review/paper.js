// On paper the drawings are light, whatever the screen is: their colours are set when they are drawn.
import { theme } from "./shell.js";
export function paper(redraw) {
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    redraw();
  });
  addEventListener("afterprint", () => {
    theme();
    redraw();
  });
}
