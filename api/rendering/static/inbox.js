"use strict";

const upload = document.getElementById("upload");
const states = JSON.parse(upload?.dataset.states ?? "{}");
const ENDED = ["done", "review", "failed"];
const LITTER = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i; // what file systems leave in folders
const REFRESH = 800; // milliseconds: several files that end together are one look at the list
let stream = null;
let refreshing = null;

/** The line of a document in the list of what was sent. */
function lineOf(id, name) {
  const list = document.getElementById("sent");
  let line = list.querySelector(`[data-id="${id}"]`);
  if (!line) {
    line = make("li", "");
    line.dataset.id = id;
    line.append(make("a", name, { className: "file" }), " ", make("em", ""));
    list.prepend(line);
  }
  return line;
}

function show(line, state, words) {
  line.className = `job ${state}`;
  line.querySelector("em").textContent = words;
  if (ENDED.includes(state) && !line.dataset.id.startsWith("sending-")) {
    line.querySelector("a").href = `/view/${line.dataset.id}?lang=${document.documentElement.lang}`;
  }
  showWhole();
}

/** How many of the files sent have come to their end. */
function showWhole() {
  const lines = [...document.querySelectorAll("#sent li")];
  const done = lines.filter((line) => ENDED.some((state) => line.classList.contains(state))).length;
  const whole = document.getElementById("whole");
  whole.hidden = lines.length < 2;
  whole.querySelector("progress").value = done / Math.max(1, lines.length);
  whole.querySelector("span").textContent = upload.dataset.whole.replace("{done}", done).replace("{all}", lines.length);
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
    if (!listed || ENDED.includes(news.state)) refreshSoon();
  });
  told.addEventListener("idle", () => {
    told.close();
    ended();
    refreshSoon();
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

function refreshSoon() {
  refreshing ??= setTimeout(() => {
    refreshing = null;
    refreshList();
  }, REFRESH);
}

/** Fetch the page again and take over its list of documents; what was chosen stays so. */
async function refreshList() {
  const chosen = chosenRows().map((row) => row.dataset.id);
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!document.getElementById("many") && fresh.getElementById("many")) {
    document.querySelector("main .empty")?.before(document.adoptNode(fresh.getElementById("many")));
  }
  for (const part of [".tabs", "main .list, main .empty"]) {
    const [here, there] = [document.querySelector(part), fresh.querySelector(part)];
    if (here && there) here.replaceWith(document.adoptNode(there));
  }
  for (const id of chosen) {
    const box = document.querySelector(`tr[data-id="${id}"] [name=chosen]`);
    if (box) box.checked = true;
  }
  showChosen();
}

const chosenRows = () => [...document.querySelectorAll("[name=chosen]:checked")].map((box) => box.closest("tr"));

/** What can be done with the rows that are chosen. */
function showChosen() {
  const rows = chosenRows();
  const some = document.getElementById("some");
  if (!some) return;
  some.hidden = !rows.length;
  some.querySelector("strong").textContent = rows.length;
  document.getElementById("all").checked = rows.length > 0 && rows.length === document.querySelectorAll("[name=chosen]").length;
  const query = rows.map((row) => `id=${row.dataset.id.slice(0, 16)}`).join("&");
  for (const link of some.querySelectorAll("[data-form]")) link.href = `/exports/${link.dataset.form}?${query}`;
}

/** Send a request for each chosen document; the first that is refused is told, the others go on. */
async function forEach(rows, method, path) {
  let refused = null;
  for (const row of rows) {
    try {
      await send(method, `/documents/${row.dataset.id}${path}`);
    } catch (error) {
      refused ??= error;
    }
  }
  const message = document.getElementById("message");
  say(message, refused?.message ?? "", "bad");
}

const MANY = {
  retry: async () => {
    await forEach(chosenRows().filter((row) => ["failed", "accepted"].includes(row.dataset.state)), "POST", "/retry");
    follow();
  },
  delete: async (button) => {
    if (!confirm(button.dataset.sure)) return;
    await forEach(chosenRows(), "DELETE", "");
    await refreshList();
  },
};

document.addEventListener("change", (event) => {
  if (event.target.id === "all") {
    for (const box of document.querySelectorAll("[name=chosen]")) box.checked = event.target.checked;
  }
  if (event.target.id === "all" || event.target.name === "chosen") showChosen();
});
document.addEventListener("click", (event) => MANY[event.target.dataset?.many]?.(event.target));

async function sendFile(file) {
  const line = lineOf(`sending-${file.name}-${file.size}`, file.name);
  show(line, "sending", /\.zip$/i.test(file.name) ? upload.dataset.unpacking : upload.dataset.sending);
  const body = new FormData();
  body.append("file", file);
  try {
    const kept = (await send("POST", "/documents", body)).documents;
    line.remove();
    for (const one of kept) showKept(one);
    refreshSoon();
    if (kept.some((one) => one.id && !one.known)) follow();
  } catch (error) {
    show(line, "failed", error.message);
  }
}

/** What became of a file; whether it has been read by now is told by the events. */
function showKept(one) {
  if (one.id) document.querySelector(`#sent [data-id="${one.id}"]`)?.remove();
  const line = lineOf(one.id ?? `sending-${one.name}`, one.name);
  if (one.problem) show(line, "failed", problems[one.problem] ?? problems.error);
  else if (one.known) show(line, one.state, upload.dataset.known);
  else show(line, "accepted", states.waiting);
}

async function sendAll(files) {
  const taken = [...files].filter((file) => !LITTER.test(file.name));
  for (const file of taken) show(lineOf(`sending-${file.name}-${file.size}`, file.name), "sending", states.waiting);
  for (const file of taken) await sendFile(file);
}

/** The files that were dropped, those of folders too, however deep. */
async function droppedFiles(items) {
  const found = [];
  const open = async (entry) => {
    if (entry instanceof File) {
      found.push(entry);
      return;
    }
    if (entry.isFile) {
      found.push(await new Promise((take, refuse) => entry.file(take, refuse)));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((take, refuse) => reader.readEntries(take, refuse));
      if (!some.length) return; // a browser lists a hundred at a time
      for (const inner of some) await open(inner);
    }
  };
  // All at once: what was dropped is forgotten when the first answer is waited for.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
  for (const entry of entries) await open(entry);
  return found;
}

if (upload) {
  upload.addEventListener("submit", (event) => event.preventDefault());
  for (const input of upload.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      sendAll([...input.files]).then(() => { input.value = ""; });
    });
  }
  for (const kind of ["dragover", "dragleave", "drop"]) {
    upload.addEventListener(kind, (event) => {
      event.preventDefault();
      upload.classList.toggle("over", kind === "dragover");
      if (kind === "drop") droppedFiles(event.dataTransfer.items).then(sendAll);
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
