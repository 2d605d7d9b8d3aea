// A phone shows one chart at a time: the tabs choose which. On a wide screen they are not displayed.

const PLACES = {
  contour: ".st-key-contour",
  fit: ".st-key-fit, .pg-host-parameters",
  surface: ".st-key-surface",
  slope: ".st-key-slope",
  loss: ".pg-host-loss",
  own: "[class*=st-key-lessons-]:not(:has(.st-key-contour))",
};

export function showTabs(words, chosen) {
  const host = document.querySelector(".pg-host-tabs");
  if (!host) return;
  const names = Object.keys(PLACES).filter((name) => document.querySelector(PLACES[name]));
  if (!names.includes(document.body.dataset.panel)) document.body.dataset.panel = names[0] ?? "contour";
  const dress = `${words.lang},${names}`;
  if (host.dataset.dress === dress && host.childElementCount) return;
  host.dataset.dress = dress;
  host.setAttribute("role", "tablist");
  host.replaceChildren(
    ...names.map((name) => {
      const tab = Object.assign(document.createElement("button"), {
        type: "button",
        className: "pg-tab",
        textContent: words[`tab_${name}`],
      });
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-selected", String(document.body.dataset.panel === name));
      tab.addEventListener("click", () => {
        document.body.dataset.panel = name;
        for (const other of host.children) other.setAttribute("aria-selected", String(other === tab));
        window.dispatchEvent(new Event("resize"));
        chosen();
      });
      return tab;
    }),
  );
}
