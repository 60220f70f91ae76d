// What a script can do in a page's window. Each tries one thing; what it answers is what it has got.
//
// The control runs the same function in a same-origin frame of a page without a policy. `canary` is an address of
// another origin, whose server keeps every request; a request that comes there is an answer too.

export async function read_document(canary) {
  return document.title;
}

export async function read_parents_document(canary) {
  return parent.document.title;
}

export async function write_parents_document(canary) {
  parent.document.body.dataset.defaced = "yes";
  return parent.document.body.dataset.defaced;
}

export async function read_parents_globals(canary) {
  return parent.secret;
}

export async function read_tops_address(canary) {
  return top.location.href;
}

export async function read_openers_globals(canary) {
  return (opener ?? top).secret;
}

export async function reach_the_embedding_frame(canary) {
  return frameElement.id;
}

export async function read_cookies(canary) {
  return document.cookie;
}

export async function write_cookies(canary) {
  document.cookie = "planted=1";
  return document.cookie.includes("planted");
}

export async function read_local_storage(canary) {
  return localStorage.getItem("secret");
}

export async function write_session_storage(canary) {
  sessionStorage.setItem("planted", "1");
  return sessionStorage.getItem("planted");
}

export async function post_to_the_parent(canary) {
  const heard = new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true }));
  parent.postMessage("are you there?", "*");
  return await heard;
}

export async function navigate(canary) {
  location.href = canary;
}

export async function navigate_by_refresh(canary) {
  document.head.insertAdjacentHTML("beforeend", `<meta http-equiv="refresh" content="0; url=${canary}">`);
}

export async function submit_a_form(canary) {
  const form = document.createElement("form");
  form.action = canary;
  document.body.append(form);
  form.submit();
}

export async function load_an_image(canary) {
  new Image().src = canary;
}

export async function load_a_stylesheet(canary) {
  document.head.insertAdjacentHTML("beforeend", `<link rel="stylesheet" href="${canary}">`);
}

export async function load_a_script(canary) {
  const script = document.createElement("script");
  script.src = canary;
  document.head.append(script);
}

export async function load_a_font(canary) {
  await new FontFace("canary", `url(${canary})`).load();
}

export async function load_a_frame(canary) {
  document.body.insertAdjacentHTML("beforeend", `<iframe src="${canary}"></iframe>`);
}

export async function load_a_video(canary) {
  document.body.insertAdjacentHTML("beforeend", `<video preload="auto" src="${canary}"></video>`);
}

/** A name that is looked up leaves no trace at the canary: what counts is that there is somewhere to ask for it. */
export async function prefetch_a_name(canary) {
  document.head.insertAdjacentHTML("beforeend", `<link rel="dns-prefetch" href="${canary}">`);
  return document.head.lastElementChild.rel;
}

export async function send_a_beacon(canary) {
  navigator.sendBeacon(canary, "secret");
}

export async function connect_by_web_rtc(canary) {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${new URL(canary).host}` }] });
  connection.createDataChannel("canary");
  await connection.setLocalDescription();
  const gathered = connection.localDescription.sdp;
  connection.close();
  return gathered;
}

export async function register_a_service_worker(canary) {
  const registration = await navigator.serviceWorker.register("naive.js");
  await registration.unregister();
  return registration.scope;
}

export async function start_a_shared_worker(canary) {
  const worker = new SharedWorker(URL.createObjectURL(new Blob(["onconnect = ({ ports: [port] }) => port.postMessage(1)"])));
  return await new Promise((resolve, reject) => {
    worker.port.onmessage = () => resolve("it answers");
    worker.onerror = () => reject(new Error("it did not start"));
  });
}
