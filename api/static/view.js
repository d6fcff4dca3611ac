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
view.addEventListener("click", async (event) => {
  const box = event.target.closest(".box");
  if (box) light(box.dataset.pointer, "value");
  const id = event.target.dataset.undo;
  if (!id) return;
  try {
    await send("POST", `/documents/${view.dataset.document}/decisions/${id}/undo`);
    location.reload();
  } catch (error) {
    say(document.getElementById("message"), error.message, "bad");
  }
});
pages.addEventListener("change", () => turnTo(shownPage()));
document.getElementById("zoom")?.addEventListener("input", (event) => {
  sheet.style.width = `${event.target.value}%`;
});
const asked = Number(new URLSearchParams(location.hash.slice(1)).get("page"));
turnTo(asked >= 1 && asked <= pages.options.length ? asked : 1);
