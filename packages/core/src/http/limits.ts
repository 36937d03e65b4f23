/** How large answers may become, in bytes. */
export interface BodyLimits {
  /** Largest JSON body. Default 268 435 456 (256 MiB: 10 000 embeddings of 1024 dimensions take 200). */
  readonly maxBodyBytes: number;
  /** Largest event of a stream. Default 16 777 216 (16 MiB). */
  readonly maxEventBytes: number;
}

/** The limits where nothing else is set. */
export const DEFAULT_BODY_LIMITS: BodyLimits = { maxBodyBytes: 256 * 1024 * 1024, maxEventBytes: 16 * 1024 * 1024 };

/** Most bytes of an error's answer that are read. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024;
