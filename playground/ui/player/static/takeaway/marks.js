// Where a picture or a film comes from, written into its file: its title and the link that leads back.

const PNG_HEADER = 8 + 25; // the signature, and the chunk that tells the size
const GIF_HEADER = 13;
const LONGEST_BLOCK = 255;

let table;

// The checksum that PNG asks for: CRC-32.
export function checksum(bytes) {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
  let value = 0xffffffff;
  for (const byte of bytes) value = table[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// A chunk of international text: a keyword, no compression, no language, the words.
function chunk(keyword, words) {
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${words}`);
  const made = new Uint8Array(body.length + 8);
  const view = new DataView(made.buffer);
  view.setUint32(0, body.length - 4);
  made.set(body, 4);
  view.setUint32(body.length + 4, checksum(body));
  return made;
}

// The bytes of a PNG with title and link.
export function markedPng(bytes, { title, link }) {
  return joined([bytes.slice(0, PNG_HEADER), chunk("Title", title), chunk("Comment", link), bytes.slice(PNG_HEADER)]);
}

// The bytes of a GIF with the link as its comment, behind the colours that serve all frames.
export function markedGif(bytes, { link }) {
  const colours = bytes[10] & 128 ? 3 * 2 ** ((bytes[10] & 7) + 1) : 0;
  const words = new TextEncoder().encode(link);
  const blocks = [];
  for (let at = 0; at < words.length; at += LONGEST_BLOCK) {
    const block = words.slice(at, at + LONGEST_BLOCK);
    blocks.push(Uint8Array.of(block.length), block);
  }
  const head = GIF_HEADER + colours;
  return joined([bytes.slice(0, head), Uint8Array.of(0x21, 0xfe), ...blocks, Uint8Array.of(0), bytes.slice(head)]);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
