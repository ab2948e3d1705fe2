// On a narrow screen one chat at a time: a row of names, with a count of what came to the others meanwhile.

import { button, make } from "/chat/static/build.js";
import { initials } from "/chat/static/conversation.js";
import { words } from "/chat/static/words.js";

export class Tabs {
  constructor(element, chats) {
    this.element = element;
    this.chats = chats;
    this.unread = chats.map(() => 0);
    this.keys = chats.map((chat, number) =>
      button("", { class: `tab hue-${number % 4}`, "aria-controls": chat.element.id, click: () => this.choose(number) }),
    );
    element.replaceChildren(...this.keys);
    element.hidden = chats.length < 2;
    this.choose(0);
  }

  choose(number) {
    this.chosen = number;
    this.unread[number] = 0;
    this.chats.forEach((chat, other) => chat.element.classList.toggle("chosen", other === number));
    this.chats[number].log.toEnd();
    this.redraw();
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
      const { name } = this.chats[number].person;
      const count = this.unread[number];
      key.replaceChildren(
        make("span", { class: "face", "aria-hidden": "true" }, initials(name)),
        make("span", { class: "name" }, name),
        count ? make("span", { class: "count" }, String(count), make("span", { class: "unseen" }, ` ${words("unread")}`)) : "",
      );
      if (number === this.chosen) key.setAttribute("aria-current", "true");
      else key.removeAttribute("aria-current");
    });
  }
}
