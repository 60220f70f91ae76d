"use strict"; // for the bundle, which is no module: a strict function shows itself and its callers to nobody

// The worker in which the user's module runs. Everything that this script holds — its port to the page above all — is
// out of the module's reach: see primordials.js for what that takes.

import { Harness } from "./harness.js";

// The first message brings the port by which the page is heard; without one it is heard where that message came.
self.onmessage = ({ ports: [port] }) => {
  self.onmessage = null;
  new Harness(port ?? self, port !== undefined);
};
