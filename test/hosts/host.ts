/** An application in a temporary folder, with the packages installed. */
export interface Application {
  readonly folder: string;
  /** All entry points of the packages. */
  readonly entries: readonly string[];
  /** Entry points that also run without Node. */
  readonly neutralEntries: readonly string[];
  /** Paths of the packed packages. */
  readonly tarballs: readonly string[];
}

export interface CheckResult {
  /** Name of what was checked: an entry point, a program or a page. */
  readonly title: string;
  /** Error of a failed check. */
  readonly error?: string;
}

/** An environment that loads JavaScript: a runtime, a test runner, or a bundler with a browser. Each file in hosts/ exports one as `host`. */
export interface Host {
  readonly name: string;
  run(application: Application): Promise<readonly CheckResult[]>;
}
