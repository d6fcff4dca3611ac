"use strict";

const message = document.getElementById("message");

async function run(...asked) {
  try {
    await send(...asked);
    location.reload();
  } catch (error) {
    say(message, error.message, "bad");
  }
}

function onSubmit(kind, told) {
  document.getElementById(kind).addEventListener("submit", (event) => {
    event.preventDefault();
    run("POST", "/sources", { kind, ...told(Object.fromEntries(new FormData(event.target))) });
  });
}

onSubmit("folder", (given) => given);
onSubmit("mailbox", (given) => ({ ...given, port: Number(given.port), tls: given.tls === "on" }));
document.addEventListener("click", (event) => {
  const { remove } = event.target.dataset;
  if (remove) run("DELETE", `/sources/${remove}`);
});
