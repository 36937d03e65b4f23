import { chunk, CHUNKED_EVENTS, RawServer, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { opener, transports } from './support/open-client.js';
import { DONE, event, POST, source, streamed } from './support/http-events.js';
import { listen, Listener } from './support/listener.js';

describe.each(transports)('HttpClient.requestStream over $name', ({ create }) => {
  const open = opener(create);

  describe('timeouts', () => {
    test('total is off by default', async () => {
      await using server = await RawServer.listen();
      const { clock, listener } = await streamed(
        open(server.url, { timeouts: { firstByte: 0, idle: 0 } }),
        server,
        CHUNKED_EVENTS + chunk(event(1)),
      );
      await listener.heardSoMany(1);
      expect(clock.timers).toBe(0);
      (await server.connection()).write(chunk(DONE) + chunk(''));
      await listener.ended;
      while (clock.timers > 0) await settled();
    });

    test('idle ends a stream that stalls', async () => {
      await using server = await RawServer.listen();
      const { clock, listener } = await streamed(
        open(server.url, { timeouts: { idle: 700 } }),
        server,
        CHUNKED_EVENTS + chunk(event(1)),
      );
      await listener.heardSoMany(1);
      clock.advance(700);
      await listener.ended;
      expect(listener.failure).toMatchObject({
        code: 'idle_timeout',
        message: expect.stringContaining('timeouts.idle'),
      });
      await expect((await server.connection()).closed).resolves.toBeUndefined();
    });

    test('idle is reset by comments, but eventIdle is not', async () => {
      await using server = await RawServer.listen();
      const { client, clock, listener } = await streamed(
        open(server.url, { timeouts: { idle: 100, eventIdle: 250 } }),
        server,
        CHUNKED_EVENTS + chunk(event(1)),
      );
      await listener.heardSoMany(1);
      const connection = await server.connection();
      for (let comments = 2; comments <= 4; comments += 1) {
        clock.advance(80);
        // When the event of another stream has arrived, the comment has arrived too.
        connection.write(chunk(': keep-alive\n\n'));
        const other = listen(source(client, { ...POST, options: { timeouts: { idle: 0, eventIdle: 0 } } }));
        await server.respond(CHUNKED_EVENTS + chunk(event(1)), comments - 1);
        await other.heardSoMany(1);
        await settled();
      }
      expect(listener.heard).toEqual([1]);
      clock.advance(10);
      await listener.ended;
      expect(listener.failure).toMatchObject({
        code: 'idle_timeout',
        message: expect.stringContaining('timeouts.eventIdle'),
      });
      client.close();
    });

    test('stop while the consumer has paused, and resume with it', async () => {
      await using server = await RawServer.listen();
      const { client, clock } = open(server.url, { timeouts: { idle: 100, eventIdle: 100 } });
      const listener = new Listener();
      const subscription = source(client).subscribe({
        next(value) {
          // Consumers pause while an event is emitted. The end of that event must not restart the timer.
          if (value === 1) subscription.pause();
          listener.next(value);
        },
        error: (error) => listener.error(error),
        complete: () => listener.complete(),
      });
      await server.respond(CHUNKED_EVENTS + chunk(event(1)));
      await listener.heardSoMany(1);
      clock.advance(100_000);
      await settled();
      expect(listener.heard).toEqual([1]);
      subscription.resume();
      (await server.connection()).write(chunk(event(2)));
      await listener.heardSoMany(2);
      clock.advance(100);
      await listener.ended;
      expect(listener.failure).toMatchObject({ code: 'idle_timeout' });
    });
  });
});
