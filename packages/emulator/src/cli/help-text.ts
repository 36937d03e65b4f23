import { SERVER_PROFILES } from '../server-profiles.js';
import { FAULT_FORMS } from './parse-fault.js';

/** What `--help` prints. */
export function helpText(): string {
  const faults = Object.values(FAULT_FORMS).map(({ form, does }) => `    ${form.padEnd(26)}${does}`);
  const ports = Object.values(SERVER_PROFILES)
    .map(({ port }) => port)
    .join(', ');
  return `lmux-emulator: an HTTP server that behaves like LM Studio, Ollama or llama.cpp's llama-server

Usage: lmux-emulator [options]

      --as <server>    lmstudio, ollama or llamacpp (default lmstudio)
  -p, --port <n>       port; 0 takes a free one (default ${ports})
      --host <address> address to listen on (default 127.0.0.1)
  -m, --model <id>     a model to offer, once or more; the first chat model is loaded. A name with "embed" is an
                       embedding model, one with "think" or "reason" streams reasoning (default: three models)
      --delay-ms <n>   milliseconds before each token (default 20)
      --load-ms <n>    milliseconds that loading a model takes (default 600)
      --no-native-api  lmstudio: leave /api/v1 out, as LM Studio before 0.4
      --no-router      llamacpp: serve one model, without a management of models
      --token <token>  require this bearer token, once or more (default: none)
      --parallel <n>   generations at once; the rest wait (default 4)
      --cors           let web pages of any origin call
      --fault <fault>  make every POST request fail, or the first n with "*n" behind (status=503*2), in this order:
${faults.join('\n')}
  -q, --quiet          no line per request
  -h, --help           this text
  -v, --version        the version`;
}
