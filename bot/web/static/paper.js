// A pile of paper is typed in: choose where it lay, one idea a line, save. Whatever people wrote is text, never markup.

import { done, draft, keep } from "./paper-draft.js";
import { LANGUAGE, LANGUAGES, count, say, why } from "./paper-words.js";

const PATIENCE = 15000; // milliseconds
const EVERY = 15000;
const DOUBLE = 1000; // within this time a second click on an empty field is part of the one that saved

const at = (id) => document.getElementById(id);
const [round, table, who, ideas] = ["round", "table", "who", "ideas"].map(at);

let pile = null;
let saving = false;
let saved = -Infinity;

/** Ask the server; throws a sentence that says what to do. */
async function ask(what, sent, lost) {
  const address = new URL(`${location.pathname.replace(/\/$/, "")}/${what}`, location.origin);
  address.searchParams.set("lang", LANGUAGE);
  const post = { method: "POST", body: JSON.stringify(sent), headers: { "Content-Type": "application/json" } };
  let answer, content;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(address, { ...(sent ? post : {}), cache: "no-store", signal });
    content = await answer.json();
  } catch {
    throw say(lost);
  }
  if (!answer.ok) throw why(content.why) || say(lost);
  return content;
}

function put(name, text, language) {
  const element = document.createElement(name);
  element.textContent = text;
  if (language && language !== LANGUAGE) element.lang = language;
  return element;
}

function trouble(sentence) {
  at("trouble").hidden = !sentence;
  at("trouble").textContent = sentence;
  if (sentence) at("trouble").scrollIntoView({ block: "nearest" });
}

/** Options anew, with what was chosen chosen again; `fallback` where that is not there. */
function offer(select, options, chosen, fallback) {
  select.replaceChildren(...options);
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = fallback;
}

function option(value, text) {
  const element = put("option", text);
  element.value = value;
  return element;
}

function group(label, options) {
  const element = document.createElement("optgroup");
  element.label = label;
  element.append(...options);
  return element;
}

function draw(content) {
  const before = pile;
  pile = content;
  const changed = (part) => JSON.stringify(before?.[part]) !== JSON.stringify(pile[part]);
  document.title = `${say("kind")} · ${pile.title.text}`;
  at("title").textContent = pile.title.text;
  at("title").lang = pile.title.lang;
  at("form").hidden = !pile.rounds.length;
  at("waits").hidden = Boolean(pile.rounds.length);
  if (changed("rounds")) {
    const rounds = pile.rounds.map((one) => option(one.number, say("a_round", { n: one.number })));
    offer(round, rounds, round.value || draft.round, pile.rounds.at(-1)?.number ?? "");
    tables();
  }
  at("whose").hidden = pile.nameless;
  at("nameless").hidden = !pile.nameless;
  if (changed("people") || changed("organisations")) people();
  typed();
  at("main").removeAttribute("aria-busy");
}

function tables() {
  const asked = pile.rounds.find((one) => one.number === Number(round.value))?.tables ?? [];
  const options = asked.map((one) => {
    const values = { n: one.number, q: one.question, title: one.title };
    return option(one.number, say(one.title ? "titled" : "a_table", values));
  });
  offer(table, options, table.value || draft.table, asked[0]?.number ?? "");
  question(asked);
}

function question(asked) {
  const one = asked.find((each) => each.number === Number(table.value));
  if (!one) return at("asked").replaceChildren();
  at("asked").replaceChildren(put("b", say("question", { q: one.question })), put("span", one.text, one.lang));
}

function people() {
  const some = [
    [say("organisations"), pile.organisations, "o"],
    [say("people"), pile.people, "p"],
  ];
  const groups = some
    .filter(([, found]) => found.length)
    .map(([label, found, kind]) => group(label, found.map((one) => option(kind + one.id, one.name))));
  offer(who, [option("", say("nobody")), ...groups], draft.who, "");
}

function typed() {
  const all = pile.written ? count("typed", pile.written) : say("nothing");
  at("count").textContent = pile.typed.length < pile.written ? say("newest", { count: all, n: pile.typed.length }) : all;
  at("kept").hidden = false;
  const there = new Map([...at("typed").children].map((one) => [one.dataset.id, one]));
  at("typed").replaceChildren(...pile.typed.map((one) => there.get(String(one.id)) ?? line(one)));
}

function line(one) {
  const element = document.createElement("li");
  element.dataset.id = one.id;
  const place = say("place", { t: one.table_number, r: one.round_number, q: one.question });
  const where = put("span", one.whose ? `${place} · ${one.whose}` : place);
  where.className = "where";
  const text = put("span", one.text);
  text.className = "text";
  const words = document.createElement("div");
  words.append(text, where);
  const button = put("button", say("undo"));
  button.type = "button";
  button.setAttribute("aria-label", say("undo_it", { text: one.text }));
  button.addEventListener("click", () => undo(one, button));
  element.append(words, button);
  return element;
}

async function undo(one, button) {
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  const item = button.closest("li");
  const next = (item.nextElementSibling ?? item.previousElementSibling)?.querySelector("button") ?? ideas;
  try {
    draw(await ask("undo", { idea: one.id }, "lost_undo"));
    trouble("");
    at("done").textContent = say("undone", { text: one.text });
    next.focus();
  } catch (sentence) {
    button.removeAttribute("aria-disabled");
    trouble(sentence);
  }
}

/** What keeps a submission from being sent, or "". */
function wrong(lines) {
  if (!lines.some((one) => one.trim())) return say("empty");
  const long = lines.findIndex((one) => [...one.trim()].length > pile.longest);
  if (long >= 0) return say("long", { n: long + 1, most: pile.longest });
  return lines.filter((one) => one.trim()).length > pile.most ? say("many", { most: pile.most }) : "";
}

async function save() {
  if (saving || !pile || (!ideas.value && performance.now() - saved < DOUBLE)) return;
  const lines = ideas.value.split("\n");
  const problem = wrong(lines);
  at("done").textContent = "";
  trouble(problem);
  if (problem) return ideas.focus({ preventScroll: true });
  const [kind, number] = [who.value[0], Number(who.value.slice(1))];
  const sent = {
    key: draft.key,
    round: Number(round.value),
    table: Number(table.value),
    organisation: kind === "o" ? number : null,
    person: kind === "p" ? number : null,
    ideas: lines.map((one) => one.trim()).filter(Boolean),
  };
  busy(true);
  try {
    const content = await ask("save", sent, "lost");
    done();
    saved = performance.now();
    ideas.value = "";
    draw(content);
    const personal = content.personal ? ` ${count("personal", content.personal)}` : "";
    at("done").textContent = content.new ? count("saved", content.new) + personal : say("saved_before");
  } catch (sentence) {
    trouble(sentence);
  }
  busy(false);
  ideas.focus({ preventScroll: true });
}

function busy(now) {
  saving = now;
  ideas.readOnly = now; // what would be typed meanwhile would go with what was sent
  at("save").setAttribute("aria-disabled", String(now));
  at("save").textContent = say(now ? "saving" : "save");
}

async function look() {
  try {
    const content = await ask("now", null, "lost_look");
    if (saving) return;
    draw(content);
    if (at("trouble").textContent === say("lost_look")) trouble("");
  } catch (sentence) {
    if (!saving && at("trouble").hidden) trouble(sentence);
  }
}

for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
at("languages").setAttribute("aria-label", say("languages"));
at("languages").append(
  ...LANGUAGES.map((one) => {
    const link = put("a", one.toUpperCase());
    link.href = `?lang=${one}`;
    link.hreflang = one;
    if (one === LANGUAGE) link.setAttribute("aria-current", "true");
    return link;
  }),
);
ideas.value = draft.text;
ideas.addEventListener("input", () => keep({ text: ideas.value }));
round.addEventListener("change", () => (keep({ round: round.value }), tables()));
table.addEventListener("change", () => (keep({ table: table.value }), tables()));
who.addEventListener("change", () => keep({ who: who.value }));
at("form").addEventListener("submit", (event) => (event.preventDefault(), save()));
ideas.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.preventDefault(), save());
});
document.addEventListener("visibilitychange", () => document.hidden || look());
setInterval(() => document.hidden || saving || look(), EVERY);
look().then(() => at("form").hidden || ideas.focus());
