// Shows a reply as an Observable of tokens and as the state of a view, and a second question that cancels the reply to the first.
// LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient } from '@lmux/core';
import { accumulate, rx } from '@lmux/rx';
import { concat, finalize, lastValueFrom, of, Subject, switchMap, take, tap } from 'rxjs';
import { plugins } from './plugins.ts';

const client = createClient({ plugins, config: configFromEnv() });
const request = (content: string) => ({ messages: [{ role: 'user', content } as const], maxOutputTokens: 100 });

// Tokens as they arrive.
const tokens = rx(client).tokens(request('Tell a very short story.'));
await lastValueFrom(tokens.pipe(tap((text) => process.stdout.write(text))), { defaultValue: '' });

// The state of a reply, for a view. It works with Angular's toSignal, for instance.
const snapshots = rx(client).chat(request('Say hello.')).pipe(accumulate());
const last = await lastValueFrom(snapshots);
console.log(`\n[${last.status}] ${last.text}`);

// When the second question arrives, switchMap cancels the reply to the first and closes its connection.
const questions = new Subject<string>();
const replies = questions.pipe(
  switchMap((question) => {
    const tagged = concat(of(`${question}: `), rx(client).tokens(request(question)));
    return tagged.pipe(finalize(() => process.stdout.write(' [canceled or done]\n')));
  }),
  take(12),
  tap((text) => process.stdout.write(text)),
);
const done = lastValueFrom(replies);
questions.next('What is a ship?');
questions.next('What is a sail?');
questions.complete();
await done;
await client.close();
