/** An application in a temporary folder that has the packages installed. */
export interface Application {
  readonly folder: string;
  /** Every entry point of the packages. */
  readonly entries: readonly string[];
  /** The entry points that also run where there is no Node. */
  readonly neutralEntries: readonly string[];
}

export interface CheckResult {
  /** What was checked: an entry point, or a program's name. */
  readonly title: string;
  /** Present when the check failed. */
  readonly error?: string;
}

/** Something that loads JavaScript: a runtime, a test runner, a bundler with a browser. A file in hosts/ exports one as `host`. */
export interface Host {
  readonly name: string;
  run(application: Application): Promise<readonly CheckResult[]>;
}
