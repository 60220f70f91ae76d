// What both editors do, whatever their language.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap, linter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView,
  crosshairCursor,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from "@codemirror/view";
import { namesField } from "./names.js";
import { theme } from "./theme.js";

/**
 * The extensions that both editors have.
 *
 * @param {{ label: string, hint: string, onRun: () => void }} options `label` names the editor for assistive
 *   technology, `hint` stands in an empty one
 */
export function setup({ label, hint, onRun }) {
  const run = () => {
    onRun();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run, preventDefault: true },
        { key: "Tab", run: acceptCompletion },
        // Undo and redo are the page's, over all texts (web/workbench/history/); the browser's own would know of one alone.
        ...["Mod-z", "Mod-Shift-z", "Mod-y"].map((key) => ({ key, run: () => true })),
      ]),
    ),
    namesField,
    // Before the languages' own, so that what is wrong is said first.
    linter(null),
    lintGutter(),
    lineNumbers(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, activateOnCompletion: ({ type }) => type === "property", positionInfo }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorState.phrases.of(PHRASES),
    placeholder(hint),
    // Escape, then Tab, leaves the editor: the way out for the keyboard that CodeMirror documents.
    EditorView.contentAttributes.of({
      tabindex: "0",
      "aria-label": label,
      "aria-description": "Tab indents. Press Escape, then Tab, to leave the editor.",
    }),
    keymap.of([
      ...closeBracketsKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...completionKeymap,
      ...foldKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    theme,
  ];
}

const PHRASES = {
  next: "Next",
  previous: "Previous",
  all: "Select all",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
  close: "Close",
};

/** Docs stand in no narrower a column (pixels) beside the list of completions; where there is less room, below it. */
const NARROWEST = 240;
const WIDEST = 400;

/** Where the docs of a completion stand: they never cover the list. */
function positionInfo(view, list, option, info, space) {
  const right = space.right - list.right - 8;
  const left = list.left - space.left - 8;
  if (Math.max(right, left) >= NARROWEST) {
    const isRight = right >= Math.min(info.width, WIDEST) || right >= left;
    const top = Math.max(space.top, Math.min(option.top, space.bottom - info.height)) - list.top;
    return {
      style: `top: ${top}px; max-width: ${Math.min(WIDEST, isRight ? right : left)}px`,
      class: isRight ? "cm-completionInfo-right" : "cm-completionInfo-left",
    };
  }
  const below = space.bottom - list.bottom;
  const side = below >= info.height || below >= list.top - space.top ? "top" : "bottom";
  return { style: `${side}: calc(100% + 3px); left: -1px; right: -1px; width: auto; max-width: none` };
}
