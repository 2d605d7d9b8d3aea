// The lecturer's second window: what is projected now, what comes next, the run sheet, and a clock. What it shows and says
// it hears from the projected page; it asks that page to turn.

const KEYS = { PageDown: 1, ArrowRight: 1, " ": 1, PageUp: -1, ArrowLeft: -1 };
const SECOND = 1000;

const channel = new BroadcastChannel("playground-notes");
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {import("../protocol.d.ts").NotesData | null} */
let notes = null;
let began = Date.now();

const turn = (by) => channel.postMessage({ turn: by });

// What came with a lesson's page stands in a lesson's file: its marks have become HTML there (lesson/notes.py).
function place(note, step) {
  return note ? `<p>${note.kind}${step}</p><h3>${note.title}</h3>${note.text}` : "";
}

function show(told) {
  if (notes?.title !== told.title) began = Date.now();
  notes = told;
  const { words, places } = told;
  document.documentElement.lang = told.lang;
  document.title = told.title;
  at("title").textContent = told.title;
  for (const [id, text] of [
    ["now", words.now],
    ["next", words.next],
    ["sheet", words.plan],
    ["board", words.blackboard],
    ["back", `← ${words.back}`],
    ["on", `${words.on} →`],
    ["again", words.again],
  ])
    at(id).textContent = text;
  at("here").innerHTML = place(places[told.at], ` · ${told.at + 1}/${places.length}`);
  at("coming").innerHTML = place(places[told.at + 1], "") || `<h3>${words.nothing}</h3>`;
  at("plan").innerHTML = told.plan;
  at("blackboard").innerHTML = told.blackboard;
  tick();
}

function tick() {
  if (!notes) return;
  const seconds = Math.floor((Date.now() - began) / SECOND);
  const spent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  at("minutes").textContent = notes.words.minutes.replace("{k}", spent).replace("{n}", String(notes.minutes));
  at("minutes").classList.toggle("late", seconds > notes.minutes * 60);
}

channel.addEventListener("message", ({ data }) => data.notes && show(data.notes));
at("back").addEventListener("click", () => turn(-1));
at("on").addEventListener("click", () => turn(1));
at("again").addEventListener("click", () => {
  began = Date.now();
  tick();
});
window.addEventListener("keydown", (event) => {
  if (!(event.key in KEYS) || (event.key === " " && document.activeElement?.matches("button"))) return;
  event.preventDefault();
  turn(KEYS[event.key]);
});
setInterval(tick, SECOND);
channel.postMessage({ hello: true });
