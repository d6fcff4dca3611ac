"use strict";

function onSubmit(id, action) {
  document.getElementById(id)?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    attempt(() => action(Object.fromEntries(new FormData(form)), form));
  });
}

onSubmit("password", async (wish) => {
  await send("POST", "/account/password", wish);
  location.reload();
});
onSubmit("token", async (wish, form) => {
  const made = await send("POST", "/tokens", wish);
  form.reset();
  document.getElementById("secret").hidden = false;
  document.querySelector("#secret code").textContent = made.secret;
});
onSubmit("account", async (wish) => {
  await send("POST", "/accounts", wish);
  location.reload();
});
document.addEventListener("click", (event) => {
  const { end, close } = event.target.dataset;
  if (end) attempt(async () => { await send("DELETE", `/tokens/${end}`); location.reload(); });
  if (close) attempt(async () => { await send("PATCH", `/accounts/${encodeURIComponent(close)}`, { closed: true }); location.reload(); });
});
document.addEventListener("change", (event) => {
  const name = event.target.dataset.rights;
  if (name) attempt(() => send("PATCH", `/accounts/${encodeURIComponent(name)}`, { rights: event.target.value }));
});
