// Something that the user may want to be done, offered in words and buttons beside the page's notices until it is answered.

import { html, render } from "lit-html";

/**
 * @param {string} text
 * @param {{ label: string, act: () => void }[]} answers
 * @returns {() => void} takes the offer back
 */
export function offer(text, answers) {
  const place = document.createElement("div");
  place.className = "offer";
  const end = () => place.remove();
  const button = ({ label, act }) => html`<button type="button" class="link" @click=${() => (end(), act())}>${label}</button>`;
  render(html`<p class="notice"><span>${text}</span> ${answers.map(button)} ${button({ label: "Dismiss", act: () => {} })}</p>`, place);
  document.querySelector("#notice").append(place);
  return end;
}
