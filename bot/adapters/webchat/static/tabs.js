// On a narrow screen one chat at a time: a row of names, with a count of what came to the others meanwhile; in the
// try-out the wall has a tab beside them while there is one.

import { button, make } from "/chat/static/build.js";
import { initials } from "/chat/static/conversation.js";
import { words } from "/chat/static/words.js";

export class Tabs {
  constructor(element, chats, wall) {
    this.element = element;
    this.chats = chats;
    this.wall = wall;
    this.all = wall ? [...chats, wall] : chats;
    this.unread = chats.map(() => 0);
    this.keys = this.all.map((one, number) =>
      button("", { class: `tab hue-${number % 4}`, "aria-controls": one.element.id, click: () => this.choose(number) }),
    );
    element.replaceChildren(...this.keys);
    element.hidden = chats.length < 2;
    this.choose(0);
  }

  choose(number) {
    this.chosen = number;
    this.all.forEach((one, other) => one.element.classList.toggle("chosen", other === number));
    if (this.all[number] === this.wall) {
      this.wall.open(true);
    } else {
      this.unread[number] = 0;
      this.chats[number].log.toEnd();
    }
    this.redraw();
  }

  // The wall has come or gone, was opened or closed.
  follow() {
    if (this.all[this.chosen] === this.wall && !this.wall.isOpen) this.choose(0);
    else this.redraw();
  }

  // Something new came to a chat; it counts when the chat is not to be seen.
  arrived(chat) {
    const number = this.chats.indexOf(chat);
    if (number === this.chosen || chat.element.offsetParent !== null) return;
    this.unread[number] += 1;
    this.redraw();
  }

  redraw() {
    this.element.setAttribute("aria-label", words("conversations"));
    this.keys.forEach((key, number) => {
      const isWall = this.all[number] === this.wall;
      const name = isWall ? words("wall") : this.chats[number].person.name;
      key.hidden = isWall && this.wall.address === null;
      const count = this.unread[number];
      key.replaceChildren(
        make("span", { class: isWall ? "face screen" : "face", "aria-hidden": "true" }, isWall ? "📺" : initials(name)),
        make("span", { class: "name" }, name),
        count ? make("span", { class: "count" }, String(count), make("span", { class: "unseen" }, ` ${words("unread")}`)) : "",
      );
      if (number === this.chosen) key.setAttribute("aria-current", "true");
      else key.removeAttribute("aria-current");
    });
  }
}
