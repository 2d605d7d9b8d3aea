// What the player and the trainer say of the whole page: its language, colours and address. Each word makes a browser
// work out all the page's styles anew, 30 ms and more, so nothing is said twice.

const style = new URL("./player.css", import.meta.url).href;

export function bringStyle() {
  if (!document.querySelector(`link[href="${style}"]`)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
}

export function put(element, name, value) { if (element.dataset[name] !== value) element.dataset[name] = value; }

// Streamlit says English of every page.
export function speak(lang) { if (document.documentElement.lang !== lang) document.documentElement.lang = lang; }

// Streamlit gives its colours to a component only: hand them on to the places outside it.
export function dress(home) {
  const theme = getComputedStyle(home), own = document.body.style;
  for (const name of ["--st-primary-color", "--st-background-color"]) {
    const colour = theme.getPropertyValue(name);
    if (own.getPropertyValue(name) !== colour) own.setProperty(name, colour);
  }
}

// The link in the address bar always opens what is on the screen; it never fills the history.
export function showAddress(query) {
  const here = new URL(window.location.href);
  here.search = query;
  if (here.href !== window.location.href) window.history.replaceState(window.history.state, "", here);
}
