import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany, generateText, streamText } from 'ai';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { MESSAGES, type MakeBenchClient } from './bench-client.ts';

const messages = MESSAGES;

export const makeOpenAI: MakeBenchClient = (origin) => {
  const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'none' });
  return {
    async stream(model, onToken) {
      for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
        const token = chunk.choices[0]?.delta.content;
        if (token) onToken(token);
      }
    },
    chat: async (model) =>
      (await client.chat.completions.create({ model, messages })).choices[0]?.message.content ?? '',
    async embed(model, input) {
      // The client requests base64 unless a format is set, but the server sends the format in the name of the model.
      const { data } = await client.embeddings.create({ model, input });
      return data.map(({ embedding }) => embedding);
    },
  };
};

export const makeAiSdk: MakeBenchClient = (origin) => {
  const provider = createOpenAICompatible({ name: 'bench', baseURL: `${origin}/v1` });
  return {
    async stream(model, onToken) {
      for await (const token of streamText({ model: provider(model), messages }).textStream) onToken(token);
    },
    chat: async (model) => (await generateText({ model: provider(model), messages })).text,
    async embed(model, values) {
      if (model.endsWith('base64')) throw new Error('does not support base64 embeddings');
      return (await embedMany({ model: provider.embeddingModel(model), values })).embeddings;
    },
  };
};

export const makeOllama: MakeBenchClient = (origin) => {
  const client = new Ollama({ host: origin });
  return {
    async stream(model, onToken) {
      for await (const part of await client.chat({ model, messages, stream: true })) {
        if (part.message.content) onToken(part.message.content);
      }
    },
    chat: async (model) => (await client.chat({ model, messages })).message.content,
    embed: async (model, input) => (await client.embed({ model, input })).embeddings,
  };
};
