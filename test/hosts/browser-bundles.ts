/** A page that runs one script. */
export interface BrowserPage {
  readonly title: string;
  readonly program: string;
  /** Default: esm. */
  readonly format?: 'esm' | 'cjs';
}

const CLIENT = `
  import { createClient } from '@lmux/core';
  import { fakeProvider } from '@lmux/core/testing';
  import { checkClient } from '../check-entry.mjs';
  await checkClient({ createClient, fakeProvider });
`;

const CONTAINER = `
  import { createClient, LM_CLIENT, lmClient, LOGGER, registerLmux } from '@lmux/core';
  import { fakeProvider } from '@lmux/core/testing';
  import { container, inject, injectable } from 'tsyringe';
  import { checkClient, checkContainer, checkIsolation, checkRegistration } from '../check-entry.mjs';
  await checkClient({ createClient, fakeProvider });
  await checkContainer({ createClient, LM_CLIENT, fakeProvider, container, inject, injectable });
  await checkRegistration({ registerLmux, lmClient, fakeProvider, container });
  await checkIsolation({ createClient, LOGGER, fakeProvider, container });
`;

const CONTAINER_ON_DEMAND = `
  const { createClient, LM_CLIENT } = await import('@lmux/core');
  const { container, inject, injectable } = await import('tsyringe');
  const { fakeProvider } = await import('@lmux/core/testing');
  const { checkContainer } = await import('../check-entry.mjs');
  await checkContainer({ createClient, LM_CLIENT, fakeProvider, container, inject, injectable });
`;

/** Imports tsyringe on demand, because a static import of it may run before the polyfill, with or without core. */
const TSYRINGE_ALONE = `
  import 'reflect-metadata';
  const { container, injectable } = await import('tsyringe');
  class Service {}
  injectable()(Service);
  if (!(container.resolve(Service) instanceof Service)) throw new Error('The container resolved an unexpected class.');
`;

function entryPage(entry: string): BrowserPage {
  const program = `
    import * as entry from '${entry}';
    import { checkExports } from '../check-entry.mjs';
    checkExports('${entry}', entry);
  `;
  return { title: entry, program };
}

/** Returns a page that uses `require`, which bundlers resolve to the CommonJS build. */
function requiringPage(entry: string): BrowserPage {
  const program = `
    const { checkExports } = require('../check-entry.cjs');
    checkExports('${entry}', require('${entry}'));
  `;
  return { title: `${entry} with require`, program, format: 'cjs' };
}

/**
 * Returns the pages of each bundle. Their imports overlap in part, so that core, tsyringe and the Reflect metadata end up in
 * different chunks. A chunk's imports run before its own code, and not always in the order of the source, but tsyringe must
 * not run before the metadata. The chunks depend on all pages of a bundle, so there are several bundles.
 */
export function browserBundles(entries: readonly string[]): BrowserPage[][] {
  const container = { title: 'core, then tsyringe', program: CONTAINER };
  return [
    [...entries.map(entryPage), container],
    entries.map(requiringPage),
    [{ title: 'core next to a page with tsyringe', program: CLIENT }, container],
    [container, { title: 'core, then tsyringe, on demand', program: CONTAINER_ON_DEMAND }],
    [
      { title: 'core next to a page with only tsyringe', program: CLIENT },
      { title: 'only tsyringe', program: TSYRINGE_ALONE },
    ],
  ];
}
