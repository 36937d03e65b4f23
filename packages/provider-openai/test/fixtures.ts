import { readdirSync, readFileSync } from 'node:fs';

/** A recorded response with parsed headers and the original bytes of its body. */
export interface Recording {
  /** Server and file name, such as `llama/chat-stream`. */
  readonly name: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

const ROOT = new URL('fixtures/recorded/', import.meta.url);

function read(server: string, file: string): Recording {
  const bytes = readFileSync(new URL(`${server}/${file}`, ROOT));
  const crlf = bytes.indexOf('\r\n\r\n');
  const [end, skip] = crlf === -1 ? [bytes.indexOf('\n\n'), 2] : [crlf, 4];
  const head = bytes.subarray(0, end).toString('latin1');
  return {
    name: `${server}/${file.replace('.http', '')}`,
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    contentType: /^content-type: *([^\r\n]*)/im.exec(head)?.[1] ?? '',
    body: bytes.subarray(end + skip),
  };
}

/** Returns every recording whose name matches the pattern. */
export function recordings(pattern: RegExp): Recording[] {
  return readdirSync(ROOT)
    .flatMap((server) => readdirSync(new URL(`${server}/`, ROOT)).map((file) => read(server, file)))
    .filter(({ name }) => pattern.test(name));
}

/** Returns the events of a recorded stream, parsed without the decoders. The decoders are compared with them. */
export function eventsOf(recording: Recording): PlainChunk[] {
  return [...recording.body.toString('utf8').matchAll(/^data: (\{.*)$/gm)].map(([, json]) => JSON.parse(json ?? ''));
}

/** The fields of a chunk that the tests use. */
export interface PlainChunk {
  readonly choices: readonly {
    readonly index: number;
    readonly text?: string;
    readonly delta?: { readonly content?: string | null; readonly tool_calls?: readonly PlainCall[] };
    readonly finish_reason?: string | null;
    readonly logprobs?: { readonly content?: readonly unknown[] } | null;
  }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  readonly timings?: { readonly predicted_per_second: number };
}

interface PlainCall {
  readonly id?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}
