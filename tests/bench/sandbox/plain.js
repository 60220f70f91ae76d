// A plain worker that works.
import { work } from "./work.js";

onmessage = ({ data }) => postMessage(work(data));
