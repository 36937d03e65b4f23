import { describe, expect, test } from 'vitest';
import { parseResetMs } from './parse-wait.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('parseResetMs', () => {
  test.each([
    ['1m0.36s', 60_360],
    ['2m59.56s', 179_560],
    ['20ms', 20],
    ['1h30m0s', 5_400_000],
    ['2d3h', 183_600_000],
    ['7.66s', 7660],
    ['0', 0],
    ['12.5', 12_500],
    [String(NOW / 1000 + 5), 5000],
    [String(NOW + 5), 5],
    ['Fri, 20 Nov 2026 12:01:00 GMT', 60_000],
    ['2026-11-20T11:00:00.5Z', 0],
    ['1.2.3', undefined],
    ['-4', undefined],
    ['soon', undefined],
    ['', undefined],
    ['5x', undefined],
  ])('parses %j as %j', (text, ms) => {
    expect(parseResetMs(text, NOW)).toBe(ms);
  });
});
