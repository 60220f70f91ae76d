// Templates of what a completion writes: text with fields, `${default}`, that are filled in one after the other.

/** A text as it stands in a template. */
export const inTemplate = (text) => text.replaceAll(/[{}]/g, "\\$&");

/** A template in CodeMirror's form: its fields in order, and the cursor's last place after it. */
export function numbered(template) {
  let number = 0;
  return `${template.replace(/\$\{([^{}]*)\}/g, (_, text) => `\${${(number += 1)}:${text}}`)}\${0}`;
}
