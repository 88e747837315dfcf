// The readings of one place, in its sentence.

/** The place shown, and the order in which the reviewer goes through the places: the text's or the list's. */
let current = null;
let trail = places;

/** Show wherever a place stands that it is the current one. */
function point(place) {
  for (const part of [current?.mark, current?.source, current?.item]) part?.removeAttribute("aria-current");
  for (const part of [place?.mark, place?.source, place?.item]) part?.setAttribute("aria-current", "true");
  current = place;
}

function openPanel(place, order) {
  trail = order;
  if (order === byDoubt) listUpTo(byDoubt.indexOf(place) + 1);
  point(place);
  element("panel").hidden = false;
  showPanel();
  place.mark.scrollIntoView({ block: "center" });
  place.item?.scrollIntoView({ block: "nearest" });
  (pressed() ?? element("readings").querySelector("button")).focus({ preventScroll: true });
}

const pressed = () => element("readings").querySelector("[aria-pressed=true]");

/** The readings to offer: the restorer's, and the reviewer's own where it is none of them. */
function offered(place) {
  const choice = chosen.get(place.start);
  const own = choice && !place.readings.some(([reading]) => reading === choice.reading);
  return own ? [...place.readings, [choice.reading, null]] : place.readings;
}

function showPanel() {
  const facts = { number: current.index + 1, all: places.length, before: current.before };
  element("place").textContent = say(current.before ? "place" : "gap", facts);
  element("readings").replaceChildren(...offered(current).map(readingLine));
  element("typed").value = "";
  element("clear").hidden = !chosen.has(current.start);
  element("all-alike").checked = false;
  element("alike").hidden = !alike().length;
  element("alike-count").textContent = say("alike", { count: alike().length });
  verdict();
}

function readingLine([reading, probability], number) {
  const word = make("b", "", ...(reading ? lettered(current, reading) : [shown(reading)]));
  const button = make(
    "button",
    "",
    make("kbd", "", String(number + 1)),
    make("span", "left", sentenceBefore(current.mark, around())),
    make("span", "right", word, sentenceAfter(current.mark, around())),
    make("span", "share", probability === null ? say("typed") : share(probability)),
  );
  button.type = "button";
  button.setAttribute("aria-pressed", chosen.get(current.start)?.reading === reading);
  button.addEventListener("click", () => chooseAndGoOn(reading));
  return make("li", "", button);
}

/** The places still to be looked at that have what the current one has, and were restored as it was. */
const alike = () => places.filter((place) => place !== current && !chosen.has(place.start) && isLike(place, current));

/** Whether two places may share a choice; a gap is like no other. */
const isLike = (one, other) => one.before !== "" && one.before === other.before && one.after === other.after;

/** The next place to be looked at after this one, or from the first on. */
const nextUnseen = (place) =>
  [...trail.slice(trail.indexOf(place) + 1), ...trail].find(({ start }) => !chosen.has(start));

function goOn(place = current) {
  const next = nextUnseen(place);
  if (next) openPanel(next, trail);
  return next;
}

function chooseAndGoOn(reading) {
  const others = element("all-alike").checked ? alike().filter((place) => fits(place, reading)) : [];
  choose([current, ...others], reading);
  if (others.length) announce("chosen_alike", { count: others.length + 1 });
  if (goOn()) return;
  announce("finished");
  closePanel();
  element("save").focus();
}

/** Go so many places on, within the first and the last. */
function move(places_on) {
  const next = trail[trail.indexOf(current) + places_on];
  if (next) openPanel(next, trail);
}

function clearChoice() {
  if (!chosen.has(current.start)) return;
  unchoose(current);
  announce("cleared");
  openPanel(current, trail);
}

function takeBack() {
  const place = undo();
  if (!place) return;
  announce("undone");
  openPanel(place, trail);
}

function closePanel() {
  if (!current) return;
  const { mark, item } = current;
  element("panel").hidden = true;
  point(null);
  (trail === byDoubt && element("doubts").open ? item : mark).focus();
}

/** The reading typed, composed as the project writes it unless only the letters as typed fit. */
function typed() {
  const text = element("typed").value;
  const composed = text.normalize("NFC");
  return !fits(current, composed) && fits(current, text) ? text : composed;
}

function verdict() {
  const reading = typed();
  const right = fits(current, reading);
  const facts = { reading, left: leftOf(current.previous, reading), before: current.before };
  element("verdict").textContent = reading ? say(right ? "fits" : "refused", facts) : "";
  element("verdict").className = right ? "right" : "wrong";
  element("typed").setAttribute("aria-invalid", Boolean(reading) && !right);
  return reading !== "" && right;
}

element("typed").addEventListener("input", verdict);
element("other").addEventListener("submit", (event) => {
  event.preventDefault();
  if (verdict()) chooseAndGoOn(typed());
  else element("typed").focus();
});
element("onward").addEventListener("click", () => goOn());
element("previous").addEventListener("click", () => move(-1));
element("next").addEventListener("click", () => move(1));
element("clear").addEventListener("click", clearChoice);
element("close").addEventListener("click", closePanel);
