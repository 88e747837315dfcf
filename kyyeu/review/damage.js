// What the damage leaves of a text: the rule of kyyeu/restorer/damage/damage.py once more.

const lost = new RegExp(data.rule.lost, "gu");
const remains = new Map(Object.entries(data.rule.remains));
const damaged = (text) => text.replace(lost, (letter) => remains.get(letter) ?? data.rule.mark);

/** What is left of a text that stands after the character `previous`. */
const leftOf = (previous, text) => damaged(previous + text).slice(damaged(previous).length);

/** What is left of a reading in its place. */
const leftAt = (place, reading) => leftOf(place.previous, reading + place.following);

/** Whether the damage turns the reading into what the source has, as Restoration.with_readings asks. */
const fits = (place, reading) => leftAt(place, reading) === leftAt(place, place.after);

/** The reading as nodes, each letter that the damage would take in an <i>. */
function lettered(place, reading) {
  const text = place.previous + reading;
  const nodes = [];
  let end = place.previous.length;
  for (const { 0: letter, index } of text.matchAll(lost)) {
    if (index < end) continue;
    nodes.push(text.slice(end, index), make("i", "", letter));
    end = index + letter.length;
  }
  return [...nodes, text.slice(end)];
}
