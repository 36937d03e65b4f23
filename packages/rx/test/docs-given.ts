/**
 * Declarations of the names that the code blocks of docs/guide/rx.md use without declaring them. Those of the frameworks are their
 * published types, reduced to what the page uses. It is a string, because a declaration file would apply to the entire repository.
 */
export const GIVEN = `
declare const client: import('@lmux/core').LmClient;
declare const messages: readonly import('@lmux/core').Message[];
declare function slowWrite(text: string): Promise<void>;
declare function render(...shown: unknown[]): void;

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
