// What the page was given, and how it speaks.

const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);

/** The label with its {facts} filled in. */
const say = (label, facts = {}) => data.labels[label].replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);

const wide = window.matchMedia("(min-width: 60rem)");

const percent = new Intl.NumberFormat(data.labels.locale, { style: "percent", minimumFractionDigits: 1 });
/** A probability, cut rather than rounded: what is not quite certain must not look so. */
const share = (probability) =>
  probability < 0.001 ? `<${percent.format(0.001)}` : percent.format(Math.floor(probability * 1000) / 1000);

/** A new element with classes and children; text stays text. */
function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
