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
const WIDTH = 640;
const MARGIN = 16;
/** Width of the names to the left of the bars. */
const NAMES = 76;
/** Width of a value to the right of a bar. */
const VALUE = 60;
const ROW = 20;
/** Bars end at this ratio, so that the differences between short bars stay visible. The label has the actual value. */
const LONGEST = 8;

/** The background is part of the picture, since a site can have another color scheme than the operating system. */
const STYLE = `
text { font-size: 15px; fill: #1f2328; }
.title { font-weight: 600; }
.background { fill: #fff; stroke: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .background { fill: #161618; stroke: #3d444d; }
}
`;

/** Renders the ratios of each measure as an SVG bar chart for light and dark backgrounds. */
export function renderPicture(rows: readonly Row[]): string {
  const left = MARGIN + NAMES;
  const scale = (WIDTH - MARGIN - VALUE - left) / LONGEST;
  const parts: string[] = [];
  let y = 74;
  for (const row of rows.filter(({ shownAs }) => shownAs === 'ratio')) {
    y += 26;
    parts.push(`<text x="${MARGIN}" y="${y}" class="title">${row.title}</text>`);
    y += 8;
    for (const { name, color } of BARS) {
      const ratio = row.clients[name]?.ratio;
      if (ratio === undefined) continue;
      const width = Math.min(ratio, LONGEST) * scale;
      parts.push(
        `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${labelOf(name)}</text>`,
        `<rect x="${left}" y="${y + 3}" width="${width.toFixed(1)}" height="${ROW - 6}" fill="${color}"/>`,
        `<text x="${(left + width + 6).toFixed(1)}" y="${y + 15}">${ratio.toFixed(2)}x</text>`,
      );
      y += ROW;
    }
  }
  const height = y + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif">`,
    `<style>${STYLE}</style>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" class="background"/>`,
    `<text x="${MARGIN}" y="34">CPU and time as multiples of the baseline (undici, JSON.parse, a callback).</text>`,
    `<text x="${MARGIN}" y="56">Shorter is better. Bars end at ${LONGEST}x.</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
