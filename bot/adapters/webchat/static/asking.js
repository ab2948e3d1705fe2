// The form that is open in a chat. It stands on the page only while the server holds it open; what was typed into one
// that made room for another is kept, and stands there again when the same is asked once more.

import { Draft } from "/chat/static/draft.js";
import { drawForm, focusForm, valuesOf, withValues } from "/chat/static/form.js";
import { ask } from "/chat/static/server.js";
import { words } from "/chat/static/words.js";

export class Asking {
  // `submit(form, values)` and `leave(form)` are what its buttons do; `tell(sentence)` says what has become of a form.
  constructor(person, log, { submit, leave, tell }) {
    this.person = person;
    this.log = log;
    this.submit = submit;
    this.leave = leave;
    this.tell = tell;
    this.form = null; // the open form; `first` is what stood in its fields at first, by name
    this.article = null;
    this.draft = new Draft(`form-${person.key}`);
  }

  // A form of the server: the one that stands here with what is wrong in it, or another, which takes its place.
  open(form) {
    let { first } = this.form ?? {};
    let values;
    if (this.form?.key === form.key) {
      values = this.values();
    } else {
      if (this.form) this.putAside(this.written(), form.subject);
      first = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
      values = this.aside(form).read() ?? {};
      this.draft.forget();
    }
    this.article?.remove();
    const fields = form.fields.map((field) => ({ ...field, value: values[field.name] ?? field.value }));
    this.draw({ ...form, first, fields });
    focusForm(this.article);
  }

  // After a reload: what was begun, if it is still open.
  async restore() {
    const kept = this.draft.read();
    if (!kept) return;
    const standing = await this.standing(kept);
    if (this.form) return;
    if (standing === "open") this.draw(kept);
    else this.over(kept, standing);
  }

  // Something has happened that may have closed it. While it is being sent, the answer will tell.
  async check() {
    const { form } = this;
    if (!form || this.busy) return;
    const standing = await this.standing(form);
    if (standing === "open" || this.form?.key !== form.key || this.busy) return;
    this.over(this.written(), standing);
  }

  // It was sent, and nothing complained of. What the server has not taken is kept: the chat says why.
  async sent(form) {
    const standing = await this.standing(form);
    if (this.form?.key !== form.key) return;
    if (standing === "sent") this.aside(form).forget();
    else this.putAside(this.written());
    this.close();
  }

  close() {
    const focused = this.article?.contains(document.activeElement);
    this.article?.remove();
    this.article = null;
    this.form = null;
    this.draft.forget();
    this.log.tidy();
    if (focused) this.log.list.focus({ preventScroll: true });
  }

  get busy() {
    return this.article?.getAttribute("aria-busy") === "true";
  }

  values() {
    return valuesOf(this.article.querySelector("form"), this.form);
  }

  written() {
    return withValues(this.form, this.article.querySelector("form"));
  }

  draw(form) {
    this.form = form;
    this.article = drawForm(form, {
      submit: (values) => this.submit(form, values),
      cancel: () => {
        this.aside(form).forget();
        this.close();
        this.leave(form);
      },
    });
    const keep = () => this.draft.keep(this.written());
    this.article.addEventListener("input", keep);
    keep();
    this.log.addBelow(this.article);
  }

  over(written, standing) {
    if (standing === "aside") {
      this.putAside(written);
    } else {
      this.aside(written).forget();
      this.tell(words("form_closed", { title: written.title }, written.language));
    }
    this.close();
  }

  // `next` is the subject of the form that takes its place: the same one shows what is kept at once.
  putAside(written, next = "") {
    const typed = written.fields.filter(({ name, value }) => value !== written.first?.[name]);
    if (!typed.length) return this.aside(written).forget();
    this.aside(written).keep(Object.fromEntries(typed.map(({ name, value }) => [name, value])));
    if (written.subject !== next) this.tell(words("form_kept", { title: written.title }, written.language));
  }

  aside(form) {
    return new Draft(`aside-${this.person.key}-${form.subject}`);
  }

  // What has become of a form. Nothing is taken from anybody because the connection is lost.
  async standing(form) {
    try {
      return (await ask(`/chat/forms/${encodeURIComponent(this.person.key)}/${encodeURIComponent(form.key)}`)).standing;
    } catch {
      return "open";
    }
  }
}
