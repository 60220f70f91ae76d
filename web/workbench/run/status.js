// A status as icon and text, as `web/src/components/status.rs` shows it. The colour comes from the nearest `data-status`.

import { html } from "lit-html";

const SIGNS = {
  pending: "",
  running: "M8 1a7 7 0 0 1 7 7",
  waiting: "M8 4.6V8l2.3 1.5",
  retrying: "M11.2 8.2A3.2 3.2 0 1 1 10.2 5.7M10.4 3.7v2.2H8.2",
  succeeded: "M4.9 8.3l2.2 2.2 4-4.5",
  failed: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  handled: "M6.6 4.4 4.8 6.2 6.6 8M4.9 6.2h4.2a2.5 2.5 0 0 1 0 5H7",
  skipped: "M5.2 8h5.6",
  cancelled: "M6 6h4v4H6z",
};

/** Icon and word. */
export const statusBadge = (status) =>
  html`<span class="badge" data-status=${status}
    ><svg class="status-icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle class="disc" cx="8" cy="8" r="7" /><path class="sign" d=${SIGNS[status] ?? ""} /></svg
    >${status[0].toUpperCase()}${status.slice(1)}</span
  >`;
