"use strict";

const upload = document.getElementById("upload");
const states = JSON.parse(upload?.dataset.states ?? "{}");
let stream = null;
let dirty = false;

/** The line of a document in the list of what was sent. */
function lineOf(id, name) {
  const list = document.getElementById("sent");
  let line = list.querySelector(`[data-id="${id}"]`);
  if (!line) {
    line = make("li", "");
    line.dataset.id = id;
    line.append(make("span", name, { className: "file" }), " ", make("em", ""));
    list.append(line);
  }
  return line;
}

function show(line, state, words) {
  line.className = `job ${state}`;
  line.querySelector("em").textContent = words;
}

/** Show the states that an address tells until nothing is read any more. */
function listen(address, ended) {
  const told = new EventSource(address);
  told.addEventListener("document", (event) => {
    const news = JSON.parse(event.data);
    const words = stateOf(news, states);
    show(lineOf(news.id, news.name), news.state, words);
    const listed = document.querySelector(`tr[data-id="${news.id}"] .state`);
    if (listed && !news.code) listed.textContent = words;
    dirty = true;
  });
  told.addEventListener("idle", () => {
    told.close();
    ended();
    if (dirty) refreshList();
  });
  return told;
}

function follow() {
  stream ??= listen("/events", () => {
    stream = null;
    // What was read before anybody listened is told when it is asked for by name.
    for (const line of document.querySelectorAll("#sent .accepted, #sent .waiting")) {
      listen(`/events?document=${line.dataset.id}`, () => {});
    }
  });
}

/** Fetch the page again and take over its list of documents. */
async function refreshList() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of [".tabs", "main .scroll, main .empty"]) {
    const [here, there] = [document.querySelector(part), fresh.querySelector(part)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
}

async function sendFile(file) {
  const line = lineOf(`sending-${file.name}-${file.size}`, file.name);
  show(line, "sending", upload.dataset.sending);
  const body = new FormData();
  body.append("file", file);
  try {
    const [kept] = (await send("POST", "/documents", body)).documents;
    document.querySelector(`#sent [data-id="${kept.id}"]`)?.remove();
    line.dataset.id = kept.id;
    // It may have been read by now; what became of it is told by the events.
    if (kept.known) show(line, kept.state, upload.dataset.known);
    else show(line, "accepted", states.waiting);
    dirty = true;
    if (!kept.known) follow();
  } catch (error) {
    show(line, "failed", error.message);
  }
}

async function sendAll(files) {
  for (const file of files) await sendFile(file);
}

if (upload) {
  const input = document.getElementById("files");
  upload.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    sendAll([...input.files]).then(() => { input.value = ""; });
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    upload.addEventListener(kind, (event) => {
      event.preventDefault();
      upload.classList.toggle("over", kind === "dragover");
      if (kind === "drop") sendAll([...event.dataTransfer.files]);
    });
  }
  document.addEventListener("click", async (event) => {
    const id = event.target.dataset?.retry;
    if (!id) return;
    event.target.disabled = true;
    try {
      const kept = await send("POST", `/documents/${id}/retry`);
      show(lineOf(id, kept.name), "waiting", states.waiting);
      follow();
    } catch (error) {
      show(lineOf(id, id.slice(0, 12)), "failed", error.message);
    }
  });
  if (upload.dataset.busy !== "0") follow();
}
