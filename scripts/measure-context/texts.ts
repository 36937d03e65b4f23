import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** Returns a function that returns numbers from 0 to 1 which look random and are the same for the same seed. */
export function sequence(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** Returns a random integer. */
export function integer(next: () => number, min: number, max: number): number {
  return min + Math.floor(next() * (max - min + 1));
}

function filesIn(folder: string, ending: string): string {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(ROOT, folder, name), 'utf8')).join('\n');
}

const CHINESE = [
  '今天下午我们去公园散步，天气很好，很多孩子在湖边放风筝。',
  '这家餐厅的服务态度不错，但是菜的味道有点咸，价格也比较贵。',
  '程序启动以后会读取配置文件，如果文件不存在，就使用默认的设置。',
  '昨天晚上下了一场大雨，早上起来的时候，街上到处都是积水。',
  '他在大学里学习历史，毕业以后打算到博物馆工作，研究古代的瓷器。',
  '为了提高学习效率，老师建议大家每天早上朗读课文，晚上复习笔记。',
  '火车晚点了两个小时，候车室里挤满了人，大家都在看手机或者聊天。',
  '服务器收到请求之后，先检查用户的权限，然后把结果返回给客户端。',
  '妈妈做的红烧肉特别好吃，弟弟一个人就吃了两碗米饭。',
  '科学家们发现，这种植物在高温干燥的环境里仍然能够正常生长。',
  '请在付款之前仔细核对收货地址和联系电话，以免包裹寄错地方。',
  '随着互联网的发展，越来越多的人选择在家里办公，通过视频开会。',
];

function shuffledChinese(next: () => number): string {
  return Array.from({ length: 1500 }, () => CHINESE[integer(next, 0, CHINESE.length - 1)]).join('');
}

function randomRecords(next: () => number): string {
  const records = Array.from({ length: 900 }, (_, id) => ({
    id,
    name: `customer ${id}`,
    email: `c${id}@example.com`,
    active: next() < 0.5,
    total: Number((next() * 1000).toFixed(2)),
    tags: ['new', 'paid', 'late'].filter(() => next() < 0.5),
  }));
  return JSON.stringify(records);
}

function randomNumbers(next: () => number): string {
  return Array.from({ length: 9000 }, () => integer(next, 0, 10 ** integer(next, 1, 7))).join(', ');
}

const next = sequence(1);

/** Long texts by kind. None of them was used to find the values in core's src/tokens/token-prior.ts. */
export const TEXTS = {
  English: filesIn('docs/guide', '.md')
    .replaceAll(/```[^]*?```/g, '')
    .replaceAll(/^\|.*$/gm, ''),
  code: filesIn('packages/core/src/http', '.ts'),
  JSON: randomRecords(next),
  numbers: randomNumbers(next),
  Chinese: shuffledChinese(next),
} as const;

/** The kinds of text. */
export type TextKind = keyof typeof TEXTS;

/** All kinds of text. */
export const KINDS = Object.keys(TEXTS) as readonly TextKind[];

/** Returns a random piece of a text. */
export function pieceOf(kind: TextKind, length: number, random: () => number): string {
  const text = TEXTS[kind];
  return text.slice(integer(random, 0, text.length - length)).slice(0, length);
}
