import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat';
import { Embedding } from './embedding';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page must have an element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <Chat />
    <Embedding />
  </StrictMode>,
);
