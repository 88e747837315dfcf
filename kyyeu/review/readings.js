// What the reviewer chose: kept while the page is closed, saved as a file, taken from a file.

/** Start of a place to its entry in the file; entries for places that this page does not ask about are kept too. */
const chosen = new Map();

const FILE_NAME = `${data.name.replace(/\.[^.]*$/, "")}.readings.json`;
const MEMORY = `kyyeu-readings-${data.digest}-${data.damage}`;

function written() {
  const readings = [...chosen.values()].sort((one, other) => one.start - other.start);
  const { name: source, digest: sha256, damage } = data;
  return `${JSON.stringify({ kyyeu: "readings", version: 1, source, sha256, damage, readings }, null, 2)}\n`;
}

/** Whether an entry of a file may be taken: it fits its place, or belongs to a place not asked about here. */
function sound({ start, before, reading }) {
  if (!Number.isInteger(start) || typeof before !== "string" || typeof reading !== "string") return false;
  const place = placeAt.get(start);
  return !place || (place.before === before && fits(place, reading));
}

/** Take what `written` gave and say how it went: a label and its facts. */
function take(content, file) {
  let review;
  try {
    review = JSON.parse(content);
  } catch {
    return ["not_readings", { file }];
  }
  if (review?.kyyeu !== "readings" || review.version !== 1 || !Array.isArray(review.readings))
    return ["not_readings", { file }];
  if (review.sha256 !== data.digest || (review.damage ?? "none") !== data.damage)
    return ["other_source", { file, source: review.source }];
  const entries = review.readings.filter((entry) => entry && sound(entry));
  for (const { start, before, reading } of entries) chosen.set(start, { start, before, reading });
  const facts = { taken: entries.length, refused: review.readings.length - entries.length };
  return [facts.refused ? "taken_some" : "taken", facts];
}

// A page opened from a folder may have no memory, and some browsers refuse to be asked.
function remember() {
  try {
    localStorage.setItem(MEMORY, written());
    return true;
  } catch {
    return false;
  }
}

function recall() {
  try {
    const content = localStorage.getItem(MEMORY);
    if (content) take(content, "");
  } catch {
    announce("no_memory");
  }
}

/** What each change replaced, the last change at the end: its places, each with the choice it had, if any. */
const past = [];

function choose(changing, reading) {
  const choices = changing.map((place) => [place, { start: place.start, before: place.before, reading }]);
  past.push(replaced(choices));
}

function unchoose(place) {
  past.push(replaced([[place, undefined]]));
}

/** Take the last change back; its first place, if there is one. */
function undo() {
  const choices = past.pop();
  if (choices) replaced(choices);
  return choices?.[0][0];
}

/** Put choices in the place of those that there were, which come back. */
function replaced(choices) {
  const before = choices.map(([place]) => [place, chosen.get(place.start)]);
  for (const [{ start }, choice] of choices)
    if (choice) chosen.set(start, choice);
    else chosen.delete(start);
  changed(choices.map(([place]) => place));
  return before;
}

let unsaved = false;

function changed(changing) {
  changing.forEach(showPlace);
  // What stands near is shown in their context.
  new Set(changing.flatMap(({ index }) => places.slice(Math.max(0, index - 3), index + 4))).forEach(showItem);
  count();
  unsaved = !remember();
  if (unsaved) announce("no_memory");
}

// Only what would be lost keeps the reader from leaving.
window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());

const seen = () => places.filter((place) => chosen.has(place.start)).length;

function count() {
  const facts = { seen: seen(), all: places.length };
  element("counter").textContent = say("counter", facts);
  element("bar").max = facts.all || 1;
  element("bar").value = facts.seen;
  element("onward").hidden = facts.seen === facts.all;
}

function announce(label, facts) {
  element("said").textContent = say(label, facts);
}

function save() {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([written()], { type: "application/json" }));
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  unsaved = false;
  announce("saved", { file: FILE_NAME });
}

async function load(file) {
  announce(...take(await file.text(), file.name));
  past.length = 0; // nothing that was chosen before the file is taken back
  showAll();
  unsaved = !remember();
}

element("save").addEventListener("click", save);
element("open").addEventListener("click", () => element("chosen-file").click());
element("chosen-file").addEventListener("change", async ({ target }) => {
  if (target.files.length) await load(target.files[0]);
  target.value = ""; // so that the same file may be opened again
});
