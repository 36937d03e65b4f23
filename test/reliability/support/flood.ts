import type { Exchange } from '@lmux/test-support';

/** Writes `begin`, and then `piece` repeatedly, as fast as it is read, until the client closes the connection. */
export function flood({ socket }: Exchange, begin: string, piece: string): void {
  const more = Buffer.from(piece.repeat(Math.max(1, Math.floor(65_536 / piece.length))));
  const write = (): void => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on('drain', write);
  socket.write(begin);
  write();
}
