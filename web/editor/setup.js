// What both editors do, whatever their language.

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
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
    Prec.highest(keymap.of([{ key: "Mod-Enter", run, preventDefault: true }, { key: "Tab", run: acceptCompletion }])),
    namesField,
    lintGutter(),
    lineNumbers(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, activateOnCompletion: ({ type }) => type === "property" }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    placeholder(hint),
    // Escape, then Tab, leaves the editor: the way out for the keyboard that CodeMirror documents.
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-description": "Tab indents. Press Escape, then Tab, to leave the editor.",
    }),
    keymap.of([
      ...closeBracketsKeymap,
      ...lintKeymap,
      ...searchKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    theme,
  ];
}
