"use strict";

const unread = document.getElementById("unread");
const states = JSON.parse(unread.dataset.states);
const of = `/documents/${unread.dataset.document}`;

/** Tell how far the reading is; show the record, or why there is none, when it ends. */
function follow() {
  const told = new EventSource(`/events?document=${unread.dataset.document}`);
  told.addEventListener("document", (event) => {
    document.getElementById("state").textContent = stateOf(JSON.parse(event.data), states);
  });
  told.addEventListener("idle", () => {
    told.close();
    location.reload();
  });
}

document.getElementById("retry")?.addEventListener("click", async (event) => {
  event.target.disabled = true;
  try {
    await send("POST", `${of}/retry`);
    follow();
  } catch (error) {
    event.target.disabled = false;
    say(document.getElementById("message"), error.message, "bad");
  }
});
if (unread.dataset.busy) follow();
