// The places to look at, each with its <mark> in the restoration and its <u> in the source, which stand in their order.

const marks = document.querySelectorAll("#text mark");
const sources = document.querySelectorAll("#text u");
const places = data.places.map((place, index) => ({
  ...place,
  index,
  mark: marks[index],
  source: sources[index],
  readings: [[place.after, place.probability], ...place.alternatives],
}));
const placeAt = new Map(places.map((place) => [place.start, place]));
const placeOf = new Map(places.map((place) => [place.mark, place]));
const byDoubt = [...places].sort((one, other) => one.probability - other.probability || one.index - other.index);

/** Characters of the sentence that the panel shows on either side. */
const around = () => (wide.matches ? 65 : 35);
const SENTENCE_END = /[.!?…][”"’)\]]*\s+(?![\s\p{Ll}])/gu; // a small letter goes on after an ellipsis

/** The text between a mark and the beginning of its sentence, or about the most of it that is wanted. */
function sentenceBefore(mark, most) {
  let text = "";
  for (let node = mark.previousSibling; node && text.length <= most; node = node.previousSibling)
    text = node.textContent + text;
  const ends = [...text.matchAll(SENTENCE_END)];
  if (ends.length) text = text.slice(ends.at(-1).index + ends.at(-1)[0].length);
  return text.length > most ? `…${text.slice(-most).replace(/^\S*\s*/u, "")}` : text.trimStart();
}

/** The text between a mark and the end of its sentence, or about the most of it that is wanted. */
function sentenceAfter(mark, most) {
  let text = "";
  for (let node = mark.nextSibling; node && text.length <= most; node = node.nextSibling) text += node.textContent;
  const end = [...text.matchAll(SENTENCE_END)][0];
  if (end) text = text.slice(0, end.index + end[0].length);
  return text.length > most ? `${text.slice(0, most).replace(/\s*\S*$/u, "")}…` : text.trimEnd();
}

const shown = (reading) => reading || `(${say("nothing")})`;

/** Bring the mark in line with what was chosen for it, or with what the restorer thought. */
function showPlace(place) {
  const choice = chosen.get(place.start);
  const reading = choice?.reading ?? place.after;
  place.mark.replaceChildren(...lettered(place, reading));
  place.mark.classList.toggle("seen", Boolean(choice));
  const facts = { reading: shown(reading), share: share(place.probability) };
  place.mark.setAttribute("aria-label", say(choice ? "label_seen" : "label", facts));
}

for (const { mark } of places) {
  mark.tabIndex = 0;
  mark.setAttribute("role", "button");
  mark.setAttribute("aria-haspopup", "dialog");
}
