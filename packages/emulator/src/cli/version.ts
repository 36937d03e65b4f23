import { version } from '../../package.json';

/** Version of the package, written in by the build. */
export const VERSION: string = version;
