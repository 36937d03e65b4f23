import { isLmError, type Message } from '@lmux/core';
import { useEffect, useRef, useState } from 'react';
import { client } from './client';

export function Chat() {
  const [messages, setMessages] = useState<Message[]>([]);
  const [reply, setReply] = useState<string>();
  const [error, setError] = useState<string>();
  const running = useRef<AbortController>(undefined);
  const stop = () => running.current?.abort();
  useEffect(() => stop, []);

  // Not the form's "action", whose updates appear only when it has finished.
  async function send(form: HTMLFormElement) {
    const prompt = String(new FormData(form).get('prompt'));
    form.reset();
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
      const text = caught.partial?.text;
      // A question without a reply leaves the history, because some models require that the roles alternate.
      setMessages(text ? [...history, { role: 'assistant', content: text }] : messages);
      if (caught.code !== 'aborted') setError(caught.message);
    }
    setReply(undefined);
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
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
