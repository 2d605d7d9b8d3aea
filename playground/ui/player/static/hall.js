// What a lecturer does to the whole screen by keys: project, full screen, QR code, black, hide what comes next, all keys.

let cover = null;
/** @type {Record<string, any>} sentences of the page */
let words = {};

// The sentences in the visitor's language.
export function speakHall(spoken) {
  words = spoken;
}

// Lay something over the whole screen; a key or a press takes it away.
function lay(kind, ...content) {
  remove();
  cover = Object.assign(document.createElement("div"), { className: `pg-cover pg-cover-${kind}` });
  cover.setAttribute("role", "dialog");
  cover.setAttribute("aria-label", words[`cover_${kind}`] ?? kind);
  cover.tabIndex = -1;
  cover.append(...content);
  cover.addEventListener("click", remove);
  document.body.append(cover);
  cover.focus();
}

function remove() {
  cover?.remove();
  cover = null;
}

// A key takes away what covers the screen, whichever it is; a clicker's too. True where something was there.
export function uncover(key) {
  if (!cover || ["Shift", "Control", "Alt", "Meta", "Tab"].includes(key)) return false;
  remove();
  return true;
}

/** @type {import("./past.js").Past | null} the changes that can be taken back */
let past = null;

export function remember(changes) {
  past = changes;
}

// Take back the last change (-1), or make it again (1).
export const change = (by) => Boolean(past?.go(by));

const press = (selector) => {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
};

export const slow = () => press(".pg-slow");
export const project = () => press(".st-key-project button");

/** @type {() => void} hides what comes next on a page that shows no switch for it, or shows it again */
let guess = () => {};

export function hideBy(act) {
  guess = act;
}

export const hide = () => press(".st-key-w-guess input") || guess();
export const black = () => lay("black");

export function fullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

export function help() {
  const list = document.createElement("dl");
  for (const [key, text] of words.all_keys ?? []) {
    list.append(
      Object.assign(document.createElement("dt"), { textContent: key }),
      Object.assign(document.createElement("dd"), { textContent: text }),
    );
  }
  lay("help", list);
}

// The code that Share draws, as large as the screen: Share is opened, and shut again when its picture is there.
export function code() {
  const button = ".st-key-share button";
  const picture = () => document.querySelector("[data-testid=stPopoverBody] img");
  if (!picture() && !press(button)) return;
  const show = () => {
    const found = picture();
    if (!found) return false;
    const { src, alt } = /** @type {HTMLImageElement} */ (found);
    const link = document.querySelector("[data-testid=stPopoverBody] code")?.textContent ?? "";
    lay("code", Object.assign(document.createElement("img"), { src, alt }), link);
    press(button);
    return true;
  };
  if (show()) return;
  const wait = new MutationObserver(() => show() && wait.disconnect());
  wait.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => wait.disconnect(), 10_000);
}
