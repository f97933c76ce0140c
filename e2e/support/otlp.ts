import type { Span } from '@kervan/tools/inspect/span';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

/** One field of a protobuf message: its number, and a number or bytes. */
interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** The spans of an `ExportTraceServiceRequest` (OTLP 1.x, `application/x-protobuf`). */
export function spansOfRequest(request: Buffer): Span[] {
  return messages(request, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1)[0] ?? Buffer.alloc(0), 1);
    return messages(resourceSpans, 2)
      .flatMap((scopeSpans) => messages(scopeSpans, 2))
      .map((span) => spanOf(span, String(resource['service.name'])));
  });
}

function spanOf(span: Buffer, service: string): Span {
  const status = messages(span, 15)[0] ?? Buffer.alloc(0);
  const parentSpanId = bytes(span, 4).toString('hex');
  return {
    traceId: bytes(span, 1).toString('hex'),
    spanId: bytes(span, 2).toString('hex'),
    parentSpanId: parentSpanId || null,
    name: bytes(span, 5).toString(),
    kind: KINDS[Number(integer(span, 6))] ?? 'unspecified',
    service,
    startTimeUnixNano: String(integer(span, 7)),
    endTimeUnixNano: String(integer(span, 8)),
    attributes: attributesOf(span, 9),
    links: messages(span, 13).map((link) => ({ traceId: bytes(link, 1).toString('hex'), spanId: bytes(link, 2).toString('hex') })),
    status: { code: STATUSES[Number(integer(status, 3))] ?? 'unset', message: bytes(status, 2).toString() },
  };
}

function attributesOf(message: Buffer, number: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    messages(message, number).map((pair) => {
      const [value] = fields(messages(pair, 2)[0] ?? Buffer.alloc(0));
      return [bytes(pair, 1).toString(), Buffer.isBuffer(value?.value) ? value.value.toString() : Number(value?.value)];
    }),
  );
}

function messages(message: Buffer, number: number): Buffer[] {
  return fields(message).flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? [field.value] : []));
}

function bytes(message: Buffer, number: number): Buffer {
  return messages(message, number)[0] ?? Buffer.alloc(0);
}

function integer(message: Buffer, number: number): bigint {
  const found = fields(message).find((field) => field.number === number)?.value;
  return typeof found === 'bigint' ? found : 0n;
}

/** Takes a protobuf message apart (https://protobuf.dev/programming-guides/encoding/). */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => message.subarray(at, (at += length));
  const valueOf = (wireType: number): bigint | Buffer => {
    if (wireType === 0) return varint();
    if (wireType === 1) return take(8).readBigUInt64LE();
    if (wireType === 2) return take(Number(varint()));
    if (wireType === 5) return BigInt(take(4).readUInt32LE());
    throw new Error(`no protobuf: wire type ${wireType}`);
  };
  while (at < message.length) {
    const tag = Number(varint());
    found.push({ number: tag >> 3, value: valueOf(tag & 7) });
  }
  return found;
}
