// The list of places, least certain first: one stop of the Tab key, arrows within it.

for (const place of byDoubt) {
  place.item = make("button");
  place.item.type = "button";
  place.item.tabIndex = -1;
  place.item.addEventListener("click", () => openPanel(place, byDoubt));
  element("list").append(make("li", "", place.item));
}
const placeOfItem = new Map(places.map((place) => [place.item, place]));
if (byDoubt.length) byDoubt[0].item.tabIndex = 0;

function showItem(place) {
  const choice = chosen.get(place.start);
  const reading = make("b", "", shown(choice?.reading ?? place.after));
  const before = sentenceBefore(place.mark, 16).replace(/^…\s*/u, "");
  const context = make("span", "", before, reading, sentenceAfter(place.mark, 24));
  place.item.replaceChildren(context, make("span", "share", choice ? "✓" : share(place.probability)));
  place.item.setAttribute("aria-label", place.mark.getAttribute("aria-label"));
}

/** Put the list's only Tab stop on an item. */
function stopAt(item) {
  for (const other of element("list").querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
}

element("list").addEventListener("focusin", ({ target }) => stopAt(target));

function showAll() {
  places.forEach(showPlace);
  places.forEach(showItem);
  count();
}

// On a narrow screen the text comes first, and the list when asked for.
element("doubts").open = wide.matches;
