// How the editors look: the page's own custom properties, which reach into the shadow tree, so light and dark follow
// the page.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const wash = (colour, part) => `color-mix(in srgb, var(${colour}) ${part}%, transparent)`;

const boxed = {
  backgroundColor: "var(--raised)",
  border: "1px solid var(--line-strong)",
  borderRadius: "var(--radius)",
  boxShadow: "0 6px 20px rgb(0 0 0 / 0.14)",
  color: "var(--ink)",
};

const control = {
  minHeight: "28px",
  boxSizing: "border-box",
  margin: "0",
  padding: "2px 10px",
  backgroundColor: "var(--raised)",
  backgroundImage: "none",
  border: "1px solid var(--line-strong)",
  borderRadius: "6px",
  color: "var(--ink)",
  font: "400 var(--small) / 1.5 var(--sans)",
};

const text = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "400 var(--body) / 1.6 var(--mono)", fontVariantLigatures: "none" },
  ".cm-content": { padding: "10px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-placeholder": { color: "var(--ink-faint)" },
  "& .cm-cursor, & .cm-dropCursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "1.5px" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: wash("--accent", 6) },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    { backgroundColor: wash("--accent", 20) },
  ".cm-selectionMatch": { backgroundColor: wash("--accent", 14), borderRadius: "2px" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: wash("--accent", 20),
    outline: `1px solid ${wash("--accent", 50)}`,
    borderRadius: "2px",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: wash("--failed", 22), borderRadius: "2px" },
  ".cm-searchMatch": { backgroundColor: wash("--retrying", 22), borderRadius: "2px" },
  ".cm-searchMatch-selected": { outline: "1.5px solid var(--retrying)", backgroundColor: "transparent" },
  ".cm-snippetField": { backgroundColor: wash("--accent", 14), borderRadius: "2px" },
  ".cm-specialChar": { color: "var(--failed)" },
});

const gutters = EditorView.theme({
  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    borderRight: "0",
    color: "var(--ink-faint)",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { backgroundColor: wash("--accent", 6), color: "var(--ink)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", padding: "0 4px 0 6px" },
  ".cm-foldGutter .cm-gutterElement": { width: "16px", textAlign: "center", cursor: "pointer" },
  ".cm-foldPlaceholder": {
    margin: "0 3px",
    padding: "0 6px",
    backgroundColor: "var(--accent-wash)",
    border: "0",
    borderRadius: "4px",
    color: "var(--accent-strong)",
  },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-gutter-lint .cm-gutterElement": { display: "grid", placeItems: "center", padding: "0" },
  ".cm-lint-marker": { width: "9px", height: "9px", content: '""', cursor: "help" },
  ".cm-lint-marker-error": { content: '""', backgroundColor: "var(--failed)", borderRadius: "50%" },
  ".cm-lint-marker-warning": {
    content: '""',
    backgroundColor: "var(--retrying)",
    clipPath: "polygon(50% 0, 100% 100%, 0 100%)",
  },
});

const underline = (colour) => ({
  backgroundImage: "none",
  textDecorationLine: "underline",
  textDecorationStyle: "wavy",
  textDecorationColor: `var(${colour})`,
  textDecorationThickness: "1px",
  textDecorationSkipInk: "none",
  textUnderlineOffset: "3px",
});

const diagnostics = EditorView.theme({
  ".cm-lintRange-error": underline("--failed"),
  ".cm-lintRange-warning": underline("--retrying"),
  ".cm-lintRange-active": { backgroundColor: wash("--retrying", 18) },
  ".cm-lintPoint:after": { borderBottomColor: "var(--failed)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--retrying)" },
  ".cm-diagnostic": {
    margin: "0",
    padding: "8px 12px 8px 10px",
    borderLeft: "3px solid var(--failed)",
    overflowWrap: "anywhere",
  },
  ".cm-diagnostic + .cm-diagnostic": { borderTop: "1px solid var(--line)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--retrying)" },
  ".cm-diagnosticText": { display: "block" },
  ".cm-diagnosticAction": {
    ...control,
    margin: "6px 8px 2px 0",
    color: "var(--accent)",
    fontWeight: "500",
    maxWidth: "100%",
    overflowWrap: "anywhere",
    textAlign: "start",
    cursor: "pointer",
  },
  ".cm-diagnosticAction:hover": { borderColor: "var(--accent)", backgroundColor: "var(--accent-wash)" },
  ".cm-diagnosticSource": { marginTop: "4px", color: "var(--ink-faint)", fontSize: "0.6875rem", opacity: "1" },
  ".cm-panel.cm-panel-lint ul": { maxHeight: "160px" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-wash)" },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": {
    backgroundColor: "var(--accent-wash)",
    color: "var(--ink)",
  },
  ".cm-panel.cm-panel-lint [name=close]": closeButton(),
});

const tooltips = EditorView.theme({
  ".cm-tooltip": {
    ...boxed,
    zIndex: "20",
    boxSizing: "border-box",
    maxWidth: "min(460px, calc(100vw - 16px))",
    overflow: "hidden",
    font: "400 var(--small) / 1.5 var(--sans)",
  },
  ".cm-tooltip-section.prose, .cm-tooltip > .prose": { padding: "8px 12px" },
  ".prose": { overflowWrap: "anywhere" },
  ".prose code": {
    padding: "0 3px",
    backgroundColor: wash("--ink", 8),
    borderRadius: "3px",
    font: "400 0.95em / 1.4 var(--mono)",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--line)" },
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible", padding: "4px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    minWidth: "min(220px, calc(100vw - 32px))",
    maxWidth: "min(440px, calc(100vw - 32px))",
    maxHeight: "min(20em, 40vh)",
    font: "400 var(--small) / 1.5 var(--mono)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "baseline",
    gap: "8px",
    padding: "3px 8px",
    borderRadius: "5px",
    lineHeight: "1.5",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected], .cm-tooltip-autocomplete-disabled.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]":
    { backgroundColor: "var(--accent-wash)", color: "var(--ink)" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { color: "var(--accent-strong)", fontWeight: "600", textDecoration: "none" },
  ".cm-completionDetail": {
    flex: "none",
    marginInlineStart: "auto",
    color: "var(--ink-soft)",
    font: "400 0.6875rem / 1.5 var(--sans)",
    fontStyle: "normal",
  },
  ".cm-tooltip.cm-completionInfo": { padding: "0", whiteSpace: "normal" },
});

const panels = EditorView.theme({
  ".cm-panels": { zIndex: "10", backgroundColor: "var(--sunken)", color: "var(--ink)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel": { font: "400 var(--small) / 1.5 var(--sans)" },
  ".cm-panel.cm-search": {
    position: "relative",
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "6px",
    padding: "8px 40px 8px 12px",
  },
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    margin: "0",
    fontSize: "inherit",
  },
  ".cm-panel.cm-search input[type=checkbox]": { margin: "0", accentColor: "var(--accent)" },
  ".cm-textfield": { ...control, flex: "1 1 140px", maxWidth: "260px", backgroundColor: "var(--surface)" },
  ".cm-textfield[name=replace]": { flexBasis: "240px" },
  ".cm-button": { ...control, cursor: "pointer" },
  ".cm-button:hover": { borderColor: "var(--ink-faint)" },
  ".cm-button:active": { backgroundImage: "none", backgroundColor: "var(--sunken)" },
  ".cm-panel.cm-search [name=close]": closeButton(),
  "& :focus-visible:not(.cm-content)": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
});

function closeButton() {
  return {
    position: "absolute",
    top: "8px",
    right: "8px",
    width: "28px",
    height: "28px",
    padding: "0",
    backgroundColor: "transparent",
    border: "0",
    borderRadius: "6px",
    color: "var(--ink-soft)",
    font: "400 16px / 1 var(--sans)",
    cursor: "pointer",
  };
}

const circumstances = EditorView.theme({
  // Backgrounds are dropped there, and with them everything that only they show.
  "@media (forced-colors: active)": {
    ".cm-selectionLayer .cm-selectionBackground": {
      forcedColorAdjust: "none",
      backgroundColor: "Highlight !important",
    },
    ".cm-lint-marker": { forcedColorAdjust: "none" },
    "li[aria-selected]": {
      forcedColorAdjust: "none",
      backgroundColor: "Highlight !important",
      color: "HighlightText !important",
    },
    "li[aria-selected] *": { color: "HighlightText !important" },
    ".cm-searchMatch, .cm-matchingBracket": { outline: "1px solid" },
  },
  // Phones zoom into what is smaller when it is focused.
  "@media (pointer: coarse)": { ".cm-textfield": { fontSize: "16px" } },
});

const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.escape], color: "var(--code-text)" },
  { tag: tags.number, color: "var(--code-number)" },
  { tag: [tags.bool, tags.null, tags.atom, tags.self], color: "var(--code-word)" },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: "var(--code-word)" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))],
    color: "var(--code-key)",
  },
  { tag: [tags.className, tags.definition(tags.className), tags.typeName], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.operator, tags.bracket], color: "var(--ink-soft)" },
  { tag: tags.invalid, color: "var(--failed)" },
]);

export const theme = [text, gutters, diagnostics, tooltips, panels, circumstances, syntaxHighlighting(highlighting)];
