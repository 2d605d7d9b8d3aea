// The page without a player: its link opens what is on the screen, Streamlit's buttons speak its language, and a clicker
// turns it where it is projected.

import { hearKeys } from "./keys.js";
import { bringStyle, dress, makeRoom, put, rename, showAddress, speak } from "./page.js";
import { Watch } from "./watch.js";

export default function mount(component) {
  const home = component.parentElement;
  const [{ address, lang, present, words }] = component.data;
  bringStyle();
  hearKeys();
  put(document.body, "present", present ? "1" : "");
  showAddress(address);
  speak(lang);
  const look = () => {
    makeRoom();
    rename(words);
    dress(home);
  };
  home.__watch?.stop();
  home.__watch = new Watch(look, () => {});
  look();
  return () => {
    home.__watch?.stop();
    home.__watch = null;
  };
}
