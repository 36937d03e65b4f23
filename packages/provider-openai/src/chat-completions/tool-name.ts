/** True if the text is an offered name or the beginning of one. */
function mayBecome(text: string, offered: readonly string[]): boolean {
  return offered.some((name) => name.startsWith(text));
}

/** True if the name may be the beginning of another offered name, so that more of it may follow. */
export function mayGrow(name: string, offered: readonly string[]): boolean {
  return offered.some((other) => other.length > name.length && other.startsWith(name));
}

/**
 * Returns the name of a tool with another piece. Some servers send a name in pieces (continuedev/continue pull request 5849), repeat it in
 * every chunk (NousResearch/hermes-agent issue 8259), or send it again when it has become longer (llama.cpp,
 * `common_chat_msg_diff::compute_diffs`). Only the names of the offered tools tell which one it is. The name stays as it is if the piece does
 * not lead to one of them.
 */
export function joinName(name: string, piece: string, offered: readonly string[]): string {
  if (name === '' || piece === '') return name + piece;
  const isOffered = offered.includes(name);
  if (piece === name && isOffered) return name;
  if (!isOffered && piece.length > name.length && piece.startsWith(name) && mayBecome(piece, offered)) return piece;
  return mayBecome(name + piece, offered) ? name + piece : name;
}
