const LF = 10;
const CR = 13;

/** One byte a network read. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
}

/** Whether the byte goes on with a character that an earlier one began. */
function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

/** Where a cut hurts: inside every character of several bytes, inside every CRLF, and around every end of a line. */
export function tenderPlaces(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 1; at < bytes.length; at += 1) {
    const inLineEnd = bytes[at - 1] === CR && bytes[at] === LF;
    const atLineEnd = bytes[at - 1] === LF || bytes[at] === LF;
    if (continues(bytes[at]) || inLineEnd || atLineEnd) places.push(at);
  }
  return places;
}

/** The bytes in two. */
export function cutAt(bytes: Uint8Array, at: number): Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

/** Whether some character takes several bytes. */
export function hasWideCharacters(bytes: Uint8Array): boolean {
  return bytes.some(continues);
}

/** Where each line ends: behind its line feed. */
export function lineEnds(bytes: Uint8Array): number[] {
  return Array.from(bytes.keys()).flatMap((at) => (bytes[at] === LF ? [at + 1] : []));
}

/** The same lines, ended by CRLF; `undefined` where some are already. */
export function withCrlf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.includes(CR)) return undefined;
  return Uint8Array.from([...bytes].flatMap((byte) => (byte === LF ? [CR, LF] : [byte])));
}

/** The same event stream with a comment, such as servers send to keep a connection alive, in front of every event. */
export function withComments(bytes: Uint8Array): Uint8Array {
  const comment = [...new TextEncoder().encode(': keep-alive\n\n')];
  const ends = new Set(lineEnds(bytes).filter((at) => bytes[at - 2] === LF));
  return Uint8Array.from([
    ...comment,
    ...[...bytes].flatMap((byte, at) => (ends.has(at) ? [...comment, byte] : [byte])),
  ]);
}
