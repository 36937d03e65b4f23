// Shows how to pass every provider of lmux. LM_PROVIDER then chooses one. An application passes only the plugins that it uses.
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

export const plugins = [lmstudio, llamacpp, ollama, openai];
