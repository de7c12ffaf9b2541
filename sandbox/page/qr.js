// Reads a QR code out of a picture, as a phone's camera would: pictures here are drawn by programs, upright and clean, so
// there is no perspective to undo and no damage to correct (ISO/IEC 18004, versions 1 to 10).

const MOST_PIXELS = 1200;

/** The text of the code in a loaded image, or null when there is none that can be read. */
export function readCode(image) {
  const scale = Math.min(1, MOST_PIXELS / Math.max(image.naturalWidth, image.naturalHeight));
  const width = Math.round(image.naturalWidth * scale);
  const height = Math.round(image.naturalHeight * scale);
  if (!width || !height) return null;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const dark = (x, y) => {
    const at = (Math.floor(y) * width + Math.floor(x)) * 4;
    return data[at] * 0.3 + data[at + 1] * 0.59 + data[at + 2] * 0.11 < 128;
  };
  const modules = sample(finders(dark, width, height), dark);
  return modules && decode(modules);
}

/** Centres of the three corner marks, found by their 1:1:3:1:1 of dark and light along a row and along a column. */
function finders(dark, width, height) {
  const found = [];
  for (let y = 0; y < height; y += 1) {
    for (const [centre, module] of marks((x) => dark(x, y), width)) {
      if (found.some((mark) => Math.hypot(mark.x - centre, mark.y - y) < module * 4)) continue;
      const column = marks((row) => dark(centre, row), height).find(([row, size]) => Math.abs(row - y) < size * 2 && Math.abs(size / module - 1) < 0.4);
      if (column) found.push({ x: centre, y: column[0], module });
    }
  }
  return found;
}

function marks(isDark, length) {
  const runs = [];
  let start = 0;
  for (let i = 1; i <= length; i += 1) {
    if (i < length && isDark(i) === isDark(start)) continue;
    runs.push({ start, length: i - start, dark: isDark(start) });
    start = i;
  }
  const centres = [];
  for (let i = 0; i + 4 < runs.length; i += 1) {
    const five = runs.slice(i, i + 5);
    const module = five.reduce((sum, run) => sum + run.length, 0) / 7;
    const fits = five[0].dark && five.every((run, k) => Math.abs(run.length / module - (k === 2 ? 3 : 1)) < 0.5);
    if (fits) centres.push([five[2].start + five[2].length / 2, module]);
  }
  return centres;
}

/** The square of modules between the corner marks, true where dark; null when the marks are not those of one code. */
function sample(found, dark) {
  for (const corner of found) {
    const right = found.find((mark) => mark.x > corner.x + mark.module * 10 && Math.abs(mark.y - corner.y) < mark.module);
    const below = found.find((mark) => mark.y > corner.y + mark.module * 10 && Math.abs(mark.x - corner.x) < mark.module);
    if (!right || !below) continue;
    const version = Math.round(((right.x - corner.x) / corner.module + 7 - 17) / 4);
    if (version < 1 || version > 10) continue;
    const size = version * 4 + 17;
    const stepX = (right.x - corner.x) / (size - 7);
    const stepY = (below.y - corner.y) / (size - 7);
    const at = (index, middle, step) => middle + (index - 3) * step;
    return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => dark(at(x, corner.x, stepX), at(y, corner.y, stepY))));
  }
  return null;
}

const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];
const ALIGNMENT = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
// Per version: [blocks, error correction codewords a block] for the levels M, L, H, Q, in the order of the format's two bits.
const BLOCKS = [
  [[1, 10], [1, 7], [1, 17], [1, 13]], [[1, 16], [1, 10], [1, 28], [1, 22]], [[1, 26], [1, 15], [2, 22], [2, 18]],
  [[2, 18], [1, 20], [4, 16], [2, 26]], [[2, 24], [1, 26], [4, 22], [4, 18]], [[4, 16], [2, 18], [4, 28], [4, 24]],
  [[4, 18], [2, 20], [5, 26], [6, 18]], [[4, 22], [2, 24], [6, 26], [6, 22]], [[5, 22], [2, 30], [8, 24], [8, 20]],
  [[5, 26], [4, 18], [8, 28], [8, 24]],
];
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

function decode(modules) {
  const format = [0, 1, 2, 3, 4].reduce((bits, x) => bits * 2 + Number(modules[8][x]), 0) ^ 0b10101;
  const version = (modules.length - 17) / 4;
  const codewords = readCodewords(modules, version, MASKS[format & 7]);
  return readText(deinterleave(codewords, BLOCKS[version - 1][format >> 3]), version);
}

/** Zigzag in columns of two from the lower right, leaving out what is not data. */
function readCodewords(modules, version, mask) {
  const size = modules.length;
  const bits = [];
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i += 1) {
      const y = upwards ? size - 1 - i : i;
      for (const x of [right, right - 1]) if (!isFunction(x, y, size, version)) bits.push(modules[y][x] !== mask(x, y));
    }
    upwards = !upwards;
  }
  return Array.from({ length: bits.length >> 3 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((byte, bit) => byte * 2 + Number(bit), 0));
}

function isFunction(x, y, size, version) {
  const corner = (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8);
  const versionBits = version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6));
  return corner || x === 6 || y === 6 || versionBits || isAlignment(x, y, size, version);
}

function isAlignment(x, y, size, version) {
  const near = (value) => ALIGNMENT[version - 1].find((centre) => Math.abs(value - centre) <= 2);
  const [column, row] = [near(x), near(y)];
  if (column === undefined || row === undefined) return false;
  const atFinder = (a, b) => a === 6 && (b === 6 || b === size - 7);
  return !atFinder(column, row) && !atFinder(row, column);
}

/** The data of the blocks one after another; the later blocks may hold one codeword more. */
function deinterleave(codewords, [count, correction]) {
  const data = codewords.length - count * correction;
  const short = Math.floor(data / count);
  const firstLong = count - (data % count);
  const blocks = Array.from({ length: count }, () => []);
  for (let i = 0; i < short * count; i += 1) blocks[i % count].push(codewords[i]);
  for (let block = firstLong; block < count; block += 1) blocks[block].push(codewords[short * count + block - firstLong]);
  return blocks.flat();
}

/** Segments of digits, capitals and bytes (taken as UTF-8) until the end mark; null for anything else. */
function readText(bytes, version) {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  let at = 0;
  const take = (count) => parseInt(bits.slice(at, (at += count)) || "0", 2);
  const text = [];
  while (at + 4 <= bits.length) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 1) {
      for (let left = take(version < 10 ? 10 : 12); left > 0; left -= 3) text.push(String(take([0, 4, 7][left] ?? 10)).padStart(Math.min(left, 3), "0"));
    } else if (mode === 2) {
      for (let left = take(version < 10 ? 9 : 11); left > 0; left -= 2) text.push(left === 1 ? ALPHANUMERIC[take(6)] : pair(take(11)));
    } else if (mode === 4) {
      const content = Uint8Array.from({ length: take(version < 10 ? 8 : 16) }, () => take(8));
      text.push(new TextDecoder().decode(content));
    } else {
      return null;
    }
  }
  return text.join("");
}

function pair(value) {
  return ALPHANUMERIC[Math.floor(value / 45)] + ALPHANUMERIC[value % 45];
}
