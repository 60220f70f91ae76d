// A plain worker: what comes goes back.
onmessage = ({ data }) => postMessage(data);
