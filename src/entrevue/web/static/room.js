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
    if (event.key === "Escape") { box.hidden = true; field.focus(); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...box.querySelectorAll("a")];
    if (box.hidden || stops.length < 2) return;
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
