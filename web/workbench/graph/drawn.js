// Elements of SVG, which no template of HTML makes by itself.

const NAMESPACE = "http://www.w3.org/2000/svg";

export const svg = (name) => document.createElementNS(NAMESPACE, name);

export function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}
