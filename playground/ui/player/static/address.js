// The address bar of a page without a player: its link, too, opens what is on the screen.

import { showAddress, speak } from "./page.js";

export default function mount(component) {
  const [{ address, lang }] = component.data;
  showAddress(address);
  speak(lang);
}
