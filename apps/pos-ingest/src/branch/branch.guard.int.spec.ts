import { connect } from 'node:net';
import { type RunningService, serviceConfig, startService, TakesBody } from '@kervan/service-host';
import { aloneEnvironment } from '@kervan/testing';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfKey, parseBranchKeys, Scope } from './branch-key.js';
import { BranchKeysFile } from './branch-keys.file.js';
import { BranchGuard, ForBranches } from './branch.guard.js';

const [WRITES, READS] = ['till_012_a-key-that-writes', 'till_012_a-key-that-reads'] as const;
const BATCH_BYTES = 2 * 1024 * 1024;
const keys = parseBranchKeys(
  JSON.stringify([
    { keyHash: hashOfKey(WRITES), company: 'anadolu', mode: 'live', branch: '012', scopes: [Scope.write], requestsPerMinute: 1 },
    { keyHash: hashOfKey(READS), company: 'anadolu', mode: 'live', branch: '012', scopes: [Scope.read] },
  ]),
);

@Controller('batches')
@ForBranches(Scope.write)
class BatchController {
  @Post()
  @TakesBody({ limitBytes: BATCH_BYTES, mediaTypes: ['application/json'] })
  take(@Body() batch: Buffer): unknown {
    return { bytes: batch.length };
  }
}

@Module({
  controllers: [BatchController],
  providers: [BranchGuard, { provide: BranchKeysFile, useValue: new BranchKeysFile({ current: () => keys }) }],
})
class BatchModule {}

describe('what a branch may not send', () => {
  let service: RunningService;

  beforeAll(async () => {
    const config = serviceConfig({
      ...aloneEnvironment('batches'),
      HTTP_REFUSALS_PER_MINUTE: '1',
    });
    service = await startService(BatchModule, config, { logger: pino({ level: 'silent' }) });
  });
  afterAll(() => service.stop());

  /** What is heard by a client that announces 2 MiB and sends one byte of them. */
  function announce(key: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () =>
        socket.write(
          `POST /batches HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n` +
            `Content-Type: application/json\r\nContent-Length: ${BATCH_BYTES}\r\n\r\n{`,
        ),
      );
      socket.on('data', (bytes) => {
        answer += String(bytes);
        if (answer.endsWith('}')) socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  }

  it('is not waited for: the key is looked at first, with its scope and its limit', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${WRITES}` };
    const taken = await fetch(`${service.url}/batches`, { method: 'POST', headers, body: '{}' });
    expect(await taken.json()).toEqual({ bytes: 2 });
    expect(await announce(WRITES)).toMatch(/^HTTP\/1\.1 429 .*"code":"rate-limited"/s);
    expect(await announce(READS)).toMatch(/^HTTP\/1\.1 403 .*"code":"insufficient-scope"/s);
    expect(await announce('of-nobody')).toMatch(/^HTTP\/1\.1 401 .*"code":"invalid-token"/s);
    expect(await announce('of-nobody')).toMatch(/^HTTP\/1\.1 429 .*"code":"rate-limited"/s);
  });
});
