import type { ClientName } from '../clients/make-client.ts';
import type { Row } from '../run-measure.ts';
import { labelOf } from './table.ts';

const BARS: { name: ClientName; color: string }[] = [
  { name: 'floor', color: '#8b949e' },
  { name: 'lmux', color: '#2da44e' },
  { name: 'ollama', color: '#bf8700' },
  { name: 'openai', color: '#0969da' },
  { name: 'AI SDK', color: '#cf222e' },
];
const LABEL = 330;
const WIDTH = 900;
const BAR = 14;
/** Bars end at this ratio, so that the differences between short bars stay visible. The label has the actual value. */
const LONGEST = 8;

/** Renders the ratios of each measure as an SVG bar chart for light and dark backgrounds. */
export function renderPicture(rows: readonly Row[]): string {
  const scale = (WIDTH - LABEL - 60) / LONGEST;
  const parts: string[] = [];
  let y = 30;
  for (const row of rows.filter(({ shownAs }) => shownAs === 'ratio')) {
    parts.push(`<text x="0" y="${y + 12}" class="t">${row.title}</text>`);
    for (const { name, color } of BARS) {
      const ratio = row.clients[name]?.ratio;
      if (ratio === undefined) continue;
      const width = Math.min(ratio, LONGEST) * scale;
      parts.push(
        `<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR - 3}" fill="${color}"/>`,
        `<text x="${(LABEL + width + 5).toFixed(1)}" y="${y + 10}" class="n">${ratio.toFixed(2)}x ${labelOf(name)}</text>`,
      );
      y += BAR;
    }
    y += 12;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 60} ${y}" font-family="sans-serif">`,
    '<style>.t{font-size:11px;fill:#57606a}.n{font-size:10px;fill:#57606a}@media(prefers-color-scheme:dark){.t,.n{fill:#c9d1d9}}</style>',
    `<text x="0" y="16" class="t">CPU and time as multiples of the baseline (undici, JSON.parse, a callback). Shorter is better. Bars end at ${LONGEST}x.</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
