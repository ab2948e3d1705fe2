// One message of a chat as an <article>: who and when, the text, documents, buttons.

import { button, link, make } from "/chat/static/build.js";
import { hour } from "/chat/static/dates.js";
import { words } from "/chat/static/words.js";

const TAGS = { bold: "strong", italic: "em", code: "code" };

// `press(payload, element)` is called when a button of the card is pressed.
export function drawMessage(line, person, press) {
  const sender = line.ours ? words("sender_ours") : person.name;
  const article = make(
    "article",
    { class: `line ${line.ours ? "ours" : "theirs"}${line.rows.length ? " card" : ""}`, tabindex: "-1", "aria-label": `${sender}, ${hour(line.at)}` },
    head(line, sender),
    make("div", { class: "bubble", lang: line.language }, text(line.spans), papers(line.documents)),
  );
  article.querySelector(".bubble").append(...keys(line.rows, press));
  return article;
}

// A card that is not kept: it stands until the page is loaded again.
export function drawPassing(card, press) {
  return make(
    "article",
    { class: "line ours passing card", tabindex: "-1" },
    make("header", {}, make("span", { class: "sender" }, words("sender_ours")), make("span", {}, words("passing"))),
    make("div", { class: "bubble", lang: card.language }, text(card.spans), ...keys(card.rows, press)),
  );
}

function head(line, sender) {
  return make(
    "header",
    {},
    make("span", { class: "sender" }, sender),
    make("time", { datetime: line.at }, hour(line.at)),
    line.edited ? make("span", { class: "edited" }, words("updated")) : "",
  );
}

// Paragraphs are parted by empty lines; inside one, lines keep their breaks.
export function text(lines) {
  const block = make("div", { class: "text" });
  let paragraph = null;
  for (const spans of lines) {
    if (!spans.some((span) => span.text)) {
      paragraph = null;
    } else if (paragraph === null) {
      paragraph = make("p", {}, ...spans.map(drawSpan));
      block.append(paragraph);
    } else {
      paragraph.append(make("br"), ...spans.map(drawSpan));
    }
  }
  return block;
}

function drawSpan(span) {
  const inner = TAGS[span.style] ? make(TAGS[span.style], {}, span.text) : document.createTextNode(span.text);
  return span.href ? link(span.href, inner) : inner;
}

function papers(documents) {
  if (!documents.length) return "";
  const items = documents.map(({ name, url, picture, alt }) => {
    const inner = picture ? make("img", { src: url, alt: alt || name, loading: "lazy" }) : name;
    return make("li", {}, make("a", { href: url, download: name, class: picture ? "picture" : "paper" }, inner));
  });
  return make("ul", { class: "papers" }, ...items);
}

// The first button of a card is the one that goes on, so it is the one that stands out; but not among its equals, where
// it would look as if it was chosen.
function keys(rows, press) {
  const drawn = rows.map((row) => make("div", { class: "keys" }, ...row.map((key) => drawKey(key, press)).filter(Boolean)));
  const [first, ...others] = rows.flat();
  if (first && !others.some((other) => kind(other) === kind(first))) {
    drawn[0].querySelector("button, a")?.classList.add("first");
  }
  return drawn;
}

// Buttons of one kind do the same with different things: what they do stands before the first colon.
function kind(key) {
  return key.url ? "url" : key.data.split(":")[0];
}

function drawKey(key, press) {
  if (key.url) return link(key.url, key.label, { class: "key" });
  if (!key.data) return null;
  const click = (event) => {
    // The second click of two was meant for what stood there before: the card may have changed under the pointer.
    if (event.detail < 2) press(key.data, event.currentTarget);
  };
  return button(key.label, { class: "key", "data-payload": key.data, click });
}
