// The list of places, least certain first: one stop of the Tab key, arrows within it.

const AT_ONCE = 200; // a book has more places than a browser likes to list
const placeOfItem = new Map();

/** List so many places at least, and whole helpings of them. */
function listUpTo(number) {
  const from = placeOfItem.size;
  const helping = byDoubt.slice(from, Math.ceil(number / AT_ONCE) * AT_ONCE);
  element("list").append(...helping.map((place) => make("li", "", makeItem(place))));
  helping.forEach(showItem);
  element("more").hidden = placeOfItem.size === places.length;
}

function makeItem(place) {
  place.item = make("button");
  place.item.type = "button";
  place.item.tabIndex = place === byDoubt[0] ? 0 : -1;
  place.item.addEventListener("click", () => openPanel(place, byDoubt));
  placeOfItem.set(place.item, place);
  return place.item;
}

function showItem(place) {
  if (!place.item) return;
  const choice = chosen.get(place.start);
  const reading = make("b", "", shown(choice?.reading ?? place.after));
  const before = sentenceBefore(place.mark, 16).replace(/^…\s*/u, "");
  const context = make("span", "", before, reading, sentenceAfter(place.mark, 24));
  const state = choice ? ["✓", make("span", "unseen", say("seen"))] : [share(place.probability)];
  place.item.replaceChildren(context, make("span", "share", ...state));
}

/** Put the list's only Tab stop on an item. */
function stopAt(item) {
  for (const other of element("list").querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
}

element("list").addEventListener("focusin", ({ target }) => stopAt(target));

function showAll() {
  places.forEach(showPlace);
  byDoubt.slice(0, placeOfItem.size).forEach(showItem);
  count();
}

element("more").addEventListener("click", () => {
  const listed = placeOfItem.size;
  listUpTo(listed + 1);
  byDoubt[listed].item.focus();
});

// On a narrow screen the text comes first, and the list when asked for.
element("doubts").open = wide.matches;
