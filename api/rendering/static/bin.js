"use strict";

const message = document.getElementById("message");
const emptying = document.getElementById("empty");

/** Send a change, then show the bin as it is now. */
async function change(method, path) {
  try {
    await send(method, path);
    location.reload();
  } catch (error) {
    say(message, error.message, "bad");
  }
}

document.addEventListener("click", (event) => {
  const id = event.target.dataset?.restore;
  if (id) change("POST", `/documents/${id}/restore`);
});
emptying?.addEventListener("click", () => {
  if (confirm(emptying.dataset.sure)) change("DELETE", "/bin");
});
