// The events: the run's log as a table that can be filtered and saved.

import { html } from "lit-html";
import { download } from "../download.js";
import { duration } from "../run/duration.js";
import { boxId } from "../run/path.js";
import { words } from "./event_words.js";
import { Rows } from "./rows.js";
import { toolbar } from "./toolbar.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("../run/latest.js").Latest} latest
 * @param {HTMLElement} place
 */
export function events(page, latest, place) {
  let [text, kind] = ["", ""];
  /** The log that is shown, how much of it has been looked at, those that pass, and all kinds that there are. */
  let [of, looked, passing, kinds] = [undefined, 0, [], new Set()];

  const rows = new Rows({
    id: "events",
    label: "Events of the run",
    role: "grid",
    height: 24,
    headHeight: 24,
    keyOf: ({ seq }) => seq,
    head: () => html`<div class="event-head dock-row" role="row">
      <span role="columnheader">#</span><span role="columnheader">Time</span><span role="columnheader">Event</span
      ><span role="columnheader">Where</span><span role="columnheader">What</span>
    </div>`,
    attributes: ({ path }) => ({ selected: path !== undefined && boxId(path) === page.selected() }),
    draw: (event) => html`
      <span role="gridcell" class="event-seq">${event.seq}</span>
      <span role="gridcell" class="event-seq">${duration(event.at - latest.log.began)}</span>
      <span role="gridcell" class="event-kind" data-kind=${event.type}>${event.type}</span>
      <span role="gridcell" class="event-path" title=${event.path ?? ""}>${event.path ?? ""}</span>
      <span role="gridcell" class="event-words" title=${words(event, latest.log.began)}>${words(event, latest.log.began)}</span>
    `,
    onSize: follow,
    onOpen: ({ path }) => path && page.select(boxId(path)),
  });

  const passes = (event) => {
    if (kind !== "" && event.type !== kind) return false;
    if (text === "") return true;
    return `${event.type} ${event.path ?? ""} ${words(event, latest.log.began)}`.toLowerCase().includes(text);
  };

  function follow() {
    if (rows.isHidden) return;
    const { log } = latest;
    if (log !== of) [of, looked, passing, kinds] = [log, 0, [], new Set()];
    for (; looked < log.events.length; looked++) {
      const event = log.events[looked];
      kinds.add(event.type);
      if (passes(event)) passing.push(event);
    }
    bar.show({ total: log.events.length });
    const wasAtEnd = rows.show(passing);
    // Whoever looks at the end sees what comes.
    if (wasAtEnd && latest.isLive && rows.active < 0) requestAnimationFrame(() => rows.reveal(passing.length - 1));
  }

  function filter() {
    [looked, passing] = [0, []];
    follow();
  }

  const bar = toolbar(
    ({ total = 0 }) => html`
      <input
        type="search"
        id="events-filter"
        placeholder="Filter"
        aria-label="Filter the events by text"
        @input=${({ target }) => {
          text = target.value.trim().toLowerCase();
          filter();
        }}
      />
      <select
        id="events-kind"
        aria-label="Kind of event"
        @change=${({ target }) => {
          kind = target.value;
          filter();
        }}
      >
        <option value="">All kinds</option>
        ${[...kinds].sort().map((name) => html`<option value=${name} ?selected=${name === kind}>${name}</option>`)}
      </select>
      <span id="events-count" class="count-of" aria-live=${latest.isLive ? "off" : "polite"}>${passing.length === total ? `${total} events` : `${passing.length} of ${total} events`}</span>
      <button type="button" class="small" id="events-download" ?disabled=${total === 0} @click=${save}>Download</button>
      ${total === 0 ? html`<p class="none">Run the workflow, and here stands all that happens, event by event.</p>` : ""}
    `,
  );

  function save() {
    const id = latest.log.events[0]?.run ?? "run";
    download(`${id}.jsonl`, new Blob([latest.text], { type: "application/jsonl" }));
  }

  place.append(bar.element, rows.element);
  page.on("selected", () => rows.draw());
  latest.on(follow);
}
