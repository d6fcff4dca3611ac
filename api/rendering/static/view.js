"use strict";

const view = document.getElementById("view");
const sheet = document.getElementById("sheet");
const pages = document.getElementById("page");
const shownPage = () => Number(pages.value || 1);

/** All values that stand on the page shown, as frames over its picture. */
function drawBoxes() {
  if (!sheet) return;
  sheet.querySelectorAll(".box").forEach((box) => box.remove());
  for (const value of view.querySelectorAll(".value")) {
    for (const [page, left, top, right, bottom] of JSON.parse(value.dataset.boxes)) {
      if (page !== shownPage()) continue;
      const box = make("button", "", { className: "box", type: "button", tabIndex: -1, title: value.querySelector(".said").textContent });
      box.dataset.pointer = value.dataset.pointer;
      Object.assign(box.style, {
        left: `${100 * left}%`, top: `${100 * top}%`,
        width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
      });
      sheet.append(box);
    }
  }
}

function turnTo(page) {
  pages.value = String(page);
  const picture = document.getElementById("picture");
  if (picture) picture.src = `/documents/${view.dataset.document}/pages/${page}.png`;
  drawBoxes();
  if (wish) marking?.open(view.dataset.document, page);
}

/** Light a value and its boxes; turn the page where they stand on another one. */
function light(pointer, scroll) {
  view.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  const value = [...view.querySelectorAll(".value")].find((one) => one.dataset.pointer === pointer);
  if (!value) return;
  const [first] = JSON.parse(value.dataset.boxes);
  if (scroll === "box" && first && first[0] !== shownPage()) turnTo(first[0]);
  const boxes = [...view.querySelectorAll(".box")].filter((one) => one.dataset.pointer === pointer);
  [value, ...boxes].forEach((one) => one.classList.add("lit"));
  if (scroll === "box") boxes[0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (scroll === "value") value.scrollIntoView({ block: "nearest" });
}

view.addEventListener("mouseover", (event) => {
  const value = event.target.closest(".value, .box");
  if (value) light(value.dataset.pointer, "");
});
view.addEventListener("focusin", (event) => {
  const value = event.target.closest(".value");
  if (value) light(value.dataset.pointer, "box");
});
const filling = document.getElementById("filling");
const partNames = JSON.parse(view.dataset.words);
const marking = sheet && marker(sheet, (text, place) => form.take(text, place));
const message = document.getElementById("message");
let form = null; // the fields that are filled in
let wish = null; // what is sent with them: a value that is changed, or what is added

/** Open the form below an element; the words of the page shown can then be marked. */
function fill(below, title, parts, asked, text = "") {
  wish = asked;
  below.after(filling);
  filling.hidden = false;
  filling.querySelector("h2").textContent = title;
  form = fields(document.getElementById("parts"), parts.length ? parts : [""], { ...partNames, "": title });
  form.inputs[0].value = text;
  form.inputs[0].focus();
  if (!sheet) return;
  sheet.classList.add("marking");
  marking.open(view.dataset.document, shownPage());
}

function leave() {
  filling.hidden = true;
  sheet?.classList.remove("marking");
  marking?.clear();
  wish = null;
}

/** Send a change, then show the document as it is now, on the same page. */
async function change(path, body) {
  try {
    await send("POST", `/documents/${view.dataset.document}/${path}`, body);
    location.hash = `page=${shownPage()}`;
    location.reload();
  } catch (error) {
    say(message, error.message, "bad");
    message.scrollIntoView({ block: "nearest" });
  }
}

const changes = {
  change: (value) => fill(value, value.querySelector(".label").textContent, [], { pointer: value.dataset.pointer, before: value.dataset.value, reopen: true, shown: value.dataset.shown }, value.dataset.shown),
  remove: (value) => change("decisions", { pointer: value.dataset.pointer, before: value.dataset.value, reopen: true, reject: true }),
  cancel: leave,
};

view.addEventListener("click", (event) => {
  const box = event.target.closest(".box");
  if (box) light(box.dataset.pointer, "value");
  const button = event.target.closest("button");
  if (button?.dataset.undo) change(`decisions/${button.dataset.undo}/undo`);
  else if (button?.dataset.do) changes[button.dataset.do](button.closest(".value"));
});
document.getElementById("choose")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = event.target.elements.what.selectedOptions[0];
  fill(event.target, chosen.textContent, JSON.parse(chosen.dataset.parts), { pointer: chosen.value });
});
filling?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { shown, ...asked } = wish;
  if ("before" in wish) change("decisions", { ...asked, after: form.value === shown ? wish.before : form.value });
  else change("values", { ...wish, value: form.value, marked: form.marked });
});
filling?.addEventListener("keydown", (event) => {
  if (event.isComposing || event.target.tagName !== "TEXTAREA") return;
  if (event.key === "Escape") leave();
  else if (event.key === "Enter" && !event.shiftKey && !event.repeat) filling.requestSubmit();
  else if (event.key !== "Enter") return;
  event.preventDefault();
});
pages.addEventListener("change", () => turnTo(shownPage()));
document.getElementById("zoom")?.addEventListener("input", (event) => {
  sheet.style.width = `${event.target.value}%`;
});
document.getElementById("delete")?.addEventListener("click", async (event) => {
  if (!confirm(event.target.dataset.sure)) return;
  try {
    await send("DELETE", `/documents/${view.dataset.document}`);
    location.href = `/?lang=${document.documentElement.lang}`;
  } catch (error) {
    say(message, error.message, "bad");
  }
});

const opened = new URLSearchParams(location.hash.slice(1));
const sought = opened.get("q");
const asked = Number(opened.get("page"));

/** Mark the words of a search on the page shown. */
async function markFound() {
  sheet?.querySelectorAll(".found").forEach((one) => one.remove());
  if (!sheet || !sought) return;
  const page = shownPage();
  const query = new URLSearchParams({ q: sought, page });
  const boxes = await send("GET", `/documents/${view.dataset.document}/passage?${query}`);
  if (page !== shownPage()) return;
  for (const [left, top, right, bottom] of boxes) {
    const mark = make("span", "", { className: "found" });
    Object.assign(mark.style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%` });
    sheet.append(mark);
  }
  sheet.querySelector(".found")?.scrollIntoView({ block: "center" });
}

pages.addEventListener("change", markFound);
turnTo(asked >= 1 && asked <= pages.options.length ? asked : 1);
markFound();
