// Draws the pictures of a page from their specifications when they come near the window; without this script the
// server's drawings are shown. Expressions are interpreted, not compiled: the site's policy forbids eval.

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const SETTLED = 350; // ms after which a brush is taken to stand

async function draw(place) {
  const address = new URL(place.dataset.picture, location.href);
  if (dark.matches) address.searchParams.set("theme", "dark");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const { spec, options } = await answer.json();
    if (place.matches(".map, .travels")) spec.height = Math.max(160, Math.round(place.clientWidth / 2.1));
    const { view } = await window.vegaEmbed(place, spec, {
      ...options, ast: true, actions: false, defaultStyle: false, renderer: "canvas", mode: "vega-lite",
      tooltip: { disableDefaultStyle: true, id: "tip" }, loader: { target: "_self" },
    });
    if (place.dataset.list && JSON.stringify(spec).includes('"brush"')) brushing(place, view);
    if (place.dataset.whole) expanding(place, view);
    for (const hint of place.parentElement.querySelectorAll(".hint")) hint.hidden = false;
    place.dataset.drawn = "live";
  } catch (error) {
    console.warn("the server's drawing is shown:", error);
    const image = new Image();
    image.alt = place.getAttribute("aria-label") ?? "";
    address.pathname = address.pathname.replace(/\.json$/, ".svg");
    image.src = address.href;
    place.replaceChildren(image);
  }
}

/** Have the page's list of engagements show those of the days over which somebody draws. */
function brushing(place, view) {
  const list = document.querySelector("ol.engagements");
  if (!list) return;
  const note = place.parentElement.querySelector(".brushed") ?? document.createElement("p");
  note.className = "brushed";
  note.setAttribute("role", "status");
  place.after(note);
  const whole = [...list.childNodes];
  let timer = 0;
  const clear = () => { list.replaceChildren(...whole); note.replaceChildren(); };
  view.addSignalListener("brush", (_, drawn) => {
    clearTimeout(timer);
    const days = Object.values(drawn ?? {})[0];
    timer = setTimeout(() => (days ? show(days) : clear()), SETTLED);
  });

  async function show(days) {
    const [first, last] = days.map((day) => new Date(Number(day)).toISOString().slice(0, 10)).sort();
    const address = new URL(place.dataset.list, location.href);
    address.searchParams.set("since", first);
    address.searchParams.set("until", last);
    const answer = await fetch(address);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const link = document.createElement("a");
    link.href = address.href;
    link.textContent = place.dataset.brushed.replace("FIRST", first).replace("LAST", last);
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = place.dataset.all;
    back.addEventListener("click", () => { clear(); draw(place); });
    const found = page.querySelector("ol.engagements");
    const count = page.querySelector(".listing .count")?.firstChild?.textContent.split("·")[0].trim();
    note.replaceChildren(link, count ? ` · ${count} ` : ` · ${page.querySelector("p.none")?.textContent ?? ""} `, back);
    list.replaceChildren(...(found?.childNodes ?? []));
  }
}

/** Draw whom somebody met when their point is clicked, with the way to their page and back to the whole. */
function expanding(place, view) {
  view.addEventListener("click", (_, item) => {
    const point = item?.mark?.marktype === "symbol" ? item.datum : null;
    if (!point?.expand) return;
    place.dataset.original ??= place.dataset.picture;
    const address = new URL(place.dataset.original, location.href);
    address.searchParams.set("person", point.expand);
    redraw(place, address.pathname + address.search);
    const note = place.parentElement.querySelector(".expanded") ?? document.createElement("p");
    note.className = "brushed expanded";
    note.setAttribute("role", "status");
    const person = document.createElement("a");
    person.href = point.page;
    person.textContent = point.who;
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = place.dataset.whole;
    back.addEventListener("click", () => { redraw(place, place.dataset.original); note.remove(); });
    note.replaceChildren(person, " · ", back);
    place.before(note);
  });
}

function redraw(place, picture) {
  place.dataset.picture = picture;
  draw(place);
}

const places = document.querySelectorAll("[data-picture]");
const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "300px" });
for (const place of places) near.observe(place);
dark.addEventListener("change", () => { for (const place of places) if (place.dataset.drawn) draw(place); });
