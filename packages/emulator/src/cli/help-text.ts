import { SERVER_PROFILES } from '../server-profiles.js';
import { FAULT_FORMS } from './parse-fault.js';

/** The text that `--help` prints. */
export function helpText(): string {
  const faults = Object.values(FAULT_FORMS).map(({ form, does }) => `    ${form.padEnd(26)}${does}`);
  const ports = Object.values(SERVER_PROFILES)
    .map(({ port }) => port)
    .join(', ');
  return `lmux-emulator: an HTTP server that behaves like LM Studio, Ollama or llama.cpp's llama-server

Usage: lmux-emulator [options]

      --as <server>    server to emulate: lmstudio, ollama or llamacpp (default lmstudio)
  -p, --port <n>       port to listen on, 0 for any free port (default ${ports})
      --host <address> address to listen on (default 127.0.0.1)
      --allowed-host <name>
                       host that requests may name, besides localhost and --host, or * for any. Can be repeated. Other
                       hosts are refused with 403, as a protection against DNS rebinding
  -m, --model <id>     model to offer, can be repeated. The first chat model is loaded at startup. A name with "embed"
                       makes it an embedding model, "think" or "reason" a reasoning model, and "vision" or "vl" one
                       that accepts images, such as qwen2.5-vl
                       (default: two chat models and an embedding model, with names of the server)
      --delay-ms <n>   delay in milliseconds before each token (default 20)
      --load-ms <n>    time in milliseconds to load a model (default 600)
      --no-native-api  lmstudio: do not serve /api/v1, like LM Studio before 0.4
      --no-router      llamacpp: serve a single model, without model management
      --token <token>  require this bearer token, can be repeated (default: none)
      --parallel <n>   maximum number of concurrent generations, others wait (default 4)
      --cors           allow requests from web pages of any origin
      --fault <fault>  apply a fault to every POST request, or to the first n with "*n" at the end (status=503*2).
                       Can be repeated. Faults are used in this order:
${faults.join('\n')}
  -q, --quiet          print only the URL
  -h, --help           print this help
  -v, --version        print the version`;
}
