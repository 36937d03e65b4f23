/**
 * Matches the origins that Ollama allows by default, whatever OLLAMA_ORIGINS contains
 * (https://github.com/ollama/ollama/blob/main/envconfig/config.go, AllowedOrigins).
 */
const ALLOWED_ORIGIN =
  /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?$|(?:app|file|tauri|vscode-webview|vscode-file):\/\/)/;

/** Completes the error of a web page (https://docs.ollama.com/faq#how-can-i-allow-additional-web-origins-to-access-ollama). */
export function corsHint(origin: string): string | undefined {
  if (ALLOWED_ORIGIN.test(origin)) return undefined;
  // The origin of a page from a file or a sandbox is "null", which cannot be listed.
  return `add "${origin === 'null' ? '*' : origin}" to the environment variable OLLAMA_ORIGINS of the server, and restart it.`;
}
