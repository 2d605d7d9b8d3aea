// Light and dark, and on paper: when the page's appearance changes while it is open, Python is asked for charts in the other colours.

import { preparePrints } from "./printing.js";

export default function mount(component) {
  preparePrints();
  // A lesson begins with its words: they need no picture before them.
  document.querySelector('.pg-picture[data-until="page"]')?.remove();
  const home = component.parentElement;
  home.__appearance?.disconnect();
  const app = document.querySelector("[data-testid=stApp]");
  let asked = component.data[0].drawn;
  const look = () => {
    const [r, g, b] = getComputedStyle(app)
      .backgroundColor.match(/[\d.]+/g)
      .map(Number);
    const now = 0.3 * r + 0.6 * g + 0.1 * b < 128 ? "dark" : "light";
    if (now === asked) return;
    asked = now;
    component.setStateValue("appearance", now);
  };
  // Streamlit gives the page another class with other colours.
  home.__appearance = new MutationObserver(look);
  home.__appearance.observe(app, { attributes: true, attributeFilter: ["class"] });
  look();
  return () => home.__appearance.disconnect();
}
