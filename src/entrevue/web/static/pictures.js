// Draws the pictures of a page from their specifications when they come near the window; without this script the
// server's drawings are shown. Expressions are interpreted, not compiled: the site's policy forbids eval.

const dark = window.matchMedia("(prefers-color-scheme: dark)");

async function draw(place) {
  const address = new URL(place.dataset.picture, location.href);
  if (dark.matches) address.searchParams.set("theme", "dark");
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const { spec, options } = await answer.json();
    if (place.classList.contains("map")) spec.height = Math.max(160, Math.round(place.clientWidth / 2.1));
    await window.vegaEmbed(place, spec, {
      ...options, ast: true, actions: false, defaultStyle: false, renderer: "canvas", mode: "vega-lite",
      tooltip: { disableDefaultStyle: true, id: "tip" }, loader: { target: "_self" },
    });
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
