// What Back closes before it takes anything back: a part of a chart that is enlarged and, on a phone, what lies over the page,
// the panel of controls, a menu, a list.

const DRAWER = "[data-testid=stSidebar][data-collapsed=false]";
const WHOLE = "[data-zoomed='1'] > .pg-zoom [data-zoom=whole]"; // shows the whole of a chart again
const LISTS = "[role=listbox]:not([data-testid=stSidebar] *)";

const press = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();

const pressEscape = () =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key: "Escape", code: "Escape", keyCode: 27, bubbles: true }),
  );

// What closes it, or null where nothing lies there.
function closer() {
  return (coarse?.matches && covering()) || (document.querySelector(WHOLE) ? () => press(WHOLE) : null);
}

function covering() {
  if (document.querySelector(".pg-cover")) return () => press(".pg-cover");
  if (document.querySelector(LISTS)) return pressEscape;
  if (document.querySelector("[data-testid=stPopoverBody]"))
    return () => press("[data-testid=stPopoverButton][aria-expanded=true]");
  if (document.querySelector(DRAWER) && window.innerWidth <= 768)
    return () => press("[data-testid=stSidebarCollapseButton] button");
  return null;
}

let coarse;

/** @param {import("./past.js").Past} past */
export function lookOver(past) {
  coarse ??= window.matchMedia("(pointer: coarse)");
  past.cover(closer());
}
