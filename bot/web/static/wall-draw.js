// What stands on the wall: ideas, the words of all, a question; beside them the way in and the tables.

import { LANGUAGE, LANGUAGES, ideas, more, say } from "./wall-words.js";

const MANY = 4; // ideas that came since the last look: from then on all are short, so that each has its moment
const KEYS = { room: "r", cloud: "c" };

let known = null; // the ideas that the last look has shown, by number
let busy = 0;

/** Draw everything anew from what the server has said. */
export function all(content, asked) {
  const view = asked.get("view") ?? "room";
  const question = view === "question" ? asker(content, asked.get("q")) : null;
  heading(content);
  const main = document.getElementById("main");
  main.className = view;
  if (content.secret && view !== "question") main.replaceChildren(secret(content));
  else if (view === "cloud") main.replaceChildren(...cloud(content));
  else main.replaceChildren(...(question ? [put("h2", "asked", question)] : []), ...written(content, view));
  main.removeAttribute("aria-busy");
  join(content.join, content.state === "over");
  tables(content);
  views(content, view, question);
  fit();
}

/** Whether many ideas come: then it is worth looking twice as often, for those that are pinned take their room too. */
export function hurries() {
  return busy > 0;
}

/** Nothing has come since the last look: after a while the newest is large again. */
export function calm() {
  busy = Math.max(0, busy - 1);
  if (busy === 0 && document.querySelector(".busy")) {
    document.querySelector(".busy").classList.remove("busy");
    fit();
  }
}

/** Whatever does not fit whole is not shown by half; a full wall is filled. Where the page scrolls, all of it fits. What
 * was said to one question is read together: the cards are small when they are many, and how many more there are is said.
 */
export function fit() {
  const list = document.querySelector(".ideas, .words");
  if (!list) return;
  const cards = [...list.children];
  list.classList.remove("full", "many");
  for (const card of cards) card.hidden = false;
  const rest = document.querySelector(".more");
  const older = Number(rest?.dataset.beyond ?? 0);
  if (rest) told(rest, older);
  if (getComputedStyle(list).overflowY !== "hidden") return;
  if (list.classList.contains("words")) return thin(list, cards);
  let hidden = outside(list, cards);
  if (rest && hidden.length) {
    list.classList.add("many");
    hidden = outside(list, cards);
    if (hidden.length && !older) {
      told(rest, hidden.length); // it takes its room from them
      hidden = outside(list, cards);
    }
  }
  if (hidden.length === cards.length) hidden.shift();
  for (const card of hidden) card.hidden = true;
  if (rest) told(rest, older + hidden.length);
  list.classList.toggle("full", hidden.length > 0);
}

function outside(list, cards) {
  const ends = list.getBoundingClientRect().bottom + 1;
  return cards.filter((card) => card.getBoundingClientRect().bottom > ends);
}

function told(rest, n) {
  rest.hidden = n === 0;
  rest.textContent = n ? more(n) : "";
}

/** The words that were said least go, until all are whole. */
function thin(list, words) {
  const least = [...words].sort((one, other) => Number(one.title) - Number(other.title));
  while (list.scrollHeight > list.clientHeight && least.length > 1) least.shift().hidden = true;
}

function make(name, kind = "", text = "", lang = "") {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  if (text) element.textContent = text;
  if (lang && lang !== LANGUAGE) element.lang = lang;
  return element;
}

function put(name, kind, one) {
  const element = make(name, kind);
  element.append(make("b", "", `${one.number}.`), " ", make("span", "", one.text, one.lang));
  return element;
}

function heading(content) {
  const title = document.getElementById("title");
  title.textContent = document.title = content.title.text;
  title.lang = content.title.lang;
  const { round } = content;
  const begun = round && content.state !== "planned";
  const over = content.state === "over";
  const parts = over ? [ideas(content.total)] : [begun ? say("round", { n: round.number, m: round.of }) : say("open"), ideas(content.total)];
  document.getElementById("round").textContent = parts.join(" · ");
}

function asker(content, number) {
  return content.questions.find((one) => one.number === Number(number ?? 1)) ?? content.questions[0] ?? null;
}

function written(content, view) {
  if (content.secret) return [secret(content)];
  const fresh = known === null ? [] : content.ideas.filter((one) => !known.has(one.id));
  busy = fresh.length > MANY ? 3 : Math.max(0, busy - 1);
  known = new Set(content.ideas.map((one) => one.id));
  if (content.ideas.length === 0) return [nothing(content, view)];
  const list = make("div", busy ? "ideas busy" : "ideas");
  const numbers = new Set(fresh.map((one) => one.id));
  list.append(...content.ideas.map((one) => idea(one, numbers.has(one.id), view)));
  list.querySelector(":scope > :not(.pinned)")?.classList.add("newest");
  if (view !== "question") return [list];
  const rest = make("p", "more");
  rest.dataset.beyond = content.beyond;
  return [list, rest];
}

function idea(one, fresh, view) {
  const card = make("article", "idea");
  card.classList.toggle("pinned", one.pinned);
  card.classList.toggle("fresh", fresh);
  const where = [say("table", { n: one.table })];
  if (view !== "question") where.unshift(say("short", { n: one.question }));
  if (one.by) where.push(one.by);
  card.append(make("p", "text", one.text, one.lang));
  const foot = make("p", "where");
  if (one.pinned) foot.append(make("span", "pin", say("pinned")), " · ");
  foot.append(where.join(" · "));
  card.append(foot);
  return card;
}

function nothing(content, view) {
  const box = make("div", "nothing");
  box.append(make("p", "call", say("nothing")));
  if (view !== "question") box.append(...questions(content, false));
  return box;
}

function questions(content, counted) {
  return content.questions.map((one) => {
    const line = put("p", "line", one);
    if (counted) line.append(" ", make("span", "count", ideas(one.ideas)));
    return line;
  });
}

function secret(content) {
  const box = make("div", "nothing");
  box.append(make("p", "call", say("secret")), make("p", "big", String(content.total)), make("p", "", say("secret_why")));
  box.append(...questions(content, true));
  return box;
}

function cloud(content) {
  if (content.cloud.length === 0) return [make("p", "nothing", say("no_words"))];
  const box = make("div", "words");
  for (const one of content.cloud) {
    const word = make("span", `size-${one.size}`, one.word);
    word.title = String(one.times);
    box.append(word, " ");
  }
  return [box];
}

function join(address, over) {
  const box = document.getElementById("join");
  box.hidden = over;
  if (box.dataset.address === address) return;
  box.dataset.address = address;
  if (!address) return box.replaceChildren(make("p", "how", say("how")));
  const picture = make("img");
  picture.src = `${location.pathname.replace(/\/$/, "")}/join.svg`;
  picture.alt = say("code");
  const shown = address.replace(/^https?:\/\//, "").replace(/\?.*$/, "");
  box.replaceChildren(picture, make("h2", "", say("join")), make("p", "address", shown));
}

function tables(content) {
  const box = document.getElementById("map");
  const many = content.tables.length;
  box.className = `map ${many > 12 ? "dense" : many > 6 ? "some" : "few"}`;
  document.getElementById("side").className = many > 6 ? "crowded" : "";
  const list = make("ul");
  for (const one of content.tables) {
    const tile = make("li");
    tile.append(make("b", "number", String(one.number)));
    const about = make("div", "about");
    if (many <= 12) about.append(make("p", "host", one.host ? say("host", { name: one.host }) : one.title || say("table", { n: one.number })));
    if (one.question !== null && many <= 6) about.append(make("p", "on", say("question", { n: one.question })));
    tile.append(about, make("span", "ideas-here", String(one.ideas)));
    tile.querySelector(".ideas-here").title = ideas(one.ideas);
    list.append(tile);
  }
  box.replaceChildren(make("h2", "", say("tables")), list);
}

function views(content, view, question) {
  const address = (values) => `?${new URLSearchParams({ ...values, lang: LANGUAGE })}`;
  const link = (text, values, key, here, label = text) => {
    const element = make("a", here ? "here" : "", text);
    element.href = address(values);
    element.dataset.key = key;
    element.setAttribute("aria-label", label);
    if (here) element.setAttribute("aria-current", "page");
    return element;
  };
  const parts = [link(say("room"), {}, KEYS.room, view === "room")];
  for (const one of content.questions) {
    const here = view === "question" && question?.number === one.number;
    const n = one.number;
    parts.push(link(say("short", { n }), { view: "question", q: n }, String(n), here, say("question", { n })));
  }
  parts.push(link(say("cloud"), { view: "cloud" }, KEYS.cloud, view === "cloud"));
  for (const language of LANGUAGES) {
    const element = link(language.toUpperCase(), {}, "", language === LANGUAGE);
    const same = view === "question" ? { view, q: question?.number ?? 1 } : view === "cloud" ? { view } : {};
    element.href = `?${new URLSearchParams({ ...same, lang: language })}`;
    element.lang = language;
    element.classList.add("language");
    parts.push(element);
  }
  const nav = document.getElementById("views");
  nav.setAttribute("aria-label", say("views"));
  nav.replaceChildren(...parts);
}
