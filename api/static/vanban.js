"use strict";

const problems = JSON.parse(document.body.dataset.problems);

/** Send a request; the answer's JSON and status, or an Error with the words for the reader. */
async function send(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Error(problems.network);
  }
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(problems[body.code] ?? `${body.detail} ${body.advice ?? ""}`);
  }
  return { status: answer.status, body };
}

function say(element, text, kind) {
  const message = element.querySelector(".message");
  message.textContent = text;
  message.className = `message ${kind}`;
}

function setUpUpload(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    say(form, form.dataset.busy, "busy");
    try {
      const { status } = await send(form.action, { method: "POST", body: new FormData(form) });
      say(form, status === 201 ? form.dataset.done : form.dataset.known, "good");
      setTimeout(() => location.reload(), 900);
    } catch (error) {
      say(form, error.message, "bad");
      button.disabled = false;
    }
  });
}

function setUpReview(queue) {
  const reviewer = document.getElementById("reviewer");
  reviewer.value = localStorage.getItem("reviewer") ?? reviewer.value;
  reviewer.addEventListener("change", () => localStorage.setItem("reviewer", reviewer.value));

  const open = () => [...queue.querySelectorAll(".card:not(.settled)")];
  const go = (card) => {
    if (card) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "center", behavior: "smooth" });
    } else {
      document.getElementById("more")?.focus();
    }
  };
  const neighbour = (card, step) => {
    const cards = open();
    return cards[cards.indexOf(card) + step];
  };

  const edit = (card, on) => {
    const form = card.querySelector(".correction");
    form.hidden = !on;
    card.querySelector(".actions").hidden = on;
    if (on) {
      const input = form.elements.after;
      input.style.height = `${input.scrollHeight + 2}px`;
      input.focus();
      input.select();
    } else {
      card.focus();
    }
  };

  const settle = async (card, after) => {
    if (card.classList.contains("sending")) return;
    card.classList.add("sending");
    const { document: id, pointer, value: before } = card.dataset;
    const changed = after !== undefined && after.trim() !== before;
    const decision = { pointer, before };
    if (changed) decision.after = after;
    if (reviewer.value.trim()) decision.reviewer = reviewer.value.trim();
    try {
      await send(`/documents/${id}/decisions`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(decision),
      });
      const next = neighbour(card, 1) ?? open().find((other) => other !== card);
      card.classList.add("settled");
      if (changed) card.querySelector(".proposed").textContent = after.trim();
      say(card, `✓ ${changed ? queue.dataset.corrected : queue.dataset.accepted}`, "good");
      go(next);
    } catch (error) {
      say(card, error.message, "bad");
    }
    card.classList.remove("sending");
  };

  queue.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    const action = event.target.dataset.do;
    if (action === "accept") settle(card);
    if (action === "edit") edit(card, true);
    if (action === "cancel") edit(card, false);
  });
  queue.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(event.target.closest(".card"), event.target.elements.after.value);
  });
  queue.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("textarea");
    const key = event.key;
    if (typing && key === "Enter" && !event.shiftKey) event.target.form.requestSubmit();
    else if (typing && key === "Escape") edit(card, false);
    else if (event.target !== card || card.classList.contains("settled")) return;
    else if (key === "Enter") settle(card);
    else if (key === "e") edit(card, true);
    else if (key === "ArrowDown") go(neighbour(card, 1) ?? card);
    else if (key === "ArrowUp") go(neighbour(card, -1) ?? card);
    else return;
    event.preventDefault();
  });
  open()[0]?.focus();
}

const upload = document.getElementById("upload");
if (upload) setUpUpload(upload);
const queue = document.getElementById("queue");
if (queue) setUpReview(queue);
