import type { CheckResult } from './host.ts';

/** Runs checks one after the other. A check fails if it rejects. */
export async function runChecks(
  name: string,
  checks: Readonly<Record<string, () => Promise<void>>>,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const [title, check] of Object.entries(checks)) {
    try {
      await check();
      results.push({ title: `${name}: ${title}` });
    } catch (error) {
      results.push({ title: `${name}: ${title}`, error: String(error) });
    }
  }
  return results;
}
