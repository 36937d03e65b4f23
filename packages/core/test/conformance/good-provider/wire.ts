/** An event in the streams of the good server. */
export interface WireEvent {
  readonly model?: string;
  readonly load?: number;
  readonly read?: number;
  readonly think?: string;
  readonly say?: string;
  readonly refuse?: string;
  /** A source, for which the contract has no field. */
  readonly cite?: string;
  readonly call?: { readonly id?: string; readonly name: string; readonly args: readonly string[] };
  readonly ran?: { readonly name: string; readonly args: string; readonly output: string };
  readonly end?: { readonly why: string; readonly input?: number; readonly output?: number; readonly kept?: string };
}
