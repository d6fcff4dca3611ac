"use strict";

document.getElementById("webhook").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = new FormData(event.target);
  attempt(async () => {
    const made = await send("POST", "/webhooks", { url: given.get("url"), happenings: given.getAll("happenings") });
    document.getElementById("secret").hidden = false;
    document.querySelector("#secret code").textContent = made.secret;
    event.target.reset();
  });
});
document.addEventListener("click", (event) => {
  const { remove, again } = event.target.dataset;
  if (remove) attempt(async () => { await send("DELETE", `/webhooks/${remove}`); location.reload(); });
  if (again) attempt(async () => { await send("POST", `/deliveries/${again}/again`); location.reload(); });
});
