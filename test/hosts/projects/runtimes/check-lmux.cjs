// What an application does: a chat, a stream that it leaves early, an embedding and an error. Called with the packages, which each program
// loads in its own way.
const MODEL = 'qwen/qwen3-4b-2507';

function expectEqual(what, received, expected) {
  if (received !== expected) throw new Error(`${what} must be ${expected}; received ${received}.`);
}

exports.checkLmux = async ({ createClient, isLmError }, { lmstudio }) => {
  const config = { provider: 'lmstudio', model: MODEL, baseUrl: process.env.LM_BASE_URL };
  const client = createClient({ plugins: [lmstudio], config });
  const messages = [{ role: 'user', content: 'Why is the sky blue?' }];

  const { text } = await client.chat({ messages });
  if (!text.includes('Why is the sky blue?')) throw new Error('The emulator must repeat the question.');

  let received = 0;
  for await (const piece of client.chatStream({ messages }).text()) {
    received += piece.length;
    break;
  }
  if (received === 0) throw new Error('The stream must have text.');
  // The host's server has one slot, so this waits until the stream has been canceled.
  await client.chat({ messages });

  const { embeddings } = await client.embed({ model: 'text-embedding-nomic-embed-text-v1.5', input: 'The sky.' });
  expectEqual('The number of vectors', embeddings.length, 1);

  const error = await client.chat({ messages, model: 'unknown' }).catch((caught) => caught);
  if (!isLmError(error, 'model_not_found')) throw new Error(`The error must be model_not_found; received ${error}.`);
  await client.close();
  console.log('checked lmux');
};
