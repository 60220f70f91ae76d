// What is the same whatever one works on: commands, shortcuts, theme, and panes that can be resized.

import css from "./face.css";
import { register } from "./commands.js";
import { openPalette } from "./palette.js";
import { goRoundByKeys } from "./regions.js";
import { makeResizable } from "./resize.js";
import { openShortcuts } from "./shortcuts.js";
import { setTheme } from "./theme.js";

/** @param {import("../workbench.js").Page} page */
export function face(page) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  makeResizable();
  goRoundByKeys();
  register({ title: "Shortcuts", keys: "?", run: openShortcuts });
  register({ title: "Light theme", run: () => setTheme("light") });
  register({ title: "Dark theme", run: () => setTheme("dark") });
  register({ title: "Theme of the system", run: () => setTheme("") });
  document.getElementById("commands").addEventListener("click", () => openPalette(page));
  addEventListener("keydown", (event) => {
    const isText = event.composedPath()[0].closest?.("input, textarea, select, [contenteditable=true]");
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) openPalette(page);
    else if (event.key === "?" && !isText) openShortcuts();
    else return;
    event.preventDefault();
  });
}
