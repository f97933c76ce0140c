import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { aloneEnvironment, eventually, OPERATOR_KEY } from '@kervan/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceConfig } from '../config/service-config.js';
import { type RunningService, startService } from '../host/service-host.js';
import { Operator } from '../operator/operator.guard.js';
import { TakesBody } from './body-intake.js';

const MIB = 1024 * 1024;
const rules = { limitBytes: MIB, mediaTypes: ['image/png'] };

@Controller('pictures')
class PictureController {
  @Post('of-operators')
  @HttpCode(202)
  @Operator()
  @TakesBody(rules)
  draw(@Body() picture: Buffer | undefined): unknown {
    return { bytes: picture?.length };
  }

  @Post('signed')
  @HttpCode(202)
  @TakesBody(rules)
  drawSigned(@Body() picture: Buffer | undefined): unknown {
    return { bytes: picture?.length };
  }
}

@Module({ controllers: [PictureController] })
class PictureModule {}

describe('a body', () => {
  let service: RunningService;
  let clients: Socket[];

  beforeEach(async () => {
    clients = [];
    const config = serviceConfig({
      ...aloneEnvironment('pictures'),
      HTTP_REFUSALS_PER_MINUTE: '2',
    });
    service = await startService(PictureModule, config, { logger: pino({ level: 'silent' }) });
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await service.stop();
  });

  const headersOf = (path: string, key: string | undefined, length: number | 'unknown'): string =>
    [
      `POST /pictures/${path} HTTP/1.1`,
      'Host: x',
      'Content-Type: image/png',
      ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
      length === 'unknown' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
      '\r\n',
    ].join('\r\n');
  /** A client that says this and waits; `heard` is what it was told so far. */
  function say(...said: (string | Buffer)[]): { socket: Socket; heard: () => string } {
    let answer = '';
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => said.forEach((part) => socket.write(part)));
    socket.on('data', (bytes) => (answer += String(bytes)));
    socket.on('error', () => undefined);
    clients.push(socket);
    return { socket, heard: () => answer };
  }
  const answerOf = ({ heard }: { heard: () => string }): Promise<string> =>
    eventually('it is answered', () => (heard().endsWith('}') ? heard() : undefined));
  async function post(path: string, body: Buffer, key = 'none'): Promise<unknown[]> {
    const headers = { 'content-type': 'image/png', authorization: `Bearer ${key}` };
    const response = await fetch(`${service.url}/pictures/${path}`, { method: 'POST', headers, body });
    const { code, bytes } = (await response.json()) as Record<string, unknown>;
    return [response.status, code ?? bytes];
  }

  describe('of a handler that needs a key', () => {
    it('is not waited for where the key is not valid; such keys are counted as ever', async () => {
      const refused = (key?: string): Promise<string> => answerOf(say(headersOf('of-operators', key, MIB - 1), 'x'));
      expect(await refused()).toMatch(/^HTTP\/1\.1 401 .*"code":"invalid-token"/s);
      expect(await refused('wrong')).toMatch(/^HTTP\/1\.1 401 /);
      expect(await refused('wrong')).toMatch(/^HTTP\/1\.1 429 .*"code":"rate-limited"/s);
    });

    it('is let go where the key is not valid, so that who is still sending it hears so and may go on', async () => {
      const body = Buffer.alloc(MIB);
      const wrong = [headersOf('of-operators', 'wrong', MIB), body];
      const right = [headersOf('of-operators', OPERATOR_KEY, 7), body.subarray(0, 7)];
      const client = say(...wrong, ...right);
      const heard = await eventually('both are answered', () => (client.heard().includes('{"bytes":7}') ? client.heard() : undefined));
      expect(heard).toMatch(/^HTTP\/1\.1 401 .*HTTP\/1\.1 202 /s);
    });

    it('ends its connection where the key is not valid and nobody knows how long it is', async () => {
      const client = say(headersOf('of-operators', 'wrong', 'unknown'), '1\r\nx\r\n');
      await once(client.socket, 'close');
      expect(client.heard()).toMatch(/^HTTP\/1\.1 401 .*connection: close/s);
    });

    it.each([0, 1, 70_000, MIB])('is whole where it is: %i bytes', async (bytes) => {
      expect(await post('of-operators', Buffer.alloc(bytes), OPERATOR_KEY)).toEqual([202, bytes]);
    });
  });

  describe('of a handler that knows its caller by the body', () => {
    it('is told to come again while too many others are held, until they are gone; a key is a way in', async () => {
      const strangers = Array.from({ length: 40 }, () => say(headersOf('signed', undefined, MIB), Buffer.alloc(MIB - 1)));
      const refused = await eventually('all but 32 are told', () => {
        const told = strangers.filter(({ heard }) => heard().endsWith('}'));
        return told.length === 8 ? told : undefined;
      });
      for (const { heard } of refused) expect(heard()).toMatch(/^HTTP\/1\.1 503 .*retry-after: 5\r\n.*"code":"intake-full".*"recorded":"nothing"/s);
      expect(await post('signed', Buffer.alloc(7))).toEqual([503, 'intake-full']);
      expect(await post('of-operators', Buffer.alloc(MIB), OPERATOR_KEY)).toEqual([202, MIB]);
      for (const { socket } of strangers) socket.destroy();
      await eventually('there is room', async () => (await post('signed', Buffer.alloc(MIB)))[0] === 202);
    });

    it('is held until it is answered, no longer', async () => {
      for (let sent = 0; sent < 40; sent += 1) expect(await post('signed', Buffer.alloc(MIB))).toEqual([202, MIB]);
    });
  });
});
