export type { Tool } from '@lmux/tools';
