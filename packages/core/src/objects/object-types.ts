/** A value that may be incomplete: fields and items may be missing, and strings may end early. */
export type DeepPartial<T> = T extends string
  ? string
  : T extends readonly unknown[]
    ? number extends T['length']
      ? DeepPartial<T[number]>[]
      : { [Key in keyof T]?: DeepPartial<T[Key]> }
    : T extends object
      ? { [Key in keyof T]?: DeepPartial<T[Key]> }
      : T;

/** The type of a value before and after validation. */
interface Types {
  readonly input: unknown;
  readonly output: unknown;
}

type TypesOf<Schema, Validate> = Validate extends (value: unknown) => infer Result
  ? Awaited<Result> extends infer Settled
    ? Extract<Settled, { readonly value: unknown }> extends { readonly value: infer Value }
      ? { readonly input: Value; readonly output: Value }
      : never
    : never
  : Schema extends { readonly '~standard': { readonly types?: infer Known } }
    ? Extract<Known, Types>
    : never;

type ListOf<T extends Types> = { readonly input: T['input'][]; readonly output: T['output'][] };

type Field<Request, Name extends string> = Request extends { readonly [Key in Name]: infer Value } ? Value : undefined;

/** The types of the elements that a request asks for. */
type ElementTypes<Request> = TypesOf<Field<Request, 'elements'>, Field<Request, 'validate'>>;

/** The types of what a request asks for. */
type RequestTypes<Request> = Request extends { readonly choice: readonly (infer Choice)[] }
  ? { readonly input: Choice; readonly output: Choice }
  : Request extends { readonly elements: object }
    ? ListOf<ElementTypes<Request>>
    : TypesOf<Field<Request, 'schema'>, Field<Request, 'validate'>>;

/** The type of the validated object that a request asks for. */
export type ObjectOf<Request> = RequestTypes<Request>['output'];

/** The type of the object while it arrives, before validation. */
export type PartialOf<Request> = DeepPartial<RequestTypes<Request>['input']>;

/** The type of a validated element of the list that a request asks for. */
export type ElementOf<Request> = ElementTypes<Request>['output'];
