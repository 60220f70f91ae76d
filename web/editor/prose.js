// Short texts for people, with `code` in backticks, as nodes of the page: never as markup.

/** A block that holds `text`. @param {string} text @returns {HTMLElement} */
export function prose(text) {
  const block = document.createElement("div");
  block.className = "prose";
  text.split(/`([^`]+)`/).forEach((part, i) => {
    if (part === "") return;
    if (i % 2 === 0) {
      block.append(part);
    } else {
      const code = document.createElement("code");
      code.textContent = part;
      block.append(code);
    }
  });
  return block;
}

/** What a completion's `info` shows. */
export const proseInfo = (text) => (text ? () => prose(text) : undefined);
