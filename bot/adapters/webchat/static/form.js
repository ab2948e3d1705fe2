// A form of the server, drawn inside the chat: labels, hints, complaints beside their fields, repairs that mend them.

import { button, make } from "/chat/static/build.js";
import { offers } from "/chat/static/offers.js";
import { words } from "/chat/static/words.js";

const MOST_RADIOS = 6;
let drawn = 0;

// `submit(values)` is called with texts by field name, `cancel()` when it is given up.
export function drawForm(form, { submit, cancel }) {
  drawn += 1;
  const prefix = `form-${drawn}`;
  const element = make("form", { class: "bubble", novalidate: true, "aria-labelledby": `${prefix}-title` });
  const send = () => submit(valuesOf(element, form));
  element.append(
    make("h3", { id: `${prefix}-title` }, form.title),
    ...form.fields.map((field) => drawField(field, `${prefix}-${field.name}`, send, form.language)),
    make(
      "div",
      { class: "keys" },
      make("button", { type: "submit", class: "key first" }, form.submit || words("send", {}, form.language)),
      button(form.cancel || words("cancel", {}, form.language), { class: "key", click: cancel }),
    ),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  element.addEventListener("input", (event) => beingMended(event.target.closest(".field")));
  return make("article", { class: "line ours asks", lang: form.language, "aria-label": form.title }, element);
}

// What is written anew is no longer what was complained of; what would do instead stays on offer.
function beingMended(field) {
  if (!field) return;
  for (const wrong of [field, ...field.querySelectorAll("[aria-invalid]")]) wrong.removeAttribute("aria-invalid");
  field.querySelector(".complaint")?.remove();
}

export function valuesOf(element, form) {
  const data = new FormData(element);
  return Object.fromEntries(form.fields.map(({ name }) => [name, String(data.get(name) ?? "")]));
}

// The same form with what is written in it now.
export function withValues(form, element) {
  const values = valuesOf(element, form);
  return { ...form, fields: form.fields.map((field) => ({ ...field, value: values[field.name] })) };
}

// The first field that is wrong with its complaint in sight, else the first field with the title in sight.
export function focusForm(article) {
  const wrong = article.querySelector(".complaint")?.closest(".field");
  (wrong ?? article).scrollIntoView({ block: wrong ? "center" : "start" });
  const place = wrong ?? article;
  (place.querySelector("input:checked") ?? place.querySelector("input, textarea, select"))?.focus({ preventScroll: true });
}

function drawField(field, id, send, language) {
  const hint = field.hint || (["day", "hour"].includes(field.kind) ? words(`hint_${field.kind}`, {}, language) : "");
  const told = [hint && `${id}-hint`, field.complaint && `${id}-complaint`].filter(Boolean).join(" ");
  const bound = {
    "aria-describedby": told || null,
    "aria-invalid": field.complaint ? "true" : null,
    "aria-required": field.optional ? null : "true",
  };
  const radios = field.kind === "choice" && field.options.length <= MOST_RADIOS;
  const label = [field.label, field.optional ? make("span", { class: "optional" }, ` (${words("optional", {}, language)})`) : ""];
  const input = radios ? radioButtons(field, id) : oneInput(field, id, bound);
  const notes = [
    hint ? make("p", { class: "hint", id: `${id}-hint` }, hint) : "",
    input,
    offers(field, input, `${id}-label`),
    field.complaint ? make("p", { class: "complaint", id: `${id}-complaint` }, field.complaint) : "",
    repairs(field, id, send),
  ];
  if (!radios) return make("div", { class: "field" }, make("label", { for: id, id: `${id}-label` }, ...label), ...notes);
  const group = { class: "field", role: "radiogroup", ...bound };
  return make("fieldset", group, make("legend", {}, ...label), ...notes);
}

function oneInput(field, id, bound) {
  if (field.kind === "prose") return make("textarea", { id, name: field.name, rows: "4", ...bound }, field.value);
  if (field.kind === "choice") {
    const options = [["", words("choose")], ...field.options];
    return make("select", { id, name: field.name, ...bound }, ...options.map((option) => drawOption(option, field.value)));
  }
  return make("input", { id, name: field.name, type: "text", autocomplete: "off", value: field.value, ...bound });
}

function drawOption([value, label], chosen) {
  return make("option", { value, selected: value === chosen }, label);
}

function radioButtons(field, id) {
  const rows = field.options.map(([value, label], number) => {
    const input = make("input", { type: "radio", id: `${id}-${number}`, name: field.name, value, checked: value === field.value });
    return make("label", { class: "radio", for: `${id}-${number}` }, input, make("span", {}, label));
  });
  return make("div", { class: "radios" }, ...rows);
}

function repairs(field, id, send) {
  if (!field.repairs.length) return "";
  const buttons = field.repairs.map(([label, value]) =>
    button(label, { class: "key repair", click: (event) => { fill(event.currentTarget.form, field, value); send(); } }),
  );
  return make("div", { class: "keys", role: "group", "aria-describedby": `${id}-complaint` }, ...buttons);
}

function fill(form, field, value) {
  const control = form.elements.namedItem(field.name);
  if (control) control.value = value; // works for a text, a list and a group of radio buttons alike
}
