// Shows every type of stream event, with reasoning separate from text. Ctrl-C cancels the stream and keeps the partial response.
// LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient, isLmError } from '@lmux/core';
import { plugins } from './plugins.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort(new Error('interrupted')));

const messages = [{ role: 'user', content: process.argv[2] ?? 'Tell a very short story.' }] as const;
try {
  await using client = createClient({ plugins, config: configFromEnv() });
  for await (const event of client.chatStream({ messages, maxOutputTokens: 200 }, { signal: stop.signal })) {
    switch (event.type) {
      case 'start':
        console.log(`[${event.model} started, route ${event.route}]`);
        break;
      case 'warning':
        console.log(`[warning: ${event.warning.message}]`);
        break;
      case 'model-load-progress':
      case 'prompt-progress':
        console.log(`[${event.type} ${Math.round(event.fraction * 100)}%]`);
        break;
      case 'reasoning-delta':
      case 'text-delta':
      case 'refusal-delta':
        process.stdout.write(event.text);
        break;
      case 'reasoning-end':
        console.log('\n[end of reasoning]');
        break;
      case 'finish':
        console.log(`\n[${event.response.finishReason.unified}, ${event.response.usage?.outputTokens ?? '?'} tokens]`);
        break;
      default: // Later releases may add types of events, so ignore unknown ones.
    }
  }
} catch (error) {
  console.error(isLmError(error) ? `\n${error.code}: ${error.message}` : error);
  if (isLmError(error)) console.error(`${error.partial?.text.length ?? 0} characters had been received`);
  process.exitCode = isLmError(error, 'aborted') ? 130 : 1;
}
