"use strict";

const queue = document.getElementById("queue");
const part = (id) => document.getElementById(id);
const verdicts = JSON.parse(queue.dataset.verdicts);
const words = JSON.parse(queue.dataset.words);
const only = queue.dataset.document ? `&document=${queue.dataset.document}` : "";
const may = queue.dataset.may === "yes";
const AHEAD = 30; // values fetched at once: half a minute at one key each
const PICTURES_AHEAD = 3;

let values = [];
let current = null;
let offer = null;
let busy = false;
const skipped = new Set();
const done = [];

const keyOf = (value) => `${value.document} ${value.pointer}`;
const stripOf = (value) =>
  `/documents/${value.document}/strip?pointer=${encodeURIComponent(value.pointer)}`;

/** "/signers/0/name" in words: "Người ký 1 · tên". */
function labelOf(pointer) {
  const said = [];
  for (const step of pointer.slice(1).split("/")) {
    if (/^\d+$/.test(step) && said.length) said[said.length - 1] += ` ${Number(step) + 1}`;
    else said.push(words[step] ?? step);
  }
  return said.join(" · ");
}

async function fill() {
  const answer = await send("GET", `/queue?limit=${AHEAD + skipped.size}${only}`);
  values = answer.values.filter((value) => !skipped.has(keyOf(value)));
  if (!values.length && skipped.size) {
    skipped.clear();
    values = answer.values;
  }
}

async function refreshProgress() {
  const told = await send("GET", `/queue/progress?${only.slice(1)}`);
  const percent = (share) => `${(100 * share).toLocaleString(queue.dataset.lang, { maximumFractionDigits: 1 })} %`;
  for (const element of part("progress").querySelectorAll("[data-value]")) {
    const name = element.dataset.value;
    if (name === "reached") element.hidden = !told.reached;
    else if (name === "rate") element.textContent = percent(told.error_rate);
    else if (name === "wanted") element.textContent = percent(told.wanted);
    else element.textContent = told[name];
  }
}

async function next() {
  offer = null;
  part("offer").hidden = true;
  if (!values.length) await fill();
  current = values.shift() ?? null;
  part("none").hidden = current !== null;
  part("card").hidden = current === null;
  refreshProgress();
  if (current) show(current);
  for (const value of values.slice(0, PICTURES_AHEAD)) if (value.strip) new Image().src = stripOf(value);
}

function show(value) {
  const card = part("card");
  edit(false);
  card.dataset.pointer = value.pointer;
  part("label").textContent = labelOf(value.pointer);
  Object.assign(part("document"), { textContent: value.name, href: `/view/${value.document}?lang=${queue.dataset.lang}` });
  part("meter").value = Math.round(value.confidence * 100);
  part("percent").textContent = `${Math.round(value.confidence * 100)} %`;
  part("strip").hidden = !value.strip;
  part("no-strip").hidden = value.strip;
  if (value.strip) part("strip").src = stripOf(value);
  part("raw").textContent = value.raw || "–";
  part("proposed").textContent = value.value;
  part("options-part").hidden = !value.options.length;
  part("options").replaceChildren(
    ...value.options.map((option, i) => {
      const button = make("button", "", { type: "button" });
      button.dataset.option = i;
      button.append(make("kbd", i + 1), " ", option.text, " ", make("span", `${(100 * option.probability).toFixed(1)} %`, { className: "hint" }));
      const item = make("li", "");
      item.append(button);
      return item;
    }),
  );
  card.focus({ preventScroll: true });
}

function edit(on) {
  const form = part("correction");
  form.hidden = !on;
  part("card").querySelector(".actions").hidden = on;
  if (on) {
    form.elements.after.value = current.value;
    form.elements.after.focus();
    form.elements.after.select();
  } else if (current) {
    part("card").focus({ preventScroll: true });
  }
}

function remember(value, verdict, after, id) {
  done.push({ value, verdict, after, id });
  drawDone();
}

function drawDone() {
  const last = done.slice(-6).reverse();
  part("done").replaceChildren(...last.map((one) => make("li", `${verdicts[one.verdict]}: ${one.after || one.value.value}`)));
  part("undo").disabled = !done.length;
}

async function decide(decision, after) {
  const value = current;
  const url = `/documents/${value.document}/decisions`;
  const kept = await send("POST", url, { pointer: value.pointer, before: value.value, ...decision });
  say(part("message"), `✓ ${verdicts[kept.verdict]}: ${kept.after || value.value}`, "good");
  remember(value, kept.verdict, kept.after, kept.id);
  if (kept.verdict === "correct") await offerMore(value, kept.after);
  else await next();
}

/** After a correction: the same case elsewhere, and the wrong name as another name of the unit. */
async function offerMore(value, after) {
  const query = new URLSearchParams({ document: value.document, pointer: value.pointer, value: value.value });
  const [same, alias] = await Promise.all([
    send("GET", `/queue/same?${query}`),
    value.unit ? aliasFor(value.value, after) : null,
  ]);
  const offers = [];
  if (same.length) {
    offers.push({
      title: part("offer").dataset.same,
      change: `${value.value} → ${after}`,
      items: same.map((one) => `${one.name}: ${labelOf(one.pointer)} (${Math.round(one.confidence * 100)} %)`),
      async yes() {
        const places = same.map((one) => ({ document: one.document, pointer: one.pointer, before: one.value }));
        const answer = await send("POST", "/queue/same", { after, places });
        values = [];
        return `${answer.settled} ${queue.dataset.sameDone}`;
      },
    });
  }
  if (alias) {
    offers.push({
      title: part("offer").dataset.alias,
      change: `${value.value} = ${alias.name}${alias.place ? `, ${alias.place}` : ""}`,
      items: [part("offer").dataset.aliasHint],
      async yes() {
        await send("POST", "/gazetteer/changes", { action: "alias", unit_id: alias.unit_id, name: value.value });
        return queue.dataset.aliasDone;
      },
    });
  }
  await nextOffer(offers);
}

/** The unit that the right name means, where the wrong name does not mean it yet. */
async function aliasFor(wrong, right) {
  const ask = (name) => send("GET", `/gazetteer/matches?${new URLSearchParams({ name })}`);
  const [before, now] = [await ask(wrong), await ask(right)];
  if (!now.answer || before.answer === now.answer) return null;
  return now.candidates.find((one) => one.unit_id === now.answer);
}

async function nextOffer(offers) {
  offer = offers.shift() ?? null;
  if (!offer) return next();
  offer.rest = offers;
  const box = part("offer");
  part("card").hidden = true;
  box.hidden = false;
  box.querySelector("h2").textContent = offer.title;
  box.querySelector(".change").textContent = offer.change;
  box.querySelector("ul").replaceChildren(...offer.items.map((item) => make("li", item)));
  box.focus({ preventScroll: true });
}

/** Someone else was quicker: say who decided what, and go on. */
async function tellConflict() {
  const value = current;
  const { decisions } = await send("GET", `/documents/${value.document}/decisions`);
  const last = decisions.filter((one) => one.pointer === value.pointer).pop();
  const who = last ? `${last.reviewer}: ${verdicts[last.verdict]} “${last.after || last.before}”` : "";
  await next();
  say(part("message"), `${queue.dataset.conflict} ${who}`, "bad");
}

async function undo() {
  const last = done.pop();
  if (!last) return;
  drawDone();
  if (last.id) {
    await send("POST", `/documents/${last.value.document}/decisions/${last.id}/undo`);
  } else {
    skipped.delete(keyOf(last.value));
  }
  say(part("message"), `${verdicts.undo}: ${last.value.value}`, "good");
  if (current) values.unshift(current);
  values = values.filter((value) => keyOf(value) !== keyOf(last.value));
  values.unshift(last.value);
  await next();
}

const actions = {
  accept: () => decide({}),
  edit: () => edit(true),
  cancel: () => edit(false),
  reject: () => decide({ reject: true }),
  undo,
  skip: async () => {
    skipped.add(keyOf(current));
    remember(current, "skip", "", null);
    await next();
  },
  yes: async () => {
    const { rest } = offer;
    say(part("message"), `✓ ${await offer.yes()}`, "good");
    await nextOffer(rest);
  },
  no: () => nextOffer(offer.rest),
};

/** One action at a time: a key pressed meanwhile would fall on a value nobody has seen yet. */
async function run(action) {
  if (busy || !may) return;
  busy = true;
  try {
    await action();
  } catch (error) {
    if (error.code === "conflict" && current) await tellConflict();
    else say(part("message"), error.message, "bad");
  } finally {
    busy = false;
  }
}

function choose(i) {
  const option = current?.options[i];
  if (option) run(() => decide({ after: option.text }));
}

const KEYS = { Enter: "accept", e: "edit", x: "reject", s: "skip", u: "undo" };
const OFFER_KEYS = { y: "yes", Enter: "yes", n: "no", Escape: "no", u: "undo" };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("textarea, input");
  if (typing) {
    if (event.key === "Enter" && !event.shiftKey) event.target.form.requestSubmit();
    else if (event.key === "Escape") edit(false);
    else return;
  } else if (event.target.matches("button, a") && event.key === "Enter") {
    return;
  } else if (offer) {
    if (!(event.key in OFFER_KEYS)) return;
    run(actions[OFFER_KEYS[event.key]]);
  } else if (/^[1-5]$/.test(event.key)) {
    choose(Number(event.key) - 1);
  } else if (event.key in KEYS && (current || event.key === "u")) {
    run(actions[KEYS[event.key]]);
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.option) choose(Number(button.dataset.option));
  else if (button?.dataset.do) run(actions[button.dataset.do]);
});

part("correction").addEventListener("submit", (event) => {
  event.preventDefault();
  const after = event.target.elements.after.value;
  run(() => decide({ after }));
});

next().catch((error) => say(part("message"), error.message, "bad"));
