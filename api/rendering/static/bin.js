"use strict";

const emptying = document.getElementById("empty");

document.addEventListener("click", (event) => {
  const id = event.target.dataset?.restore;
  if (id) sendAndReload("POST", `/documents/${id}/restore`);
});
emptying?.addEventListener("click", () => {
  if (confirm(emptying.dataset.sure)) sendAndReload("DELETE", "/bin");
});
