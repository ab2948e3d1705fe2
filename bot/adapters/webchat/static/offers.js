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
    const parts = partsOf(field, input.value);
    for (const key of keys) key.setAttribute("aria-pressed", String(parts.some((part) => alike(part, key.dataset.value))));
  };
  input.addEventListener("input", mark);
  mark();
  return make("div", { class: "keys", role: "group", "aria-labelledby": label }, ...keys);
}

function toggled(field, text, value) {
  const parts = partsOf(field, text);
  const others = parts.filter((part) => !alike(part, value));
  if (others.length < parts.length) return others.join(", ");
  return field.several ? [...parts, value].join(", ") : value;
}

// What stands side by side: an offer and what is in quotation marks may have spaces inside, anything else is a word.
function partsOf(field, text) {
  if (!field.several) return [text.trim()].filter(Boolean);
  const longestFirst = field.options.map(([value]) => value).sort((one, other) => other.length - one.length);
  const offered = longestFirst.map((value) => `${value.replace(/[^\p{L}\p{N}\s]/gu, "\\$&")}(?=[\\s,;]|$)`);
  return text.match(new RegExp([...offered, "„[^”]*”", "“[^”]*”", "[^\\s,;]+"].join("|"), "gi")) ?? [];
}

function alike(one, other) {
  return one.toLowerCase() === other.toLowerCase();
}
