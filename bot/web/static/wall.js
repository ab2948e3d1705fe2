// The wall looks every two seconds, more often while many ideas come; what it shows is what the server said last.
// Whatever people wrote is text, never markup.

import * as clock from "./wall-clock.js";
import * as draw from "./wall-draw.js";
import { say } from "./wall-words.js";

const EVERY = 2000; // milliseconds
const PATIENCE = 8000;

const asked = new URLSearchParams(location.search);
const now = new URL(`${location.pathname.replace(/\/$/, "")}/now`, location.origin);
for (const name of ["view", "q"]) if (asked.has(name)) now.searchParams.set(name, asked.get(name));
now.searchParams.set("lang", document.documentElement.lang);

let tag = "";

async function look() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(now, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 404) return location.reload(); // the address was changed: the page says so
    if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
    if (answer.status === 200) {
      const content = await answer.json();
      tag = answer.headers.get("ETag") ?? "";
      clock.keep(content);
      draw.all(content, asked);
    } else {
      draw.calm();
    }
    clock.hear(Number(answer.headers.get("X-Sfat-Now")));
    clock.draw();
    trouble("");
  } catch (problem) {
    trouble(say("lost"));
  }
  setTimeout(look, draw.hurries() ? EVERY / 2 : EVERY);
}

function trouble(sentence) {
  const element = document.getElementById("trouble");
  element.hidden = !sentence;
  element.textContent = sentence;
}

addEventListener("resize", draw.fit);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`nav a[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});
setInterval(clock.draw, 250);
look();
