// The part of the menu that the browser itself makes: a still picture, and a film with its progress and a way to stop it.

import { gif, save, still } from "./film.js";

export default function mount(component) {
  const [{ scene, name, words }] = component.data;
  const home = component.parentElement;
  let box = home.querySelector(".pg-take");
  if (!box) {
    box = Object.assign(document.createElement("div"), { className: "pg-take" });
    home.append(box);
  }
  home.__film?.stop();
  let running = false;
  const button = (label, press) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.addEventListener("click", press);
    return made;
  };
  const told = Object.assign(document.createElement("progress"), { max: 1, value: 0, hidden: true });
  told.setAttribute("aria-label", words.gif);
  const said = Object.assign(document.createElement("p"), { hidden: true });
  said.setAttribute("role", "status");
  const fail = (error) => {
    console.error(error);
    said.textContent = words.failed;
    said.hidden = false;
  };
  const png = button(words.png, () => still(scene, scene.step).then((blob) => save(blob, `${name}.png`), fail));
  const film = button(words.gif, async () => {
    if (running) {
      running = false;
      return;
    }
    running = true;
    said.hidden = true;
    film.textContent = words.cancel;
    told.hidden = false;
    try {
      const blob = await gif(scene, { told: (share) => Object.assign(told, { value: share }), wanted: () => running });
      if (blob) save(blob, `${name}.gif`);
    } catch (error) {
      fail(error);
    }
    running = false;
    told.hidden = true;
    film.textContent = words.gif;
  });
  home.__film = {
    stop: () => {
      running = false;
    },
  };
  box.replaceChildren(png, film, told, said);
  return () => home.__film?.stop();
}
