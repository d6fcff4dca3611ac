"use strict";

const message = document.getElementById("message");

async function run(action) {
  try {
    await action();
    say(message, message.dataset.done, "good");
  } catch (error) {
    say(message, error.message, "bad");
  }
}

document.getElementById("webhook").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  run(async () => {
    const made = await send("POST", "/webhooks", { url: given.get("url"), happenings: given.getAll("happenings") });
    document.getElementById("secret").hidden = false;
    document.querySelector("#secret code").textContent = made.secret;
    event.target.reset();
  });
});
document.addEventListener("click", (event) => {
  const { remove, again } = event.target.dataset;
  if (remove) run(async () => { await send("DELETE", `/webhooks/${remove}`); location.reload(); });
  if (again) run(async () => { await send("POST", `/deliveries/${again}/again`); location.reload(); });
});
