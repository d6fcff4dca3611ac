"use strict";

/** Words on the picture of a page that can be marked: click the first and the last, drag, or use the keyboard.
    `taken` is told the text and which words it is, whenever others are marked. */
function marker(sheet, taken) {
  const picture = sheet.querySelector("img");
  let page = 0, words = [], first = null, last = null, dragged = false;
  const buttons = () => [...sheet.querySelectorAll(".mark")];
  const indexOf = (target) => buttons().indexOf(target?.closest?.(".mark"));

  function draw() {
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    buttons().forEach((button, i) => {
      const on = first !== null && i >= from && i <= to;
      button.classList.toggle("on", on);
      button.setAttribute("aria-pressed", String(on));
    });
    return [from, to];
  }

  function mark(from, to) {
    [first, last] = [from, to];
    const [begin, end] = draw();
    const text = words.slice(begin, end + 1).map((word) => word.text).join(" ");
    taken(text, { page, first: begin, last: end });
  }

  /** The first click marks a word, the next one reaches from there, the one after begins anew. */
  function click(i) {
    if (first !== null && first === last && i !== first) mark(first, i);
    else mark(i, i);
  }

  function place(element, [left, top, right, bottom]) {
    Object.assign(element.style, {
      left: `${100 * left}%`, top: `${100 * top}%`,
      width: `${100 * (right - left)}%`, height: `${100 * (bottom - top)}%`,
    });
    return element;
  }

  function clear() {
    sheet.querySelectorAll(".mark, .likely").forEach((one) => one.remove());
    first = last = null;
  }

  /** Show a page and its words; `likely` is the part of it to look at. */
  async function open(identity, number, likely, said) {
    clear();
    page = number;
    const shown = new Promise((resolve) => { picture.onload = picture.onerror = resolve; });
    picture.src = `/documents/${identity}/pages/${number}.png`;
    const found = await send("GET", `/documents/${identity}/words?page=${number}`);
    await shown;
    if (page !== number) return;
    words = found;
    const made = words.map((word) => place(make("button", "", { className: "mark", type: "button", tabIndex: -1, title: word.text, ariaLabel: word.text, ariaPressed: "false" }), word.box));
    sheet.append(...made);
    const inside = likely ? words.findIndex((word) => word.box[1] >= likely[1]) : 0;
    if (made.length) made[Math.max(inside, 0)].tabIndex = 0;
    if (likely) sheet.append(place(make("div", said, { className: "likely" }), likely));
  }

  function focus(i) {
    const all = buttons();
    if (!all[i]) return;
    all.forEach((button) => { button.tabIndex = -1; });
    all[i].tabIndex = 0;
    all[i].focus();
  }

  /** The word above or below: of the nearest line that way, the one that is nearest across. */
  function beyond(i, way) {
    const middle = (box) => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const [x, y] = middle(words[i].box);
    const tall = words[i].box[3] - words[i].box[1];
    const far = words.map((word, j) => {
      const [across, down] = middle(word.box);
      const lines = way * (down - y);
      return { j, cost: lines > tall / 2 ? 3 * lines + Math.abs(across - x) : Infinity };
    });
    const best = far.reduce((one, other) => (other.cost < one.cost ? other : one));
    return best.cost < Infinity ? best.j : i;
  }

  sheet.addEventListener("pointerdown", (event) => {
    const i = indexOf(event.target);
    if (i < 0 || event.button) return;
    dragged = false;
    if (event.pointerType === "touch") return; // a finger that moves turns the page
    const begun = i;
    const move = (moved) => {
      const over = indexOf(document.elementFromPoint(moved.clientX, moved.clientY));
      if (over >= 0 && (dragged || over !== begun)) { dragged = true; mark(begun, over); }
    };
    sheet.addEventListener("pointermove", move);
    addEventListener("pointerup", () => sheet.removeEventListener("pointermove", move), { once: true });
  });
  sheet.addEventListener("click", (event) => {
    const i = indexOf(event.target);
    if (i >= 0 && !dragged) click(i);
    dragged = false;
  });
  sheet.addEventListener("keydown", (event) => {
    const i = indexOf(event.target);
    if (i < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowRight: i + 1, ArrowLeft: i - 1, ArrowDown: () => beyond(i, 1), ArrowUp: () => beyond(i, -1) };
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const to = Math.min(Math.max(typeof way === "function" ? way() : way, 0), words.length - 1);
    if (event.shiftKey) mark(first ?? i, to);
    focus(to);
  });

  return { open, clear, focus: () => sheet.querySelector(".mark[tabindex='0']")?.focus() };
}

/** A form with a field for each part of a value; marked words go into the field last used, or the first empty one. */
function fields(holder, parts, words) {
  const inputs = parts.map((part) => {
    const label = make("label", words[part] ?? part);
    const input = make("textarea", "", { name: part, rows: part === "task" ? 2 : 1, maxLength: 20000 });
    label.append(input);
    return input;
  });
  holder.replaceChildren(...inputs.map((input) => input.parentElement));
  let used = null;
  let marked = null;
  inputs.forEach((input) => input.addEventListener("focus", () => { used = input; }));
  return {
    inputs,
    take(text, place) {
      const into = used ?? inputs.find((input) => !input.value) ?? inputs[0];
      into.value = text;
      const same = marked && marked.page === place.page && inputs.length > 1;
      marked = same
        ? { page: place.page, first: Math.min(marked.first, place.first), last: Math.max(marked.last, place.last) }
        : place;
    },
    get marked() { return marked; },
    /** A text, or the parts of an entry. */
    get value() {
      const filled = inputs.filter((input) => input.value.trim());
      return parts[0] === "" ? inputs[0].value : Object.fromEntries(filled.map((input) => [input.name, input.value]));
    },
  };
}
