import { readCases, type BfclCase, type CaseOptions, type Category } from './bfcl-cases.ts';
import { bfclTable, titleOf } from './bfcl-table.ts';
import { measureCase, type BfclOptions, type CaseResult, type ToolSetting } from './measure-bfcl.ts';

/** Which cases to send, and how. */
export interface ReportOptions extends BfclOptions, CaseOptions {
  readonly categories: readonly Category[];
  readonly settings: readonly ToolSetting[];
  /** Called with the progress after every tenth case. */
  readonly onProgress: (line: string) => void;
}

/** The results of all cases. */
export interface BfclReport {
  /** A Markdown table with a column for each setting. */
  readonly table: string;
  readonly results: readonly CaseResult[];
  /** Descriptions of the emulated calls that are not valid. */
  readonly faults: readonly string[];
}

/** Sends the cases of each category with each setting, one at a time. */
export async function reportBfcl(options: ReportOptions): Promise<BfclReport> {
  const { categories, settings } = options;
  const columns = new Map<string, CaseResult[]>(settings.map((setting) => [titleOf(setting), []]));
  for (const category of categories) {
    const cases = readCases(category, options);
    // Cases without a right call are sent in the same way with every choice, so only once.
    const isForced = cases.some(({ ground_truth }) => ground_truth !== undefined);
    const sent = new Map<string, readonly CaseResult[]>();
    for (const setting of settings) {
      const key = isForced ? titleOf(setting) : setting.mode;
      const results = sent.get(key) ?? (await measureAll(cases, category, setting, options));
      sent.set(key, results);
      columns.get(titleOf(setting))?.push(...results);
    }
  }
  const results = [...new Set([...columns.values()].flat())];
  const faults = results
    .filter(({ mode, outcome }) => mode === 'emulated' && outcome === 'invalid')
    .map(({ id, choice, reason = '', calls }) => `${id}, ${choice}: ${reason} in ${JSON.stringify(calls)}`);
  return { table: bfclTable(columns), results, faults };
}

async function measureAll(
  cases: readonly BfclCase[],
  category: Category,
  setting: ToolSetting,
  options: ReportOptions,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const item of cases) {
    results.push(await measureCase(item, category, setting, options));
    if (results.length % 10 !== 0 && results.length < cases.length) continue;
    const valid = results.filter(({ outcome }) => outcome === 'valid').length;
    const right = results.filter(({ isRight }) => isRight).length;
    const counts = `${results.length} of ${cases.length}, ${valid} valid, ${right} right`;
    options.onProgress(`${category}, ${titleOf(setting)}: ${counts}`);
  }
  return results;
}
