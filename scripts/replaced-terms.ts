/** Terms that do not appear in comments, strings and documentation, and what to write instead. The names of servers' fields are exempt. */
export const REPLACED_TERMS: ReadonlyArray<readonly [term: RegExp, instead: string]> = [
  [/\bmend(s|ed|ing)?\b/i, 'normalize'],
  [/\blease[sd]?\b/i, 'reference count'],
  [/\bshel(f|ves)\b/i, 'store'],
  [/\b(take|takes|took|taken|taking) up again\b/i, 'resume'],
  [/\bbr(eaks|oke|oken|eaking) off\b/i, 'end early, close mid-stream'],
  [/\bwhat had arrived\b/i, 'partial response'],
  [/\bis no (plugin|object|factory|array|function|string|number)\b/i, 'is not a'],
  [/\ballowed (is|are)\b/i, 'must be'],
  [/\basked again\b/i, 'retried'],
  [/\bunforeseen\b/i, 'unexpected error'],
  [/\bby model\b/i, 'depends on the model'],
  [/\buncounted\b/i, 'not counted against maxConcurrent'],
  [/\bthe (seed|design|issue|spec) (lists|says|asks|names|needs|wants|requires)\b/i, 'a source that the reader has'],
  [/\bspec\/[\w-]+\.md\b/i, 'a source that the reader has'],
];
