/**
 * Declarations of the names that the code blocks of docs/guide/rx.md and nestjs.md use without declaring them. Those of the frameworks
 * are their published types, reduced to what the pages use. It is a string, because a declaration file would apply to the entire repository.
 */
export const GIVEN = `
declare const client: import('@lmux/core').LmClient;
declare const messages: readonly import('@lmux/core').Message[];
declare function slowWrite(text: string): Promise<void>;
declare function render(...shown: unknown[]): void;

declare module '@nestjs/common' {
  export interface MessageEvent {
    data?: string | object;
    id?: string;
    type?: string;
    retry?: number;
    comment?: string;
  }
  export interface OnModuleDestroy {
    onModuleDestroy(): unknown;
  }
  export interface ArgumentsHost {
    switchToHttp(): { getResponse<T>(): T };
  }
  export interface ExceptionFilter<T> {
    catch(exception: T, host: ArgumentsHost): unknown;
  }
  type Class = abstract new (...args: never[]) => unknown;
  type Provide = { provide: symbol | string };
  type Provider = Provide & ({ useFactory: () => unknown } | { useClass: Class } | { useValue: unknown });
  export class Logger {
    constructor(context: string);
    error(message: unknown): void;
  }
  export function Module(metadata: {
    imports?: Class[];
    controllers?: Class[];
    providers?: Provider[];
    exports?: symbol[];
  }): ClassDecorator;
  export function Catch(...exceptions: Class[]): ClassDecorator;
  export function Controller(): ClassDecorator;
  export function Inject(token: symbol | string): ParameterDecorator;
  export function Query(name: string): ParameterDecorator;
  export function Body(): ParameterDecorator;
  export function Res(options: { passthrough: boolean }): ParameterDecorator;
  export function Post(path: string): MethodDecorator;
  export function Sse(path: string): MethodDecorator;
}

declare module '@nestjs/core' {
  export const APP_FILTER: string;
  export const NestFactory: {
    create(module: new () => unknown): Promise<{
      enableShutdownHooks(): void;
      listen(port: number, host: string): Promise<unknown>;
      getUrl(): Promise<string>;
    }>;
  };
}

declare module '@nestjs/testing' {
  interface TestingModule {
    get<T>(type: abstract new (...args: never[]) => T): T;
  }
  export const Test: {
    createTestingModule(metadata: {
      controllers: Array<abstract new (...args: never[]) => unknown>;
      providers: Array<{ provide: symbol; useValue: unknown }>;
    }): { compile(): Promise<TestingModule> };
  };
}

declare const describe: (name: string, run: () => void) => void;
declare const it: (name: string, run: () => Promise<void>) => void;
declare const expect: typeof import('vitest').expect;
`;
