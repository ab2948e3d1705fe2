// What a field offers beside writing: a press writes it, another takes it away; what stands there is marked.

import { button, make } from "/chat/static/build.js";

// Buttons for a text `input`, named by the element with the id `label`; "" where there is nothing to offer.
export function offers(field, input, label) {
  if (field.kind === "choice" || !field.options.length) return "";
  const keys = field.options.map(([value, text]) => {
    const click = () => {
      input.value = toggled(field, input.value, value);
      input.dispatchEvent(new Event("input", { bubbles: true })); // as if it had been typed
    };
    return button(text, { class: "key offer", "data-value": value, click });
  });
  const mark = () => {
    for (const key of keys) key.setAttribute("aria-pressed", String(Boolean(found(field, input.value, key.dataset.value))));
  };
  input.addEventListener("input", mark);
  mark();
  return make("div", { class: "keys", role: "group", "aria-labelledby": label }, ...keys);
}

// Only the offer itself is added or cut: everything else stays as it was typed.
function toggled(field, text, value) {
  if (!found(field, text, value)) return field.several ? added(text, value) : value;
  let rest = text;
  for (let piece; (piece = found(field, rest, value)); ) rest = without(rest, piece);
  return rest;
}

function added(text, value) {
  const typed = text.trim().replace(/[\s,;]+$/, "");
  return typed ? `${typed}, ${value}` : value;
}

// Of what parted the piece from its neighbours one side stays: the comma, if there is one.
function without(text, { start, end }) {
  const [, before, left] = text.slice(0, start).match(/^(.*?)([\s,;]*)$/s);
  const [, right, after] = text.slice(end).match(/^([\s,;]*)(.*)$/s);
  if (!before || !after) return before + after;
  return before + (/[,;]/.test(right) ? right : left) + after;
}

// Where an offer stands in what was typed; undefined when it does not.
function found(field, text, value) {
  return standing(field, text).find(({ content }) => alike(content, value));
}

// The offers that were typed. A plain word like `all` may belong to a title ("North for all"), so between two commas it
// is an offer only where it stands alone or among offers.
function standing(field, text) {
  if (!field.several) return [{ content: text.trim(), start: 0, end: text.length }];
  const isOffer = ({ content }) => field.options.some(([value]) => alike(content, value));
  return entries(field, text).flatMap((entry) => {
    const sure = entry.every(isOffer);
    return entry.filter((piece) => isOffer(piece) && (sure || !PLAIN_WORD.test(piece.content)));
  });
}

const PLAIN_WORD = /^[\p{L}\p{N}_-]+$/u;
const QUOTED = ["„[^„“”]*[“”]", "“[^“”]*”", "«[^«»]*»", '"[^"]*"'];

// What stands between commas, in pieces: an offer and what is in quotation marks may have anything inside, else a word.
function entries(field, text) {
  const longestFirst = field.options.map(([value]) => value).sort((one, other) => other.length - one.length);
  const offered = longestFirst.map((value) => `${value.replace(/[^\p{L}\p{N}\s]/gu, "\\$&")}(?=[\\s,;]|$)`);
  const pieces = new RegExp([...offered, ...QUOTED, "[^\\s,;]+", "[,;]"].join("|"), "gi");
  const all = [[]];
  for (const { 0: content, index } of text.matchAll(pieces)) {
    if (/^[,;]$/.test(content)) all.push([]);
    else all.at(-1).push({ content, start: index, end: index + content.length });
  }
  return all;
}

function alike(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}
