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
let filling = null;
const marking = marker(part("sheet"), (text, marked) => filling.take(text, marked));
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
    else if (step === "-") continue;
    else said.push(words[`${pointer.split("/")[1]}/${step}`] ?? words[step] ?? step);
  }
  return said.join(" · ");
}

async function fill() {
  const answer = await send("GET", `/queue?lang=${queue.dataset.lang}&limit=${AHEAD + skipped.size}${only}`);
  values = answer.values.filter((value) => !skipped.has(keyOf(value)));
  if (!values.length && skipped.size) {
    skipped.clear();
    values = answer.values;
  }
}

const percent = (share) => `${(100 * share).toLocaleString(queue.dataset.lang, { maximumFractionDigits: 1 })} %`;

async function refreshProgress() {
  const told = await send("GET", `/queue/progress?${only.slice(1)}`);
  for (const element of part("progress").querySelectorAll("[data-value]")) {
    element.textContent = told[element.dataset.value];
  }
  showError(told);
  if (part("quality").open) await showQuality();
}

/** The measured error of accepted values: the share, its interval on a scale, and whether one may stop. */
function showError({ error, enough, wanted, reached }) {
  const box = part("error");
  const known = error.share !== null;
  const said = { ...error, enough, low: percent(error.low), high: percent(error.high) };
  const words = (known ? box.dataset.known : box.dataset.unknown).replace(/{(\w+)}/g, (_, name) => said[name]);
  box.querySelector(".hint").textContent = `${words} ${box.dataset.wanted.replace("{wanted}", percent(wanted))}`;
  for (const part of box.querySelectorAll(".rate, .scale, .verdict")) part.hidden = !known;
  if (!known) return;
  box.querySelector(".rate strong").textContent = percent(error.share);
  const whole = Math.max(error.high, 2 * wanted, 0.01);
  const at = (share) => `${(100 * share) / whole}%`;
  Object.assign(box.querySelector(".range").style, { left: at(error.low), width: at(error.high - error.low) });
  box.querySelector(".most").style.left = at(wanted);
  const verdict = box.querySelector(".verdict");
  verdict.textContent = reached ? `✓ ${box.dataset.stop}` : box.dataset.on;
  verdict.className = `verdict ${reached ? "good" : "wait"}`;
}

/** Tables: the error of accepted values by field, kind and month; precision and recall by field. */
async function showQuality() {
  const found = await send("GET", "/queue/quality");
  const box = part("quality");
  const heads = JSON.parse(box.dataset.heads);
  const share = (one) => (one === null ? "–" : percent(one));
  const wrong = (one) => (one ? [percent(one.wrong / one.audited), `${percent(one.low)} – ${percent(one.high)}`, one.audited] : ["–", "–", 0]);
  const errors = new Map(found.fields.map((one) => [one.name, one]));
  const rows = found.found.map((one) => [words[one.name] ?? one.name, ...wrong(errors.get(one.name)), share(one.precision), share(one.recall), one.missed]);
  const plain = (parts, name) => parts.map((one) => [name(one.name), ...wrong(one)]);
  const measured = [heads.wrong, heads.between, heads.audited];
  part("tables").replaceChildren(
    ...(rows.length ? [] : [make("p", heads.none, { className: "hint" })]),
    ...tableOf([heads.field, ...measured, heads.precision, heads.recall, heads.missed], rows.sort((one, other) => other[3] - one[3])),
    ...tableOf([heads.kind, ...measured], plain(found.kinds, (name) => name || box.dataset.unknown)),
    ...tableOf([heads.month, ...measured], plain(found.months, (name) => name.split("-").reverse().join("/"))),
  );
}

function tableOf(heads, rows) {
  if (!rows.length) return [];
  const table = make("table", "");
  const line = (cells, tag) => {
    const row = make("tr", "");
    row.append(...cells.map((cell, i) => make(tag, cell, { className: i ? "figure" : "" })));
    return row;
  };
  const [head, body] = [make("thead", ""), make("tbody", "")];
  head.append(line(heads, "th"));
  body.append(...rows.map((row) => line(row, "td")));
  table.append(head, body);
  const scroll = make("div", "", { className: "scroll", tabIndex: 0 });
  scroll.append(table);
  return [scroll];
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
  part("read").hidden = Boolean(value.missing);
  part("missing").hidden = !value.missing;
  if (value.missing) showMissing(value);
  else showRead(value);
  card.focus({ preventScroll: true });
}

function showRead(value) {
  part("strip").hidden = !value.strip;
  part("no-strip").hidden = value.strip;
  if (value.strip) part("strip").src = stripOf(value);
  part("raw").textContent = value.raw || "–";
  part("proposed").textContent = value.shown;
  part("options-part").hidden = !value.options.length;
  part("options").replaceChildren(
    ...value.options.map((option, i) => {
      const button = make("button", "", { type: "button" });
      button.dataset.option = i;
      button.append(make("kbd", i + 1), " ", option.text, " ", make("span", percent(option.probability), { className: "hint" }));
      const item = make("li", "");
      item.append(button);
      return item;
    }),
  );
}

/** A value that was not found: fields to fill, and the page on which to mark it. */
function showMissing(value) {
  const { page, picture } = value.missing;
  const box = part("missing");
  box.querySelector("[data-do=reject]").hidden = false;
  part("how").textContent = picture ? box.dataset.mark : box.dataset.type;
  part("leave").textContent = box.dataset.later;
  part("paper").hidden = !picture;
  part("pages").textContent = value.pages;
  fresh();
  if (picture) turn(page);
}

function fresh() {
  filling = fields(part("parts"), current.parts.length ? current.parts : [""], { ...words, "": labelOf(current.pointer) });
}

async function turn(page) {
  const value = current;
  if (page < 1 || page > value.pages) return;
  part("page").textContent = page;
  const likely = page === value.missing.page ? value.missing.box : null;
  await marking.open(value.document, page, likely, part("missing").dataset.likely);
  part("sheet").parentElement.scrollTop = likely ? likely[1] * part("sheet").scrollHeight : 0;
}

/** Keep what was filled in; of a list there may be more to add. */
async function add() {
  const value = current;
  const { value: given, marked } = filling;
  const kept = await send("POST", `/documents/${value.document}/values`, { pointer: value.pointer, value: given, marked });
  const told = typeof given === "string" ? given : Object.values(given).join(" · ");
  say(part("message"), `✓ ${verdicts.add}: ${told}`, "good");
  remember(value, "add", told, kept.id);
  refreshProgress();
  if (!value.pointer.endsWith("/-")) return next();
  part("missing").querySelector("[data-do=reject]").hidden = true;
  part("leave").textContent = part("missing").dataset.next;
  fresh();
  part("card").focus({ preventScroll: true });
}

function edit(on) {
  if (current?.missing) {
    if (on) filling.inputs[0].focus();
    else part("card").focus({ preventScroll: true });
    return;
  }
  const form = part("correction");
  form.hidden = !on;
  part("read").querySelector(".actions").hidden = on;
  if (on) {
    form.elements.after.value = current.shown;
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
  part("done").replaceChildren(...last.map((one) => make("li", `${verdicts[one.verdict]}: ${one.after || one.value.value || labelOf(one.value.pointer)}`)));
  part("undo").disabled = !done.length;
}

async function decide(decision, after) {
  const value = current;
  const url = `/documents/${value.document}/decisions`;
  const kept = await send("POST", url, { pointer: value.pointer, before: value.value, ...decision });
  say(part("message"), `✓ ${verdicts[kept.verdict]}: ${kept.after || value.value || labelOf(value.pointer)}`, "good");
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
      items: same.map((one) => `${one.name}: ${labelOf(one.pointer)}`),
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
  say(part("message"), `${verdicts.undo}: ${last.value.value || labelOf(last.value.pointer)}`, "good");
  if (current) values.unshift(current);
  values = values.filter((value) => keyOf(value) !== keyOf(last.value));
  values.unshift(last.value);
  await next();
}

const actions = {
  accept: () => (current.missing ? edit(true) : decide({})),
  edit: () => edit(true),
  mark: () => marking.focus(),
  before: () => turn(Number(part("page").textContent) - 1),
  after: () => turn(Number(part("page").textContent) + 1),
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

const KEYS = { Enter: "accept", e: "edit", m: "mark", x: "reject", s: "skip", u: "undo" };
const OFFER_KEYS = { y: "yes", Enter: "yes", n: "no", Escape: "no", u: "undo" };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("textarea, input");
  // A key held down says its word once: the next value has not been looked at.
  if (event.repeat && (event.key === "Enter" || (!typing && event.key.length === 1))) {
    event.preventDefault();
    return;
  }
  if (typing) {
    if (event.key === "Enter" && !event.shiftKey) event.target.form.requestSubmit();
    else if (event.key === "Escape") edit(false);
    else return;
  } else if (event.target.matches("button, a, summary") && event.key === "Enter") {
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
  const typed = event.target.elements.after.value;
  const after = typed === current.shown ? current.value : typed;
  run(() => decide({ after }));
});

part("filling").addEventListener("submit", (event) => {
  event.preventDefault();
  run(add);
});
part("quality").addEventListener("toggle", () => {
  if (part("quality").open) run(showQuality);
});

next().catch((error) => say(part("message"), error.message, "bad"));
