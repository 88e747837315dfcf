// The keyboard: everything the mouse can do.

const ONWARD = { j: 1, k: -1, ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Move the focus from one of the elements to its neighbour, within the first and the last. */
function step(elements, from, onward) {
  elements[Math.min(elements.length - 1, Math.max(0, elements.indexOf(from) + onward))]?.focus();
}

function keyInPanel(key) {
  if (key === "j" || key === "k") move(ONWARD[key]);
  else if (key in ONWARD) step([...element("readings").querySelectorAll("button")], document.activeElement, ONWARD[key]);
  else if (key === "0") clearChoice();
  else if (key === "a") element("all-alike").checked = !element("alike").hidden && !element("all-alike").checked;
  else if (/^[1-9]$/.test(key)) element("readings").querySelectorAll("button")[key - 1]?.click();
  else return false;
  return true;
}

function keyInText(key, target) {
  const place = placeOf.get(target);
  if (placeOfItem.has(target) && key in ONWARD) step([...placeOfItem.keys()], target, ONWARD[key]);
  else if (place && (key === "Enter" || key === " ")) openPanel(place, places);
  else if (place ? key in ONWARD : key === "j" || key === "k") step([...marks], target, ONWARD[key]);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && key === "s") {
    save();
    event.preventDefault();
  }
  const typing = target === element("typed");
  if ((event.ctrlKey || event.metaKey) && key === "z" && !typing) takeBack();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "Escape") closePanel();
  else if (typing) return;
  else if (key === "z") takeBack();
  else if (key === "n") goOn(current ?? placeOf.get(target));
  else if (current ? keyInPanel(key) : keyInText(key, target)) event.preventDefault();
});

element("text").addEventListener("click", ({ target }) => {
  const place = placeOf.get(target.closest("mark"));
  if (place) openPanel(place, places);
});

recall();
listUpTo(1);
showAll();
