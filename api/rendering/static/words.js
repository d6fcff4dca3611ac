"use strict";

const text = document.getElementById("text");
const lines = document.getElementById("lines");
const said = document.getElementById("message");
const of = `/documents/${view.dataset.document}`;
const verdicts = JSON.parse(text.dataset.verdicts);
const mayDecide = text.dataset.may === "yes";
const GRAVE = 0.8; // below this a word is marked more strongly; chosen by hand
const percent = (share) => `${Math.round(100 * share)} %`;

let words = new Map(); // by pointer
let shown = 0; // the page whose words stand there
let current = null; // { word, panel, last }: the word that is looked at
let undoable = []; // numbers of decisions made here, the last one last
let working = false;

const buttonOf = (pointer) => lines.querySelector(`button[data-pointer="${pointer}"]`);

/** What stands before a word: the edge of a cell is shown, whatever its width. */
function gapOf(word) {
  return word.gap.includes("\t") ? make("span", " | ", { className: "cell" }) : document.createTextNode(word.gap);
}

function wordButton(word) {
  const button = make("button", word.text || "∅", { type: "button", className: "word" });
  button.dataset.pointer = word.pointer;
  button.tabIndex = word.doubtful || word.settled ? 0 : -1;
  if (word.doubtful) {
    button.classList.add("doubt");
    button.classList.toggle("grave", word.confidence < GRAVE);
    button.title = percent(word.confidence);
    button.setAttribute("aria-label", `${word.text}, ${percent(word.confidence)}`);
  }
  if (word.settled) button.classList.add("settled");
  if (!word.text) {
    button.classList.add("dropped");
    button.setAttribute("aria-label", `${text.dataset.dropped}: ${word.raw}`);
  }
  button.setAttribute("aria-expanded", "false");
  return button;
}

function rawSide(line) {
  const side = make("p", "", { className: "raw" });
  if (line.words.map((word) => word.gap + word.raw).join("") !== line.raw) {
    side.textContent = line.raw;
    return side;
  }
  for (const word of line.words) {
    const piece = make("span", word.raw, { className: word.raw === word.text ? "" : "changed" });
    piece.dataset.twin = word.pointer;
    side.append(gapOf(word), piece);
  }
  return side;
}

function lineRow(line) {
  const row = make("div", "", { className: "line" });
  const restored = make("p", "", { className: "restored" });
  for (const word of line.words) restored.append(gapOf(word), wordButton(word));
  row.append(rawSide(line), restored);
  return row;
}

async function loadText() {
  const page = shownPage();
  const told = await send("GET", `${of}/text?page=${page}`);
  if (page !== shownPage()) return;
  shown = page;
  words = new Map(told.lines.flatMap((line) => line.words).map((word) => [word.pointer, word]));
  current = null;
  // A page that was read before words were kept has its text alone.
  const rows = told.lines.length ? told.lines : told.text.split("\n").map((raw) => ({ raw: "", words: [], plain: raw }));
  lines.replaceChildren(...rows.map((line) => {
    const row = lineRow(line);
    if (line.plain) row.lastElementChild.textContent = line.plain;
    return row;
  }));
  document.getElementById("no-text").hidden = told.text.trim() !== "" || words.size > 0;
  const doubtful = [...words.values()].filter((word) => word.doubtful).length;
  document.getElementById("count").textContent = `${doubtful} ${text.dataset.doubtful}.`;
}

async function freshText() {
  if (!text.hidden && shown !== shownPage()) await loadText();
}

/** Light the raw twin of a word. */
function lightTwin(pointer) {
  lines.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  lines.querySelector(`[data-twin="${pointer}"]`)?.classList.add("lit");
}

function shut() {
  if (!current) return;
  current.panel.remove();
  const button = buttonOf(current.word.pointer);
  button?.setAttribute("aria-expanded", "false");
  button?.focus();
  current = null;
}

function optionsOf(word) {
  const options = word.alternatives.map((one) => ({ text: one.text, told: `${(100 * one.probability).toFixed(1)} %` }));
  const known = [word.text, ...word.alternatives.map((one) => one.text)];
  if (!known.includes(word.raw)) options.push({ text: word.raw, told: text.dataset.asRead });
  return options.slice(0, 9);
}

/** Show what a word may be, below its line. */
async function openWord(pointer) {
  if (current) shut();
  const word = words.get(pointer);
  const button = buttonOf(pointer);
  if (!word || !button) return;
  const panel = document.getElementById("panel").content.cloneNode(true).firstElementChild;
  panel.querySelector(".raw").textContent = word.raw;
  panel.querySelector(".proposed").textContent = word.text ? `${word.text} · ${percent(word.confidence)}` : text.dataset.dropped;
  const strip = panel.querySelector(".strip");
  strip.hidden = !word.strip;
  if (word.strip) strip.src = `${of}/strip?pointer=${encodeURIComponent(pointer)}`;
  panel.querySelector(".options").replaceChildren(...optionsOf(word).map((option, i) => {
    const choice = make("button", "", { type: "button", disabled: !mayDecide });
    choice.dataset.option = option.text;
    choice.append(make("kbd", i + 1), " ", option.text, " ", make("span", option.told, { className: "hint" }));
    const item = make("li", "");
    item.append(choice);
    return item;
  }));
  if (mayDecide) panel.elements.after.value = word.text;
  button.closest(".line").after(panel);
  button.setAttribute("aria-expanded", "true");
  current = { word, panel, last: null };
  panel.focus({ preventScroll: true });
  const inSight = () => panel.scrollIntoView({ block: "nearest" });
  strip.addEventListener("load", inSight);
  inSight();
  await tellHistory(current);
}

/** Who decided what on the word, and which decision can be taken back. */
async function tellHistory(opened) {
  const { decisions } = await send("GET", `${of}/decisions`);
  const mine = decisions.filter((one) => one.pointer === opened.word.pointer);
  const standing = [];
  for (const one of mine) one.verdict === "undo" ? standing.pop() : standing.push(one);
  opened.last = standing.pop() ?? null;
  const undo = opened.panel.querySelector("[data-act=undo]");
  if (undo) undo.hidden = !opened.last;
  opened.panel.querySelector(".history").replaceChildren(...mine.map((one) => {
    const when = new Date(one.decided_at).toLocaleString(text.dataset.lang);
    return make("li", `${verdicts[one.verdict]} · ${one.reviewer} · ${when}: ${one.before || "∅"} → ${one.after || "∅"}`);
  }));
}

const doubtfulOnes = () => [...lines.querySelectorAll("button.word.doubt")];

/** Go to the next doubtful word from where one is, or to the one before. */
function step(by, from) {
  const all = [...lines.querySelectorAll("button.word")];
  const here = all.indexOf(from ?? document.activeElement);
  const behind = (button) => (all.indexOf(button) - here) * by > 0;
  const ahead = by > 0 ? doubtfulOnes() : doubtfulOnes().reverse();
  (ahead.find(behind) ?? ahead[0])?.focus();
}

/** Take over what the server now has, and go back to a word. */
async function renew(pointer, onward) {
  await loadText();
  const button = buttonOf(pointer);
  button?.focus();
  if (onward && button) step(1, button);
}

async function decide(decision) {
  const { word } = current;
  const wish = { pointer: word.pointer, before: word.text, reopen: word.settled, ...decision };
  const kept = await send("POST", `${of}/decisions`, wish);
  undoable.push(kept);
  await renew(word.pointer, true);
  say(said, `✓ ${verdicts[kept.verdict]}: ${kept.before || "∅"} → ${kept.after || "∅"}`, "good");
}

async function takeBack(decision) {
  await send("POST", `${of}/decisions/${decision.id}/undo`);
  undoable = undoable.filter((one) => one.id !== decision.id);
  await renew(decision.pointer, false);
  say(said, `${verdicts.undo}: ${decision.after || "∅"} → ${decision.before || "∅"}`, "good");
}

/** Someone else was quicker: show what the word is now, and by whom. */
async function tellConflict(pointer) {
  const { decisions } = await send("GET", `${of}/decisions`);
  const last = decisions.filter((one) => one.pointer === pointer).pop();
  await renew(pointer, false);
  say(said, `${text.dataset.conflict} ${last ? `${last.reviewer}: ${verdicts[last.verdict]} “${last.after || last.before}”` : ""}`, "bad");
}

/** One action at a time; readers may look and close. */
async function act(action) {
  if (working) return;
  working = true;
  const pointer = current?.word.pointer;
  try {
    await action();
  } catch (error) {
    if (error.code === "conflict" && pointer) await tellConflict(pointer);
    else say(said, error.message, "bad");
  } finally {
    working = false;
  }
}

function edit() {
  current.panel.elements.after.focus();
  current.panel.elements.after.select();
}

const acts = {
  // That a word was dropped rightly means that there is no such word.
  accept: () => act(() => decide(current.word.text ? {} : { reject: true })),
  reject: () => act(() => decide({ reject: true })),
  save: () => act(() => decide({ after: current.panel.elements.after.value })),
  undo: () => current.last && act(() => takeBack(current.last)),
  edit,
  close: shut,
};
const PANEL_KEYS = { Enter: "accept", x: "reject", e: "edit", u: "undo" };

text.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("word")) {
    if (current?.word.pointer === button.dataset.pointer) shut();
    else openWord(button.dataset.pointer).catch((error) => say(said, error.message, "bad"));
  } else if (button.dataset.option !== undefined) {
    act(() => decide({ after: button.dataset.option }));
  } else if (button.type !== "submit") {
    acts[button.dataset.act]();
  }
});
text.addEventListener("submit", (event) => {
  event.preventDefault();
  acts.save();
});
for (const kind of ["mouseover", "focusin"]) {
  lines.addEventListener(kind, (event) => {
    const button = event.target.closest("button.word");
    if (button) lightTwin(button.dataset.pointer);
  });
}

/** Keys of the current word. */
function panelKey({ key, target }) {
  if (key === "Enter" && target !== current.panel) return false;
  if (key === "Escape") shut();
  else if (!mayDecide) return false;
  else if (/^[1-9]$/.test(key)) current.panel.querySelectorAll(".options button")[Number(key) - 1]?.click();
  else if (key in PANEL_KEYS) acts[PANEL_KEYS[key]]();
  else return false;
  return true;
}

/** Keys of the page of text. */
function textKey(event) {
  const word = event.target.closest("button.word");
  if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
  else if (event.key === "u" && undoable.length) act(() => takeBack(undoable.at(-1)));
  else if (word && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const all = [...lines.querySelectorAll("button.word")];
    all[all.indexOf(word) + (event.key === "ArrowRight" ? 1 : -1)]?.focus();
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (text.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input, select");
  if (typing && event.key !== "Escape") return;
  if (event.repeat && event.key === "Enter") return event.preventDefault(); // a key held down says its word once
  if (current ? panelKey(event) : textKey(event)) event.preventDefault();
});

/** Show the record with the picture, or the text. */
function choose(tab) {
  for (const one of document.querySelectorAll("[role=tab]")) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
  const zooming = document.getElementById("zooming");
  if (zooming) zooming.hidden = !text.hidden;
  act(freshText);
}

for (const tab of document.querySelectorAll("[role=tab]")) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = document.querySelector("[role=tab][aria-selected=false]");
    other.focus();
    choose(other);
  });
}
pages.addEventListener("change", () => act(freshText));
if (new URLSearchParams(location.hash.slice(1)).has("text")) choose(document.getElementById("show-text"));
