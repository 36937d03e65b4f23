/** Address of the site, from `LMUX_DOCS_URL`, such as `https://lmux.example/docs/`. */
const url = process.env['LMUX_DOCS_URL'] ? new URL(process.env['LMUX_DOCS_URL']) : undefined;

/** Path of the site on its server, such as `/docs/`. `LMUX_DOCS_BASE` overrides the path in `LMUX_DOCS_URL`. */
export const base = `/${process.env['LMUX_DOCS_BASE'] ?? url?.pathname ?? ''}/`.replaceAll(/\/+/g, '/');

/** Origin of the site, such as `https://lmux.example`, if it is known. */
export const origin = url?.origin;
