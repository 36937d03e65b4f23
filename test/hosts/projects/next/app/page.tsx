'use client';

import { isLmError, readStreamEvents } from '@lmux/core/web';
import { useState } from 'react';

export default function Chat() {
  const [text, setText] = useState('');
  const [running, setRunning] = useState<AbortController>();

  async function send(form: FormData): Promise<void> {
    const stop = new AbortController();
    setRunning(stop);
    setText('');
    const messages = [{ role: 'user', content: form.get('question') }];
    const body = JSON.stringify({ model: 'qwen/qwen3-4b-2507', messages });
    try {
      const response = fetch('/api/node/chat', { method: 'POST', body, signal: stop.signal });
      for await (const event of readStreamEvents(response)) {
        if (event.type === 'text-delta') setText((before) => before + event.text);
      }
    } catch (error) {
      if (!isLmError(error, 'aborted')) setText(isLmError(error) ? error.message : 'Something failed.');
    } finally {
      setRunning(undefined);
    }
  }

  return (
    <form action={(form) => void send(form)}>
      <input name="question" />
      <button type="submit">Ask</button>
      <button type="button" disabled={running === undefined} onClick={() => running?.abort()}>
        Stop
      </button>
      <output>{text}</output>
    </form>
  );
}
