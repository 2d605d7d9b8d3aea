// Where somebody reads: which of the steps that pass by is the one that is read, and how far a Page key leads.

const LINE = 0.4; // of the height in which words are seen: what lies above that line has been come to
const PAGE = 0.85; // of that height: the rest is seen again on the next page

/**
 * The step that is read: the last whose top has come above the line; before the first, the first.
 * @param {number[]} tops of the steps, on the screen
 * @param {{ top: number, bottom: number }} seen where words are seen
 */
export function stepRead(tops, { top, bottom }) {
  const line = top + LINE * (bottom - top);
  return Math.max(0, tops.filter((one) => one <= line).length - 1);
}

/**
 * How far to scroll for one page: to the next step that begins within it, so that none is passed over.
 * @param {number[]} tops
 * @param {{ top: number, bottom: number }} seen
 * @param {boolean} forward
 */
export function pageFrom(tops, { top, bottom }, forward) {
  const page = PAGE * (bottom - top);
  const ways = tops.map((one) => one - top).filter((way) => (forward ? way > 2 : way < -2));
  const way = forward ? Math.min(...ways, page) : Math.max(...ways, -page);
  return Math.round(way);
}
