// The movable clock of the try-out: what time it is in the story, the next moment, and what happened at each.

import { button, make } from "/chat/static/build.js";
import { ask, post } from "/chat/static/server.js";
import { pageLanguage, words } from "/chat/static/words.js";

const SETTLES = 300; // milliseconds without another message, until what comes next is asked for again

export class Clock {
  // `beside`: another button that stands here. `told`: called with the state, whenever it was asked for.
  constructor(element, beside, told) {
    this.state = { now: "", stops: [], next: null, waits: null, wall: null, alone: {} };
    this.told = told;
    this.timer = 0;
    this.playing = false;
    this.failed = false;
    this.time = make("strong", { class: "time" });
    this.latest = make("p", { class: "latest", role: "status" });
    this.move = button("", { class: "move", click: () => this.play() });
    this.toggle = button("", { class: "toggle", "aria-expanded": "false", "aria-controls": "stops", click: () => this.open(this.list.hidden) });
    this.list = make("div", { class: "stops", id: "stops", hidden: true, tabindex: "0" });
    this.element = element;
    element.replaceChildren(make("div", { class: "now" }, this.time, this.latest), this.move, beside, this.toggle, this.list);
    element.setAttribute("role", "group");
    addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    addEventListener("click", (event) => !element.contains(event.target) && this.open(false));
  }

  async refresh() {
    await this.take(() => ask(`/chat/clock?language=${pageLanguage()}`));
  }

  // Something was said: another moment may come next now.
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.playing || this.refresh(), SETTLES);
  }

  async leaveAlone(persona, wanted) {
    const wish = new URLSearchParams({ persona, wanted: wanted ? "yes" : "no", language: pageLanguage() });
    await this.take(() => post(`/chat/clock/alone?${wish}`, {}));
  }

  // To the next moment; it may take a while until everything that was due then is out.
  async play() {
    if (this.playing || this.state.next === null) return;
    this.playing = true;
    this.redraw();
    await this.take(() => post(`/chat/clock/next?language=${pageLanguage()}`, {}));
    this.playing = false;
    this.redraw();
  }

  async take(question) {
    try {
      this.state = await question();
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.element.hidden = false;
    this.told(this.state);
    this.redraw();
  }

  open(wanted) {
    const focused = this.list.contains(document.activeElement);
    this.list.hidden = !wanted;
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (!wanted && focused) this.toggle.focus();
  }

  redraw() {
    const { now, stops, next, waits } = this.state;
    this.element.setAttribute("aria-label", words("clock"));
    this.element.setAttribute("aria-busy", String(this.playing));
    this.time.textContent = now;
    this.latest.textContent = this.sentence(next, waits);
    this.latest.classList.toggle("failed", this.failed);
    this.latest.classList.toggle("waits", Boolean(waits) && !this.failed && !this.playing);
    this.move.textContent = words(this.playing ? "playing" : "next_moment");
    this.move.setAttribute("aria-disabled", String(this.playing || next === null));
    this.toggle.replaceChildren(words("happened"), make("span", { class: "count" }, String(stops.length)));
    const items = stops.map(({ at, what }) =>
      make("li", {}, make("strong", {}, at), make("ul", {}, ...what.map((sentence) => make("li", {}, sentence)))),
    );
    this.list.replaceChildren(
      items.length ? make("ol", {}, ...items) : make("p", {}, words("nothing_happened")),
    );
    this.list.scrollTop = this.list.scrollHeight;
  }

  sentence(next, waits) {
    if (this.failed) return words("clock_failed");
    if (this.playing) return words("playing");
    if (waits) return waits;
    return next === null ? words("nothing_next") : words("comes_next", { next });
  }
}
