/**
 * A pattern that is compiled when it is first used. Compiling long ones would add milliseconds to the start of every program, and few of them ever
 * read an error.
 */
export class LazyPattern {
  readonly #create: () => RegExp;
  #pattern: RegExp | undefined;

  constructor(create: () => RegExp) {
    this.#create = create;
  }

  test(text: string): boolean {
    return this.#compiled().test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.#compiled().exec(text);
  }

  #compiled(): RegExp {
    return (this.#pattern ??= this.#create());
  }
}
