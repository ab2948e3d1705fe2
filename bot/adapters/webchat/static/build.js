// How the page makes its elements: texts become text nodes and attributes, never HTML.

const SAFE = ["http:", "https:", "mailto:", "tg:"];

// An element. `attributes`: true sets a bare one, false and null leave it out; functions are listeners.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

export function button(label, attributes = {}) {
  return make("button", { type: "button", ...attributes }, label);
}

// A link that leads on, or just its text when the address could do anything else.
export function link(address, label, attributes = {}) {
  let scheme = "";
  try {
    scheme = new URL(address).protocol;
  } catch {
    return make("span", {}, label);
  }
  if (!SAFE.includes(scheme)) return make("span", {}, label);
  const away = scheme.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return make("a", { href: address, ...away, ...attributes }, label);
}

// An id that no other click has. Not crypto.randomUUID: that exists on https and localhost only.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
