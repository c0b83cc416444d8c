// What is pleasant beyond plain pages: search as one types, and buttons that copy. Nothing here is needed to read.

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    const label = button.textContent;
    button.textContent = "✓";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggestAsTyped(form);

/** Show what `/suggest` finds under the field; arrows move among the links, Escape closes. */
function suggestAsTyped(form) {
  const field = form.querySelector("input[type=search]");
  const box = document.createElement("div");
  box.className = "suggestions";
  box.hidden = true;
  box.setAttribute("aria-live", "polite");
  form.append(box);
  let timer = 0;
  let asked = new AbortController();

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const words = field.value.trim();
    if (words.length < 2) { box.hidden = true; return; }
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (!answer.ok) return;
      box.innerHTML = await answer.text();  // a fragment of ours, everything in it escaped by the server
      box.hidden = false;
    } catch (error) {
      if (error.name !== "AbortError") box.hidden = true;
    }
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.focus(); box.hidden = true; return; } // focus opens the box: it is closed after
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...box.querySelectorAll("a")];
    if (box.hidden || stops.length < 2) return;
    clearTimeout(timer);
    asked.abort();  // what comes late must not take the link away on which the reader stands
    const place = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(place + stops.length) % stops.length].focus();
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) box.hidden = true; });
  field.addEventListener("focus", () => { if (box.childElementCount && field.value.trim().length > 1) box.hidden = false; });
}

// All the pieces that a highlight was cut into are marked when an address leads to it, and stand in the middle of the window.
function light() {
  for (const piece of document.querySelectorAll("mark.lit")) piece.classList.remove("lit");
  const start = /^#s(\d+)$/.exec(location.hash)?.[1];
  if (!start) return;
  const pieces = [...document.querySelectorAll("mark[data-of]")].filter((mark) => mark.dataset.of.split(" ").includes(start));
  for (const piece of pieces) piece.classList.add("lit");
  (document.getElementById(`s${start}`) ?? pieces[0])?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", light);
light();

// Searches that a reader keeps, in this browser alone: the address after the question mark, what it is called, and the
// day on which the reader looked at it last.
const SHELF = "entrevue.searches";
const VISIT = "entrevue.visit";
const today = new Date().toISOString().slice(0, 10);

function shelf() {
  try { return JSON.parse(localStorage.getItem(SHELF) ?? "[]").filter((one) => typeof one.address === "string"); }
  catch { return []; }
}

function store(name, value) {
  try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ }
}

for (const button of document.querySelectorAll("[data-keep]")) {
  const address = button.dataset.keep;
  const kept = () => shelf().some((one) => one.address === address);
  const show = () => { button.hidden = !address; button.setAttribute("aria-pressed", String(kept())); };
  button.addEventListener("click", () => {
    const others = shelf().filter((one) => one.address !== address);
    store(SHELF, JSON.stringify(kept() ? others : [...others, { address, title: button.dataset.title, seen: today }]));
    show();
    document.dispatchEvent(new Event("shelf"));
  });
  show();
}
const opened = new URLSearchParams(location.search);
if (location.pathname.endsWith("/engagements")) {
  store(SHELF, JSON.stringify(shelf().map((one) => (
    new URLSearchParams(one.address).toString() === opened.toString() ? { ...one, seen: today } : one
  ))));
}

const place = document.querySelector("[data-shelf]");
if (place) showShelf(place);

/** List kept searches, each with how many engagements something came for since it was looked at. */
function showShelf(section) {
  const list = section.querySelector("ul");
  const words = section.dataset;
  section.hidden = !shelf().length;
  list.replaceChildren(...shelf().map((one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${words.list}?${one.address}`;
    link.textContent = one.title || one.address;
    const fresh = document.createElement("a");
    fresh.className = "fresh";
    fresh.href = `${words.list}?${one.address}&changed=${one.seen}&order=change`;
    const feed = document.createElement("a");
    feed.href = `${words.list}.atom?${one.address}`;
    feed.textContent = "Atom";
    const gone = document.createElement("button");
    gone.type = "button";
    gone.textContent = words.remove;
    gone.addEventListener("click", () => {
      store(SHELF, JSON.stringify(shelf().filter((other) => other.address !== one.address)));
      showShelf(section);
    });
    item.append(link, fresh, feed, gone);
    fetch(`${words.list}.json?${one.address}&changed=${one.seen}`)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then(({ total }) => { fresh.textContent = words.fresh.replace("0", String(total)).replace("DAY", one.seen); })
      .catch(() => { fresh.remove(); });
    return item;
  }));
}

const visit = document.querySelector("[data-visit]");
if (visit) {
  let last = null;
  try { last = localStorage.getItem(VISIT); } catch { /* nothing is kept */ }
  if (last && /^\d{4}-\d{2}-\d{2}$/.test(last) && last < today) {
    visit.href = visit.href.replace(/changed=[\d-]+/, `changed=${last}`);
    visit.textContent = visit.dataset.visit.replace("DAY", last);
  }
  if (last !== today) store(VISIT, today);
}
