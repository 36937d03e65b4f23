// Two providers, with names that the application chooses. A client is created on its first use, so `cloud` needs no key as long as no
// class injects it.
import { configFromEnv, type LmuxConfig } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';

export const plugins = [lmstudio, llamacpp, ollama, openai];

const { provider: use, ...local } = configFromEnv();

export const config: LmuxConfig = {
  default: 'local',
  providers: {
    local: { use, ...local },
    cloud: { use: 'openai', apiToken: { env: 'OPENAI_API_KEY' }, model: 'gpt-5-mini' },
  },
};
