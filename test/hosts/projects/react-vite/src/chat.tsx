import { isLmError, type Message } from '@lmux/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { client } from './client';

export function Chat() {
  const [messages, setMessages] = useState<Message[]>([]);
  const [reply, setReply] = useState<string>();
  const [error, setError] = useState<string>();
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort();
  useEffect(() => stop, []);

  // Not the form's "action", whose updates appear only when it has finished.
  async function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const prompt = String(new FormData(event.currentTarget).get('prompt'));
    event.currentTarget.reset();
    const history: Message[] = [...messages, { role: 'user', content: prompt }];
    running.current = new AbortController();
    setMessages(history);
    setReply('');
    setError(undefined);
    try {
      const stream = client.chatStream({ messages: history }, { signal: running.current.signal });
      for await (const text of stream.text()) setReply((shown) => shown + text);
      setMessages([...history, (await stream.response()).message]);
    } catch (caught) {
      if (!isLmError(caught)) throw caught;
      if (caught.partial?.text) setMessages([...history, { role: 'assistant', content: caught.partial.text }]);
      if (caught.code !== 'aborted') setError(caught.message);
    }
    setReply(undefined);
  }

  return (
    <form onSubmit={send}>
      {messages.map(({ role, content }, index) => (
        <p key={index} className={role}>
          {String(content)}
        </p>
      ))}
      {reply !== undefined && <output>{reply}</output>}
      {error !== undefined && <p role="alert">{error}</p>}
      <input name="prompt" aria-label="Prompt" required />
      {reply === undefined ? (
        <button>Send</button>
      ) : (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
    </form>
  );
}
