// The menu of pictures: what can be made of the graph, and what becomes of it.

import { prepare, render } from "./make.js";
import { toPng } from "./raster.js";

/**
 * What the page lends: see `web/src/picture.js`.
 * @typedef {{ describe: () => any[] | undefined, tell: (told: string) => void,
 *   documentText: (texts: string[], withRun: boolean) => string, download: (name: string, ending: string, blob: Blob) => void }} Page
 */

const ITEMS = [
  ["download-svg", "Download SVG", saveSvg],
  ["download-png", "Download PNG", savePng],
  ["copy-mermaid", "Copy as Mermaid", (subject, page) => copy("mermaid", "Mermaid", subject, page)],
  ["copy-dot", "Copy as DOT", (subject, page) => copy("dot", "DOT", subject, page)],
];

/** Opens a button's menu, for the first time: from then on the button does it. @param {Page} page */
export function openMenu(button, page) {
  if (button.popoverTargetElement) return;
  const place = button.parentElement;
  const menu = element("div", { id: "picture-menu", className: "menu", popover: "auto" });
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", "Picture");
  const choice = (id, label, checked) => {
    const checkbox = element("input", { id, type: "checkbox", checked });
    return [checkbox, element("label", { className: "item" }, checkbox, label)];
  };
  const [isShown, shown] = choice("picture-with-run", "Show the run", true);
  const [isRecorded, recorded] = choice("picture-with-log", "With the recorded run in it", false);
  const buttons = ITEMS.map(([id, label, make]) => {
    const item = element("button", { id, type: "button", className: "item" }, label);
    item.onclick = async () => {
      menu.hidePopover();
      try {
        await make(subjectOf(page, isShown.checked, isRecorded.checked && recorded.isConnected), page);
      } catch (error) {
        page.tell(`The picture cannot be made: ${error.message}.`);
      }
    };
    return item;
  });
  menu.addEventListener("beforetoggle", () => {
    if (place.dataset.run === "true") menu.prepend(shown, recorded);
    else for (const choice of [shown, recorded]) choice.remove();
  });
  menu.append(...buttons);
  place.append(menu);
  button.popoverTargetElement = menu;
  menu.showPopover();
  // So that it is there by the time that something is chosen: a browser lets a page copy only at once.
  prepare().catch(() => {});
}

function subjectOf({ describe, documentText }, showsRun, withRun) {
  const subject = describe();
  if (!subject) throw new Error("there is no graph yet");
  const [name, text, strokes, marks, ...texts] = subject;
  return { name, drawing: { text, strokes }, marks: showsRun ? marks : undefined, document: documentText(texts, withRun) };
}

async function saveSvg({ name, drawing, ...more }, { download, tell }) {
  const svg = await render("svg", drawing, { title: name, ...more });
  download(name, "svg", new Blob([svg], { type: "image/svg+xml" }));
  tell("The SVG is saved. The document is in it: drop it here, and it opens again.");
}

async function savePng({ name, drawing, marks, document }, { download, tell }) {
  const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const { png, percent } = await toPng(await render("svg", drawing, { title: name, marks, theme }), document);
  download(name, "png", png);
  tell(
    percent < 100
      ? `The PNG is saved at ${percent} % of its size: the graph is too large for more. An SVG has no such bounds.`
      : "The PNG is saved. The document is in it: drop it here, and it opens again.",
  );
}

async function copy(format, title, { drawing, marks }, { tell }) {
  const text = await render(format, drawing, { marks });
  try {
    await navigator.clipboard.writeText(text);
    tell(`The graph is on the clipboard as ${title}.`);
  } catch {
    copyByHand(text);
  }
}

/** Shows a text, selected, where the browser does not let the page copy it. */
function copyByHand(text) {
  const area = element("textarea", { id: "uncopied", readOnly: true, value: text });
  area.setAttribute("aria-label", "The graph as text");
  const close = element("button", { type: "button", className: "button" }, "Close");
  const told = element("p", {}, "The browser does not let the page copy. Here is the text:");
  const dialog = element("dialog", { className: "menu by-hand" }, told, area, close);
  dialog.setAttribute("aria-label", "Copy by hand");
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  area.focus();
  area.select();
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
