import { useState } from 'react';
import { client } from './client';

export function Embedding() {
  const [dimensions, setDimensions] = useState<number>();

  async function embed() {
    const { embeddings } = await client.embed({ input: 'The sky is blue.' });
    setDimensions(embeddings[0]?.length);
  }

  return <button onClick={embed}>{dimensions === undefined ? 'Embed' : `${dimensions} dimensions`}</button>;
}
