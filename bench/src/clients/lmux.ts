import { createClient } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';
import { openai, OpenAIApi } from '@lmux/provider-openai';
import { rx } from '@lmux/rx';
import { MESSAGES, type MakeBenchClient } from './bench-client.ts';

const messages = MESSAGES;

export const makeLmux: MakeBenchClient = (origin) => {
  const client = createClient({ plugins: [openai], config: { provider: 'openai', baseUrl: origin } });
  return {
    async stream(model, onToken) {
      for await (const event of client.chatStream({ model, messages })) {
        if (event.type === 'text-delta') onToken(event.text);
      }
    },
    chat: async (model) => (await client.chat({ model, messages })).text,
    embed: async (model, input) => (await client.embed({ model, input })).embeddings,
  };
};

export const makeLmuxRx: MakeBenchClient = (origin) => {
  const client = rx(createClient({ plugins: [openai], config: { provider: 'openai', baseUrl: origin } }));
  return {
    stream: (model, onToken) =>
      new Promise((resolve, reject) => {
        client.tokens({ model, messages }).subscribe({ next: onToken, error: reject, complete: resolve });
      }),
  };
};

export const makeLmuxWire: MakeBenchClient = (origin) => {
  const api = new OpenAIApi({ baseUrl: origin });
  return {
    async stream(model, onToken) {
      for await (const chunk of api.chatCompletionsStream({ model, messages })) {
        const token = chunk.choices[0]?.delta.content;
        if (token) onToken(token);
      }
    },
  };
};

export const makeLmuxNative: MakeBenchClient = (origin) => {
  const client = createClient({ plugins: [lmstudio], config: { provider: 'lmstudio', baseUrl: origin } });
  return {
    async stream(model, onToken) {
      for await (const event of client.chatStream({ model, messages })) {
        if (event.type === 'text-delta') onToken(event.text);
      }
    },
  };
};
