// The desk with a keyboard and with the words of a text; every page works without this too.

const KEYS = "entrevue-keys";
const items = [...document.querySelectorAll("[data-item]")];
let at = items.length === 1 ? 0 : -1;

function current() {
  return items[at] ?? items[0] ?? document.body;
}

function move(step) {
  if (items.length < 2) return;
  items[at]?.removeAttribute("data-here");
  at = Math.max(0, Math.min(items.length - 1, at + step));
  items[at].setAttribute("data-here", "");
  items[at].focus({ preventScroll: true });
  items[at].scrollIntoView({ block: "nearest" });
}

function act(key) {
  const form = current().querySelector(`form[data-key="${key}"]`) ?? document.querySelector(`form[data-key="${key}"]`);
  if (form && (key === "u" || at >= 0)) form.requestSubmit();
  else if (key === "u") document.querySelector("#history form button")?.focus();
}

function follow(key) {
  const link = current().querySelector(`[data-follow="${key}"]`);
  if (!link || at < 0) return;
  link.click();
  const target = link.hash && document.querySelector(link.hash);
  if (target) (target.querySelector("select, button, input:not([type=hidden])") ?? target).focus();
}

// After a decision the address names the next card: it is in view, and keys act on it.
if (location.hash.startsWith("#e-")) {
  const place = items.findIndex((item) => item.id === decodeURIComponent(location.hash.slice(1)));
  if (place >= 0) {
    at = place;
    items[at].setAttribute("data-here", "");
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "center" });
  }
}

const all = document.querySelector("input[data-tick-all]");
if (all) {
  for (const part of document.querySelectorAll("[data-tick-all]")) part.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll("input[name=chosen]")) box.checked = all.checked;
  });
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => at >= 0 && current().querySelector("[data-open]")?.click(),
  a: () => act("a"),
  r: () => act("r"),
  u: () => act("u"),
  c: () => (current().querySelector('form[data-key="c"]') ? act("c") : follow("c")),
  m: () => follow("m"),
  x: () => at >= 0 && current().querySelector("input[name=chosen]")?.click(),
  b: () => document.querySelector('form[data-key="b"]')?.requestSubmit(),
  "?": () => {
    const help = document.getElementById("keys");
    if (help) help.open = !help.open;
  },
};

const allowed = document.getElementById("keys-on");
if (allowed) {
  allowed.checked = localStorage.getItem(KEYS) !== "off";
  allowed.addEventListener("change", () => localStorage.setItem(KEYS, allowed.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS) === "off") return;
  const known = Object.hasOwn(ACTS, event.key) && ACTS[event.key];
  if (!known) return;
  event.preventDefault();
  known();
});

// Correct by selecting words: offsets count code points of the report's text, as everywhere in Entrevue.

const form = document.getElementById("correct");
const sources = document.getElementById("sources");

function pointsBefore(passage, node, offset) {
  const range = document.createRange();
  range.setStart(passage, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}

function passageOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-start]");
}

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const first = passageOf(range.startContainer);
  // a selection that ends at the very beginning of the next paragraph belongs to the one before
  let last = passageOf(range.endContainer);
  let end = last && Number(last.dataset.start) + pointsBefore(last, range.endContainer, range.endOffset);
  if (!first || !sources.contains(first)) return null;
  if (!last || first !== last) {
    last = first;
    end = Number(first.dataset.start) + [...first.textContent].length;
  }
  let start = Number(first.dataset.start) + pointsBefore(first, range.startContainer, range.startOffset);
  const text = [...first.textContent];
  const from = Number(first.dataset.start);
  while (start < end && /\s/u.test(text[start - from])) start += 1;
  while (end > start && /\s/u.test(text[end - 1 - from])) end -= 1;
  if (start >= end) return null;
  const report = first.closest("[data-report]").dataset.report;
  return { report, start, end, quote: text.slice(start - from, end - from).join("") };
}

function show(found) {
  const quote = document.getElementById("quote");
  for (const name of ["report", "start", "end"]) form.elements[name].value = found ? found[name] : "";
  quote.hidden = !found;
  quote.querySelector("q").textContent = found ? found.quote : "";
}

function fill() {
  const found = selected();
  if (!found) return;
  show(found);
  const field = form.elements.field.value.split(".").pop();
  const plain = !["kind", "status", "part"].includes(field); // these have values of their own
  if (plain) form.elements.value.value = found.quote; // the server reads dates and states
  form.elements.empty.checked = false;
}

if (form && sources) {
  sources.addEventListener("mouseup", () => setTimeout(fill));
  sources.addEventListener("touchend", () => setTimeout(fill));
  sources.addEventListener("keyup", (event) => event.shiftKey && fill());
  form.querySelector("#quote button").addEventListener("click", () => show(null));
  // What is typed over selected words is not told by them.
  form.elements.value.addEventListener("input", () => show(null));
  document.getElementById("fields").addEventListener("click", (event) => {
    const link = event.target.closest("[data-field]");
    if (!link) return;
    event.preventDefault();
    form.elements.field.value = link.dataset.field;
    form.scrollIntoView({ block: "nearest" });
    form.elements.value.focus();
    fill();
  });
}

// Many files at once: each is read by a request of its own, and its reading put before the form as soon as it is there.
const many = document.querySelector("form[data-many]");
if (many) {
  const files = many.querySelector("input[type=file]");
  const progress = many.querySelector(".progress");
  many.addEventListener("dragover", (event) => { event.preventDefault(); });
  many.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
  });
  many.addEventListener("submit", async (event) => {
    const chosen = [...files.files];
    if (chosen.length < 2) return;
    event.preventDefault();
    progress.hidden = false;
    for (const [place, file] of chosen.entries()) {
      progress.textContent = many.dataset.many.replace("NUMBER", place + 1).replace("COUNT", chosen.length);
      const body = new FormData();
      body.set("published", many.elements.published.value);
      body.append("files", file);
      const answer = await fetch(many.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const read = page.querySelectorAll("article.added, p.fault");
      for (const one of read) many.before(document.importNode(one, true));
    }
    progress.hidden = true;
    files.value = "";
  });
}
