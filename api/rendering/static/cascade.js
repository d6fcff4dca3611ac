"use strict";

const message = document.getElementById("message");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-verdict]");
  if (!button) return;
  const finding = button.closest("[data-id]").dataset.id;
  try {
    await send("POST", `/checks/${finding}`, { verdict: button.dataset.verdict || null });
    location.reload();
  } catch (error) {
    say(message, error.message, "bad");
  }
});
