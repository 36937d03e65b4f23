import type { CaseResult, ToolSetting } from './measure-bfcl.ts';

/** Returns the title of the column of a setting. */
export function titleOf({ mode, choice }: ToolSetting): string {
  return mode === 'emulated' && choice === 'auto' ? 'emulated, `auto`' : mode;
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Counts refusals by their codes: "3 `invalid_request`". */
function refusals(results: readonly CaseResult[]): string {
  const codes = results.filter(({ outcome }) => outcome === 'refused').map(({ reason = '' }) => reason);
  const counted = [...new Set(codes)].map((code) => `${codes.filter((other) => other === code).length} \`${code}\``);
  return counted.length === 0 ? '0' : counted.join(', ');
}

const countOf = (results: readonly CaseResult[], is: (result: CaseResult) => boolean): string =>
  String(results.filter(is).length);

/** The rows of a category. Each counts cases or is a mean. */
const ROWS: Readonly<Record<string, (results: readonly CaseResult[]) => string>> = {
  refused: refusals,
  'no call': (results) => countOf(results, ({ outcome }) => outcome === 'no call'),
  'cut by the token limit': (results) => countOf(results, ({ outcome }) => outcome === 'cut'),
  'not valid': (results) => countOf(results, ({ outcome }) => outcome === 'invalid'),
  'valid calls': (results) => countOf(results, ({ outcome }) => outcome === 'valid'),
  'right function': (results) => countOf(results, ({ isRightFunction }) => isRightFunction),
  'right arguments': (results) => countOf(results, ({ isRight }) => isRight),
  'tokens per case': (results) => mean(results.map(({ outputTokens }) => outputTokens))?.toFixed(0) ?? '',
  'seconds per case': (results) => ((mean(results.map(({ ms }) => ms)) ?? 0) / 1000).toFixed(1),
};

/** Rows that cases without a right call do not have. */
const OF_CALLS = new Set(['right function', 'right arguments']);

/** Returns a Markdown table with the results of each category, with a column for each setting. */
export function bfclTable(columns: ReadonlyMap<string, readonly CaseResult[]>): string {
  const titles = [...columns.keys()];
  const categories = new Set([...columns.values()].flatMap((results) => results.map(({ category }) => category)));
  const rows = [...categories].flatMap((category) => {
    const parts = titles.map((title) => (columns.get(title) ?? []).filter((result) => result.category === category));
    const cases = Math.max(...parts.map(({ length }) => length));
    return Object.entries(ROWS)
      .filter(([name]) => category !== 'irrelevance' || !OF_CALLS.has(name))
      .map(([name, render], index) => [index === 0 ? `${category} (${cases})` : '', name, ...parts.map(render)]);
  });
  const lines = [['category', 'result', ...titles], ['---', '---', ...titles.map(() => '---:')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
