import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@kervan/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const fixture = fileURLToPath(new URL('./fixtures/stoppable-service.ts', import.meta.url));
const telemetry = ['--import', './libs/service-host/src/telemetry/telemetry.ts'];

interface Line {
  readonly url?: string;
  readonly slow?: string;
  readonly stopped?: string;
  readonly msg?: string;
  readonly err?: { readonly message: string };
}

describe('runService', () => {
  let folder: string;
  let spans: string;
  let child: ChildProcess;
  let lines: Line[];
  let ended: Promise<number | null>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'run-service-'));
    spans = join(folder, 'spans.jsonl');
  });
  afterEach(() => child.kill('SIGKILL'));
  afterAll(() => rm(folder, { recursive: true }));

  function run(behaviour: string, preload = telemetry): void {
    const options = ['--conditions=@kervan/source', '--import', './tools/ts-hook.mjs', ...preload];
    child = spawn(process.execPath, [...options, fixture, behaviour], {
      cwd: root,
      env: { PATH: process.env.PATH, SERVICE_NAME: 'stoppable', SPAN_FILE: spans },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    lines = [];
    let rest = '';
    child.stdout?.on('data', (bytes) => {
      const parts = `${rest}${String(bytes)}`.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((text) => JSON.parse(text) as Line));
    });
    ended = once(child, 'close').then(([code]) => code as number | null);
  }

  const url = (): Promise<string> => eventually('the service is ready', () => lines.find((line) => line.url)?.url);
  const stops = (): unknown[] => lines.flatMap(({ stopped }) => stopped ?? []);

  it('counts what it refuses, by code', async () => {
    run('plain');
    const base = await url();
    for (const path of ['nothing', 'nowhere']) await fetch(`${base}/${path}`);
    expect(await (await fetch(`${base}/metrics`)).text()).toMatch(/^kervan_http_problems_total\{.*code="not-found".*\} 2$/m);
  });

  it('on SIGTERM answers what is in flight, stops in order, hands on its spans and exits 0', async () => {
    run('plain');
    const answer = fetch(`${await url()}/slow`);
    await eventually('the request has begun', () => lines.some(({ slow }) => slow));
    child.kill('SIGTERM');
    expect(await (await answer).json()).toEqual({ answered: true });
    expect(await ended).toBe(0);
    expect(stops()).toEqual(['http', 'consumers', 'workers', 'sender', 'database']);
    const written = (await readFile(spans, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(written).toContainEqual(
      expect.objectContaining({ service: 'stoppable', name: 'GET /slow', kind: 'server' }),
    );
  });

  it('on SIGTERM waits for no stranger who has sent nothing, or half a request, and still answers what is in flight', async () => {
    run('plain');
    const at = new URL(await url());
    const strangers = ['', 'GET / HTTP/1.1\r\n'].map((said) => {
      const socket = connect(Number(at.port), at.hostname, () => socket.write(said));
      socket.on('error', () => undefined);
      return once(socket, 'close');
    });
    const answer = fetch(new URL('slow', at));
    await eventually('the request has begun', () => lines.some(({ slow }) => slow));
    child.kill('SIGTERM');
    expect(await (await answer).json()).toEqual({ answered: true });
    expect(await ended).toBe(0);
    expect(stops()).toEqual(['http', 'consumers', 'workers', 'sender', 'database']);
    await Promise.all(strangers);
  });

  it('names its trace in what it refuses, on whose server span the request is, even if the caller samples nothing', async () => {
    run('plain');
    const callers = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { 'x-correlation-id': 'till-3', traceparent: `00-${callers}-00f067aa0ba902b7-00`, baggage: 'kervan.branch=forged' };
    const answer = await fetch(`${await url()}/nowhere`, { headers });
    const { traceId } = (await answer.json()) as { traceId: string };
    expect(traceId).toBe(callers);
    child.kill('SIGTERM');
    await ended;
    const written = (await readFile(spans, 'utf8')).trim().split('\n');
    const own = written.map((line) => JSON.parse(line) as Record<string, unknown>).filter((span) => span['traceId'] === traceId);
    expect(own.find(({ kind }) => kind === 'server')).toMatchObject({ attributes: { 'kervan.correlation_id': 'till-3' } });
    expect(written.join()).not.toContain('forged');
  });

  it('leaves out of its spans what was asked for in a query, where a person may be named', async () => {
    run('plain');
    await fetch(`${await url()}/nowhere?by=Yilmaz`);
    child.kill('SIGTERM');
    await ended;
    const written = await readFile(spans, 'utf8');
    expect(written).toContain('"url.path":"/nowhere"');
    expect(written).not.toMatch(/Yilmaz|url\.query/);
  });

  it('on SIGTERM still answers whoever comes, not ready, and sends each away from its connection', async () => {
    run('plain');
    const ready = `${await url()}/health/ready`;
    expect((await fetch(ready)).headers.get('connection')).toBe('keep-alive');
    child.kill('SIGTERM');
    const answers: Response[] = [];
    await eventually('it is not ready', async () => {
      const answer = await fetch(ready);
      return answer.status === 503 && answers.push(answer) === 3;
    });
    for (const answer of answers) {
      expect(await answer.json()).toMatchObject({ checks: { service: { reason: 'draining' } } });
      expect(answer.headers.get('connection')).toBe('close');
    }
    expect(await ended).toBe(0);
  });

  it('control: without the time to leave, the same caller finds a closed door', async () => {
    run('no-drain');
    const ready = `${await url()}/health/ready`;
    expect((await fetch(ready)).status).toBe(200);
    child.kill('SIGTERM');
    const answers: number[] = [];
    await eventually('it refuses', () => fetch(ready).then(({ status }) => answers.push(status) < 0, () => true));
    expect(answers.filter((status) => status === 503).length).toBeLessThan(2); // one may have been under way
    expect(await ended).toBe(0);
  });

  it('serves metrics of its requests without what the process was started with', async () => {
    run('plain');
    const at = await url();
    await fetch(`${at}/nothing`);
    const metrics = await (await fetch(`${at}/metrics`)).text();
    expect(metrics).toContain('http_server_request_duration_count');
    expect(metrics).not.toMatch(/process_command|stoppable-service\.ts/);
  });

  it('exits 1 when a part does not start, after it has stopped the others', async () => {
    run('fail-to-start');
    expect(await ended).toBe(1);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'service did not start',
        err: expect.objectContaining({ message: 'no database' }),
      }),
    );
    expect(stops()).toEqual(['http', 'consumers', 'workers', 'sender', 'database']);
  });

  it('exits 1 on an error that nobody caught, after an ordered stop', async () => {
    run('plain');
    await fetch(`${await url()}/crash`);
    expect(await ended).toBe(1);
    expect(stops()).toEqual(['http', 'consumers', 'workers', 'sender', 'database']);
  });

  it('exits 1 when a part has ended for good, after an ordered stop that hands on its spans', async () => {
    run('plain');
    await fetch(`${await url()}/fail`);
    expect(await ended).toBe(1);
    expect(stops()).toEqual(['http', 'consumers', 'workers', 'sender', 'database']);
    expect(lines).toContainEqual(
      expect.objectContaining({
        msg: 'a part has ended for good',
        err: expect.objectContaining({ message: 'the consumer has ended' }),
      }),
    );
    expect(await readFile(spans, 'utf8')).toContain('"name":"GET /fail"');
  });

  it('exits 1 when a part never stops, once the limit is over', async () => {
    run('never-stop');
    await url();
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    expect(stops()).toEqual(['http', 'consumers']);
  });

  it('refuses to run without telemetry', async () => {
    run('plain', []);
    expect(await ended).toBe(1);
    expect(lines.at(-1)?.err?.message).toContain('--import @kervan/service-host/telemetry');
  });
});
