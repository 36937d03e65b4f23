import { chunk } from './chunks.js';

export const HI = [chunk({ content: 'H' }), chunk({ content: 'i' })];
