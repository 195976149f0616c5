// On paper the drawings are light, whatever the screen is: their colours are set when they are drawn. And a note that is
// being written is printed as what it says.
import { theme } from "./shell.js";
export function paper(redraw) {
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    document.documentElement.dataset.paper = "";
    redraw();
  });
  addEventListener("afterprint", () => {
    theme();
    delete document.documentElement.dataset.paper;
    redraw();
  });
}
export const onPaper = () => "paper" in document.documentElement.dataset;
export async function toPaper(notes) {
  // with the pictures under the drawings: those of a note that is being written come first
  if (notes.open) notes.close_note();
  await notes.flush();
  notes.draw();
  const pictures = [...document.querySelectorAll("#panel-notes img")];
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
  print();
}
