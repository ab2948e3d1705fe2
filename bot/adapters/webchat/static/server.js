// Talking to the server: questions, deeds, and the stream of what changes.

export class Refused extends Error {
  constructor(code, status) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

export async function ask(address) {
  return answerOf(() => fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" }));
}

export async function post(address, content) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return answerOf(() => fetch(address, { method: "POST", headers, body: JSON.stringify(content) }));
}

// A file goes as it is, its name percent-encoded beside it.
export async function upload(address, file) {
  const headers = { "Content-Type": "application/octet-stream", Accept: "application/json", "X-File-Name": encodeURIComponent(file.name) };
  return answerOf(() => fetch(address, { method: "POST", headers, body: file }));
}

// The JSON of an answer. Throws Refused: with the server's code, or "unreachable" when there was no answer of its own.
async function answerOf(request) {
  let response;
  let content;
  try {
    response = await request();
    content = await response.json();
  } catch {
    throw new Refused("unreachable", response?.status ?? 0);
  }
  if (!response.ok) throw new Refused(content.error ?? "refused", response.status);
  return content;
}

const WAITS = [500, 1000, 2000, 4000, 8000, 15000]; // milliseconds until the next attempt to connect

// Keeps a stream open. `opened` is called at each (re)connection, `line` and `forms` for each event of that name, `lost`
// when it breaks.
// Not left to EventSource alone: it gives up for good when a server that is starting answers with an error.
export function listen({ opened, line, forms, lost }) {
  let source;
  let failures = 0;
  let timer;

  function connect() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource("/chat/stream");
    source.addEventListener("open", () => {
      failures = 0;
      opened();
    });
    source.addEventListener("line", (event) => line(JSON.parse(event.data)));
    source.addEventListener("forms", (event) => forms(JSON.parse(event.data)));
    source.addEventListener("error", again);
  }

  function again() {
    source.close();
    lost();
    const wait = WAITS[Math.min(failures, WAITS.length - 1)];
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
  }

  addEventListener("online", connect);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
  return again;
}
