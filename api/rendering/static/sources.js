"use strict";

function onSubmit(kind, told) {
  document.getElementById(kind).addEventListener("submit", (event) => {
    event.preventDefault();
    sendAndReload("POST", "/sources", { kind, ...told(Object.fromEntries(new FormData(event.target))) });
  });
}

onSubmit("folder", (given) => given);
onSubmit("mailbox", (given) => ({ ...given, port: Number(given.port), tls: given.tls === "on" }));
document.addEventListener("click", (event) => {
  const { remove } = event.target.dataset;
  if (remove) sendAndReload("DELETE", `/sources/${remove}`);
});
