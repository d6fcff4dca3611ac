"use strict";

const message = document.getElementById("message");
const buttons = [...document.querySelectorAll("[data-learn]")];

function show(report) {
  const words = report.words;
  for (const row of document.querySelectorAll("[data-measure]")) {
    const name = row.dataset.measure;
    const [before, after] = row.querySelectorAll("td");
    before.textContent = name === "words" ? `${words.right_without} / ${words.words}` : report.before[name];
    after.textContent = name === "words" ? `${words.right_with} / ${words.words}` : report.after[name];
  }
  document.getElementById("tried").hidden = false;
}

async function learn(how) {
  if (how === "undo") {
    await send("POST", "/learn/undo");
    location.reload();
    return;
  }
  const report = await send("POST", "/learn", { dry_run: how === "try" });
  show(report);
  if (report.number !== null) location.reload();
  else say(message, report.confidence_kept ? message.dataset.done : message.dataset.refused, "good");
}

document.addEventListener("click", async (event) => {
  const how = event.target.dataset.learn;
  if (!how) return;
  buttons.forEach((one) => { one.disabled = true; });
  say(message, message.dataset.busy, "good");
  try {
    await learn(how);
  } catch (error) {
    say(message, error.message, "bad");
  }
  buttons.forEach((one) => { one.disabled = false; });
});
