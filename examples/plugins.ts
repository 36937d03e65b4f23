// What to see: every provider of lmux, so that the environment alone chooses. An application passes the plugins that it uses.
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

export const plugins = [lmstudio, llamacpp, ollama, openai];
