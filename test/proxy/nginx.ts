import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@lmux/test-support';

/** A way in which nginx forwards requests, which is the first part of the path. */
export type Location = 'buffered' | 'unbuffered' | 'gzip' | 'short-lived' | 'bad-gateway' | 'gateway-timeout';

/** A running nginx. */
export interface Nginx extends AsyncDisposable {
  /** Returns the base URL of a location. */
  url(location: Location): string;
}

const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'].find(existsSync);

/** Configuration of every nginx in tests: one process in the foreground that writes only to its own folder. */
export const MAIN = `daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log stderr error;
    events { worker_connections 256; }`;
export const FOLDERS = `access_log off; default_type text/plain; root .; log_not_found off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;`;

function configuration(port: number, upstream: string, nobody: number): string {
  const pass = `proxy_pass ${upstream}/; proxy_http_version 1.1; proxy_set_header Connection "";`;
  return `
    ${MAIN}
    http {
      ${FOLDERS}
      server {
        listen 127.0.0.1:${port};
        location /buffered/ { ${pass} proxy_buffering on; }
        location /unbuffered/ { ${pass} proxy_buffering off; }
        location /gzip/ { ${pass} proxy_buffering off; gzip on; gzip_proxied any; gzip_min_length 1; gzip_types *; }
        location /short-lived/ { ${pass} keepalive_requests 3; }
        location /bad-gateway/ { proxy_pass http://127.0.0.1:${nobody}/; }
        location /gateway-timeout/ { ${pass} proxy_read_timeout 1s; }
      }
    }`;
}

async function responds(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx exited with code ${child.exitCode}. Its log is above.`);
    const reached = await fetch(url).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    );
    if (reached !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts nginx as a reverse proxy of a server. */
export async function startNginx(upstream: string): Promise<Nginx> {
  const port = await freePort();
  const running = await runNginx(port, configuration(port, upstream, await freePort()));
  return {
    url: (location) => `http://127.0.0.1:${port}/${location}`,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

/** Runs nginx with a configuration that makes it listen on `port`, in a temporary folder that is deleted with it. */
export async function runNginx(port: number, configured: string): Promise<AsyncDisposable> {
  if (NGINX === undefined)
    throw new Error('nginx is not installed. Install it, for example with "apt-get install nginx".');
  const folder = await mkdtemp(join(tmpdir(), 'lmux-nginx-'));
  await writeFile(join(folder, 'nginx.conf'), configured);
  const child = spawn(NGINX, ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  await responds(`http://127.0.0.1:${port}/`, child);
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGQUIT');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
