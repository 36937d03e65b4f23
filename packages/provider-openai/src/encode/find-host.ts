/** A row of a table of servers. */
export interface HostRow {
  /** Name of the host. It stands for its subdomains too. */
  readonly host: string;
}

/** Returns the first row for the host of an origin or a domain above it. `undefined` if the table has none. */
export function findHost<Row extends HostRow>(rows: readonly Row[], origin: string): Row | undefined {
  // Every base URL is parsed only once, when the client is created.
  const hostname = origin.replace(/^\w+:\/\//, '').replace(/:\d+$/, '');
  return rows.find(({ host }) => hostname === host || hostname.endsWith(`.${host}`));
}
