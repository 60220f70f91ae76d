// The timeline: a row for each part of the run, a bar for each attempt, wait and retry.

import { html, nothing } from "lit-html";
import { duration } from "../run/duration.js";
import { isLive } from "../run/log.js";
import { Axis, gaps } from "./axis.js";
import { bars, told } from "./bars.js";
import { Rows } from "./rows.js";
import { toolbar } from "./toolbar.js";

const ROW = 26;
const HEAD = 26;
/** The most that one can zoom in: as wide as an element may well be, in px. */
const WIDEST = 4_000_000;
/** How much of a row a screen reader is told. */
const TOLD = 6;

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("../run/latest.js").Latest} latest
 * @param {HTMLElement} place
 */
export function timeline(page, latest, place) {
  let zoom = 1;
  let collapses = true;
  let axis = new Axis(1, [], 1, 1);
  let [parts, counted, of] = [[], 0, undefined];

  const rows = new Rows({
    id: "timeline",
    label: "Timeline of the run",
    role: "tree",
    height: ROW,
    headHeight: HEAD,
    keyOf: ({ path }) => path,
    attributes: ({ depth, id }) => ({ level: depth + 1, selected: id === page.selected() }),
    head,
    draw,
    onSize: follow,
    onActive: showBars,
    onOpen: ({ id }) => page.select(id),
    onKey: (event) => {
      const acts = { "+": () => zoomBy(2), "=": () => zoomBy(2), "-": () => zoomBy(0.5), 0: fit, ArrowLeft: () => pan(-80), ArrowRight: () => pan(80) };
      if (event.ctrlKey || event.metaKey || !Object.hasOwn(acts, event.key)) return false;
      acts[event.key]();
      return true;
    },
  });
  const { element } = rows;
  const names = () => Math.round(Math.min(240, Math.max(110, element.clientWidth * 0.3)));
  const room = () => Math.max(element.clientWidth - names() - 12, 60);

  /** The places of the time axis that are in view. */
  const view = () => [element.scrollLeft, element.scrollLeft + element.clientWidth - names()];

  function follow() {
    if (rows.isHidden) return;
    const { log } = latest;
    if (log !== of) [of, zoom, counted] = [log, 1, -1];
    if (log.parts.size !== counted) [parts, counted] = [log.inOrder(), log.parts.size];
    const end = latest.now;
    axis = new Axis(end, collapses ? gaps(log.calls, end) : [], room(), zoom);
    bar.show({ isEmpty: parts.length === 0 });
    rows.show(parts);
  }

  function head() {
    const [left, right] = view();
    element.style.setProperty("--names", `${names()}px`);
    element.style.setProperty("--axis", `${axis.width + 12}px`);
    return html`<div class="timeline-head" aria-hidden="true">
      <span class="timeline-name">${duration(latest.now)}</span>
      <div class="timeline-track">
        ${axis.ticks(left, right).map(({ place, word }) => html`<span class="tick" .style=${`inset-inline-start:${place}px`}>${word}</span>`)}
        ${axis.gaps.map(({ from, to }) => html`<span class="gap" .style=${`inset-inline-start:${axis.place(from)}px`} title=${`Nothing ran for ${duration(to - from)}`}></span>`)}
      </div>
    </div>`;
  }

  function draw({ path, name, depth, status, spans }) {
    const latestSpans = spans.slice(-TOLD).map(told);
    const earlier = spans.length > TOLD ? `${spans.length - TOLD} earlier, then ` : "";
    return html`
      <span class="timeline-name" data-status=${status} .style=${`padding-inline-start:${10 + Math.min(depth, 8) * 12}px`}>
        <i class="dot"></i><span data-part=${path} title=${name}>${name}</span>
        <span class="unseen">${status}; ${earlier}${latestSpans.join(", ")}</span>
      </span>
      <div class="timeline-track" aria-hidden="true">
        ${axis.gaps.map(({ from }) => html`<span class="gap" .style=${`inset-inline-start:${axis.place(from)}px`}></span>`)}
        ${bars(spans, axis, latest.now, view()).map(
          ({ left, width, kind, status, word, title }) => html`<span
            class="bar"
            data-kind=${kind}
            data-status=${status}
            data-live=${isLive(status)}
            title=${title}
            .style=${`inset-inline-start:${left}px;inline-size:${width}px`}
            >${word}</span
          >`,
        )}
      </div>`;
  }

  /** Zooms so that what is at a place of the view stays there. */
  function zoomBy(factor, at = (element.clientWidth - names()) / 2) {
    const time = axis.time(element.scrollLeft + at);
    zoom = Math.min(Math.max(zoom * factor, 1), Math.max(WIDEST / room(), 1));
    follow();
    element.style.setProperty("--axis", `${axis.width + 12}px`);
    element.scrollLeft = zoom === 1 ? 0 : axis.place(time) - at;
  }

  /** Brings the latest of a part's bars into view. */
  function showBars({ spans }) {
    const span = spans.at(-1);
    if (!span) return;
    const [left, right] = view();
    const [start, end] = [axis.place(span.from), axis.place(span.to ?? latest.now)];
    if (end < left || start > right) element.scrollLeft = start - 40;
  }

  /** Brings the selected part into view, wherever it was selected. */
  function showSelected() {
    const id = page.selected();
    const index = id === undefined ? -1 : parts.findIndex((part) => part.id === id);
    if (index >= 0 && parts[rows.active]?.id !== id) rows.reveal(index);
    rows.draw();
  }

  const fit = () => zoomBy(0);
  const pan = (by) => (element.scrollLeft += by);

  element.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(2 ** (-event.deltaY / 200), event.clientX - element.getBoundingClientRect().left - names());
    },
    { passive: false },
  );
  const bar = toolbar(
    ({ isEmpty }) => html`
      <button type="button" class="small" id="timeline-in" title="Zoom in (+)" aria-label="Zoom in" @click=${() => zoomBy(2)}>+</button>
      <button type="button" class="small" id="timeline-out" title="Zoom out (-)" aria-label="Zoom out" @click=${() => zoomBy(0.5)}>−</button>
      <button type="button" class="small" id="timeline-fit" title="Show all of the run (0)" @click=${fit}>Fit</button>
      <label class="check"
        ><input
          type="checkbox"
          id="timeline-collapse"
          .checked=${collapses}
          @change=${({ target }) => {
            collapses = target.checked;
            follow();
          }}
        />Collapse idle time</label
      >
      <span class="legend" aria-hidden="true"
        ><i class="bar" data-kind="attempt" data-status="succeeded"></i>attempt <i class="bar" data-kind="retry" data-status="retrying"></i>before a
        retry <i class="bar" data-kind="wait" data-status="waiting"></i>wait</span
      >
      ${isEmpty ? html`<p class="none">Run the workflow, and here you see when each attempt began and how long it took.</p>` : nothing}
    `,
  );
  place.append(bar.element, element);
  page.on("selected", showSelected);
  latest.on(follow);
}
