/**
 * Declarations of what the blocks of docs/guide/rx.md take for granted. The frameworks' part is their published types, cut down to what
 * is used. A text, because as a file it would declare these names for the whole repository.
 */
export const GIVEN = `
declare const client: import('@lmux/core').LmClient;
declare const messages: readonly import('@lmux/core').Message[];
declare function slowWrite(text: string): Promise<void>;
declare function render(...shown: unknown[]): void;

declare module '@angular/core' {
  export class InjectionToken<T> {
    constructor(description: string);
    private readonly ofType: T;
  }
  export abstract class DestroyRef {
    abstract onDestroy(callback: () => void): () => void;
  }
  export function inject<T>(token: InjectionToken<T> | (abstract new (...args: never[]) => T)): T;
  export function Component(options: { selector: string; template: string }): ClassDecorator;
}

declare module '@angular/core/rxjs-interop' {
  import type { DestroyRef } from '@angular/core';
  import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
  export function toSignal<T>(source: Observable<T>, options: { requireSync: true }): () => T;
  export function takeUntilDestroyed<T>(destroyRef?: DestroyRef): MonoTypeOperatorFunction<T>;
}

declare module '@nestjs/common' {
  export interface MessageEvent {
    data: string | object;
    id?: string;
    type?: string;
    retry?: number;
  }
  export function Controller(): ClassDecorator;
  export function Inject(token: string): ParameterDecorator;
  export function Query(name: string): ParameterDecorator;
  export function Sse(path: string): MethodDecorator;
}
`;
