// Which steps of the course have been done: kept by the browser alone, nobody else is told.

const KEY = "playground-progress";

// What this browser keeps; nothing where it keeps nothing, in a frame of another site for one.
function kept() {
  try {
    return JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * The steps that are done once the step `at` is read: a state by being read, a question by being answered.
 * @param {number[]} before
 * @param {number} at
 * @param {{ kind: string }[]} steps
 * @param {number[]} answered
 */
export function doneWith(before, at, steps, answered) {
  const done = new Set([...before, ...answered]);
  if (steps[at]?.kind === "state") done.add(at);
  return [...done].filter((i) => Number.isInteger(i) && i < steps.length).sort((a, b) => a - b);
}

export class Progress {
  all = kept();

  // The steps of a lesson that are done; what is new is kept.
  add(name, at, steps, answered) {
    const before = Array.isArray(this.all[name]?.done) ? this.all[name].done : [];
    const done = doneWith(before, at, steps, answered);
    if (done.length === before.length && this.all[name]?.of === steps.length) return done;
    this.all = { ...kept(), [name]: { done, of: steps.length } };
    try {
      window.localStorage.setItem(KEY, JSON.stringify(this.all));
    } catch {
      // a browser that keeps nothing
    }
    return done;
  }

  isDone(name) {
    const { done, of } = this.all[name] ?? {};
    return Array.isArray(done) && of > 0 && done.length >= of;
  }
}

// Mark in the strip of lessons those that are done, for eyes and ears.
export function markCourse(progress, words) {
  for (const link of document.querySelectorAll(".st-key-course-bar a")) {
    const name = link.pathname.split("/").at(-1);
    if (!progress.isDone(name) || link.dataset.done === "1") continue;
    link.dataset.done = "1";
    link.setAttribute("aria-label", words.replace("{title}", link.textContent.trim()));
  }
}
