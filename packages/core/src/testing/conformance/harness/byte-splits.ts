const LF = 10;
const CR = 13;

/** Splits bytes into reads of one byte. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
}

/** True for a byte that continues a UTF-8 character. */
function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

/** Returns the offsets at which decoders fail most often: inside multi-byte characters, inside CRLF, and around line ends. */
export function fragileOffsets(bytes: Uint8Array): number[] {
  const offsets: number[] = [];
  for (let at = 1; at < bytes.length; at += 1) {
    const inLineEnd = bytes[at - 1] === CR && bytes[at] === LF;
    const atLineEnd = bytes[at - 1] === LF || bytes[at] === LF;
    if (continues(bytes[at]) || inLineEnd || atLineEnd) offsets.push(at);
  }
  return offsets;
}

/** Splits bytes in two. */
export function splitAt(bytes: Uint8Array, at: number): Uint8Array[] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

/** True if a character consists of several bytes. */
export function hasMultiByteCharacters(bytes: Uint8Array): boolean {
  return bytes.some(continues);
}

/** Returns the offset after each line feed. */
export function lineEnds(bytes: Uint8Array): number[] {
  return Array.from(bytes.keys()).flatMap((at) => (bytes[at] === LF ? [at + 1] : []));
}

/** Replaces LF with CRLF. Returns `undefined` if there is already a CR. */
export function withCrlf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.includes(CR)) return undefined;
  return Uint8Array.from([...bytes].flatMap((byte) => (byte === LF ? [CR, LF] : [byte])));
}

/** Adds a comment before every event of an event stream, like servers that keep a connection alive. */
export function withComments(bytes: Uint8Array): Uint8Array {
  const comment = [...new TextEncoder().encode(': keep-alive\n\n')];
  const ends = new Set(lineEnds(bytes).filter((at) => bytes[at - 2] === LF));
  return Uint8Array.from([
    ...comment,
    ...[...bytes].flatMap((byte, at) => (ends.has(at) ? [...comment, byte] : [byte])),
  ]);
}
