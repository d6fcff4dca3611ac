"use strict";

const problems = JSON.parse(document.body.dataset.problems);

/** Send a request; the answer's JSON (null without a body), or an Error with words for the reader. */
async function send(method, url, body) {
  const headers = { "X-CSRF-Token": document.body.dataset.csrf };
  if (body && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(url, { method, headers, body });
  } catch {
    throw new Error(problems.network);
  }
  if (answer.status === 204) return null;
  const said = await answer.json();
  if (answer.ok) return said;
  const error = new Error(problems[said.code] ?? `${said.detail} ${said.advice ?? ""}`);
  error.code = said.code;
  throw error;
}

function say(element, text, kind) {
  element.textContent = text;
  element.className = `message ${kind}`;
}

/** Do something, and say below the page's head that it is done, or why not. */
async function attempt(action) {
  const message = document.getElementById("message");
  try {
    await action();
    say(message, message.dataset.done, "good");
  } catch (error) {
    say(message, error.message, "bad");
  }
}

/** Send a request and load the page anew, or say why it was refused. */
async function sendAndReload(...asked) {
  try {
    await send(...asked);
    location.reload();
  } catch (error) {
    say(document.getElementById("message"), error.message, "bad");
  }
}

/** An element with text; attributes are set as properties. */
function make(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), { textContent: text, ...properties });
}

/** How far a document is, in words, as an event tells it. */
function stateOf(news, states) {
  if (problems[news.code]) return problems[news.code];
  const page = news.page ? ` · ${states.page.replace("{page}", news.page).replace("{pages}", news.pages)}` : "";
  return (states[news.state] ?? news.state) + page;
}

document.getElementById("logout")?.addEventListener("click", async () => {
  await send("POST", "/logout");
  location.href = "/login";
});
