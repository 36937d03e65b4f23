/**
 * The baseline, called `floor` in the code: undici's `request`, a stream that is split at blank lines, `JSON.parse`, and one callback per event.
 * It checks nothing and handles no errors.
 */
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { MESSAGES, type MakeBenchClient } from './bench-client.ts';

/** The fields of response bodies that the baseline reads. */
interface ResponseBody {
  choices: [{ message: { content: string } }];
  data: { embedding: number[] | string }[];
}

const HEADERS = { 'content-type': 'application/json' };

export const makeFloor: MakeBenchClient = (origin) => {
  const dispatcher = new Agent({ keepAliveTimeout: 4000 });
  const send = async (path: string, body: unknown, onData: (bytes: Buffer) => void): Promise<void> => {
    const options = { dispatcher, method: 'POST', headers: HEADERS, body: JSON.stringify(body) } as const;
    const response = await request(origin + path, options);
    response.body.on('data', onData);
    await once(response.body, 'end');
  };
  const whole = async (path: string, body: unknown): Promise<ResponseBody> => {
    const pieces: Buffer[] = [];
    await send(path, body, (bytes) => pieces.push(bytes));
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  };
  return {
    stream(model, onToken) {
      const decoder = new TextDecoder();
      let rest = '';
      return send('/v1/chat/completions', { model, messages: MESSAGES, stream: true }, (bytes) => {
        const text = rest + decoder.decode(bytes, { stream: true });
        let at = 0;
        for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n', at)) {
          const data = text.slice(at + 6, end);
          at = end + 2;
          if (data === '[DONE]') continue;
          const token = JSON.parse(data).choices[0].delta.content;
          if (token) onToken(token);
        }
        rest = text.slice(at);
      });
    },
    chat: async (model) =>
      (await whole('/v1/chat/completions', { model, messages: MESSAGES })).choices[0].message.content,
    async embed(model, input) {
      const { data } = await whole('/v1/embeddings', { model, input });
      return data.map(({ embedding }) => {
        if (typeof embedding !== 'string') return embedding;
        const bytes = Buffer.from(embedding, 'base64');
        return Array.from(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
      });
    },
  };
};
