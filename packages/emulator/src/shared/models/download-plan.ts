/** How a download of the emulator runs. Nothing is transferred: only the clock moves it on. */
export interface DownloadPlan {
  /** Milliseconds from start to end, pauses not counted. Default: the option `downloadMs`. */
  readonly ms?: number;
  /** It pauses when this fraction (0 to 1) is there. Default: never. */
  readonly pausesAt?: number;
  /** Milliseconds after which it goes on, as if somebody had clicked in the app. Default: it stays paused. */
  readonly pausedForMs?: number;
  /** It fails when this fraction is there. Default: it succeeds. */
  readonly failsAt?: number;
  /** Why it failed. */
  readonly reason?: string;
  /** The key under which the reason stands; clients have seen both. Default `error_message`. */
  readonly reasonKey?: 'error_message' | 'error';
}
