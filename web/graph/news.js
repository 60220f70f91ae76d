// Tells what becomes of steps to those who do not see it, in a polite live region. However much happens, it is told once a
// second, and in a few words.

/** How long what is new may wait to be told, in milliseconds. */
const WAITS = 1000;
/** As many steps are told by name. */
const BY_NAME = 3;

/** What has become of steps, by name if they are few, otherwise how many of each. @param {[name: string, status: string][]} steps */
export function sentence(steps) {
  const news = steps.filter(([, status]) => status !== "pending");
  if (news.length <= BY_NAME) return news.map((step) => step.join(" ")).join(", ");
  const counts = new Map();
  for (const [, status] of news) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}

export class News {
  element = document.createElement("p");
  #changed = new Map();

  constructor() {
    this.element.id = "graph-news";
    this.element.className = "unseen";
    this.element.setAttribute("role", "status");
  }

  /** Something has become of a step; `step` tells its name and status when it comes to that. */
  change(id, step) {
    if (this.#changed.size === 0) setTimeout(() => this.#tell(), WAITS);
    this.#changed.set(id, step);
  }

  #tell() {
    const steps = [...this.#changed.values()].map((step) => step());
    this.#changed.clear();
    this.element.textContent = sentence(steps);
  }
}
