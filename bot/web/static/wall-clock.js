// The clock: it counts down between two looks by the time of the server, never by that of the machine it runs on.

import { say } from "./wall-words.js";

const JUMP = 1500; // milliseconds by which time may be off before it is set anew

let round = null;
let state = "";
let ahead = null; // the server's time less ours
let stands = false; // the try-out's time stands still until it is moved
let last = 0;

/** What the server has told about time, at this look. */
export function hear(now) {
  const here = performance.now();
  stands = last === now;
  last = now;
  const found = now - here;
  if (ahead === null || stands || Math.abs(found - ahead) > JUMP || found > ahead) ahead = found;
}

/** What the server has told about the round. */
export function keep(content) {
  round = content.round;
  state = content.state;
}

/** Draw the clock as it stands now. */
export function draw() {
  const shown = look();
  const clock = document.getElementById("clock");
  clock.dataset.state = shown.state;
  put("time", shown.left === null ? "" : minutes(shown.left));
  put("means", shown.means);
  const whole = round === null ? 0 : round.minutes * 60000;
  const part = shown.left === null || whole === 0 ? 0 : Math.min(1, shown.left / whole);
  document.getElementById("bar").style.width = `${(part * 100).toFixed(2)}%`;
}

function look() {
  if (state === "over") return { state: "ended", left: null, means: say("over") };
  if (round === null || state === "planned") return { state: "waiting", left: null, means: say("planned") };
  switch (round.state) {
    case "running":
      return { state: until(round.ends) < 120000 ? "soon" : "running", left: until(round.ends), means: say("running") };
    case "paused":
      return { state: "paused", left: round.left, means: say("paused") };
    case "late":
      return { state: "late", left: until(round.late), means: say("late") };
    case "ended":
      return { state: "ended", left: null, means: say("ended") };
    default:
      return { state: "waiting", left: round.minutes * 60000, means: say("waits", { n: round.number }) };
  }
}

function until(moment) {
  const now = stands ? last : performance.now() + (ahead ?? 0);
  return Math.max(0, (moment ?? now) - now);
}

function minutes(left) {
  const seconds = Math.ceil(left / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
}
