// The page without a player: its link opens what is on the screen, and a clicker turns it where it is projected.

import { hearKeys } from "./keys.js";
import { bringStyle, put, showAddress, speak } from "./page.js";

export default function mount(component) {
  const [{ address, lang, present }] = component.data;
  bringStyle();
  hearKeys();
  put(document.body, "present", present ? "1" : "");
  showAddress(address);
  speak(lang);
}
