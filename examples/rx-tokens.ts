// What to see: a reply as an Observable, the speed at which it comes, and a second question that takes the place of the first.
// LM_PROVIDER, LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { configFromEnv, createClient } from '@lmux/core';
import { accumulate, rx } from '@lmux/rx';
import { concat, finalize, lastValueFrom, of, Subject, switchMap, take, tap } from 'rxjs';
import { plugins } from './plugins.ts';

const client = createClient({ plugins, config: configFromEnv() });
const ask = (content: string) => ({ messages: [{ role: 'user', content } as const], maxOutputTokens: 100 });

// Tokens as they come.
const tokens = rx(client).tokens(ask('Tell a very short story.'));
await lastValueFrom(tokens.pipe(tap((text) => process.stdout.write(text))), { defaultValue: '' });

// The state of a reply for a view: what Angular's toSignal takes.
const snapshots = rx(client).chat(ask('Say hello.')).pipe(accumulate());
const last = await lastValueFrom(snapshots);
console.log(`\n[${last.status}] ${last.text}`);

// switchMap leaves the reply to the first question, closing its socket, when the second one comes.
const questions = new Subject<string>();
const answers = questions.pipe(
  switchMap((question) => {
    const tagged = concat(of(`${question}: `), rx(client).tokens(ask(question)));
    return tagged.pipe(finalize(() => process.stdout.write(' [left or done]\n')));
  }),
  take(12),
  tap((text) => process.stdout.write(text)),
);
const done = lastValueFrom(answers);
questions.next('What is a ship?');
questions.next('What is a sail?');
questions.complete();
await done;
await client.close();
