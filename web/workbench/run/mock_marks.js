// Tells the graph how boxes are mocked; it marks them (`web/graph/canvas.js`).

import * as mocks from "../mocks_store.js";
import { mockWords } from "./mock_words.js";

export function mockMarks() {
  const ground = document.querySelector(".canvas > .ground");
  if (!ground) return;
  const show = () => {
    const words = Object.entries(mocks.get()).map(([id, mock]) => [id, mockWords(mock)]);
    ground.dataset.mocks = JSON.stringify(Object.fromEntries(words));
  };
  mocks.on(show);
  show();
}
