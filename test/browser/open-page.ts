import { createServer } from 'node:http';
import { listenOnFreePort } from '@lmux/test-support';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from './launch-chromium.ts';

/** A browser page in which a program has run. Disposing it closes the browser. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Files of the bundle. */
  readonly inputs: readonly string[];
  /** Warnings of the bundler. */
  readonly warnings: readonly string[];
}

/**
 * Bundles a program that uses the built packages as an application does, and runs it in a page of a headless browser until it has set `global`.
 *
 * @param host Host of the page's address. It must be a loopback name or address.
 */
export async function openPage(program: string, global: string, host = '127.0.0.1'): Promise<OpenPage> {
  const built = await build({
    stdin: { contents: program, resolveDir: process.cwd(), loader: 'ts' },
    // Resolves the built packages by their exports, not the source by the paths of the tsconfig.
    tsconfigRaw: {},
    absWorkingDir: `${process.cwd()}/examples`,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const bundle = built.outputFiles[0]?.text ?? '';
  const pages = createServer((request, response) => {
    const script = request.url === '/bundle.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(
      script ? bundle : '<!doctype html><title>lmux</title><script type="module" src="/bundle.js"></script>',
    );
  });
  const port = await listenOnFreePort(pages);
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://${host}:${port}/`);
  await page.waitForFunction((name) => name in globalThis, global);
  return {
    page,
    inputs: Object.keys(built.metafile.inputs),
    // esbuild drops a bare import of a module that has no side effects, as intended.
    warnings: built.warnings.filter(({ id }) => id !== 'ignored-bare-import').map(({ text }) => text),
    async [Symbol.asyncDispose]() {
      await browser.close();
      pages.closeAllConnections();
      await new Promise((resolve) => pages.close(resolve));
    },
  };
}
