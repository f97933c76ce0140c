import avro from 'avsc';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** A logical type whose value on our side may also be read from the bare type below it, as older records have it. */
abstract class Readable extends avro.types.LogicalType {
  protected override _resolve(writer: avro.Type): (value: unknown) => unknown {
    if (writer instanceof avro.types.LogicalType) {
      if (writer.constructor === this.constructor) return (value) => value;
      throw new TypeError(`cannot read ${String(writer)} as ${String(this)}`);
    }
    this.underlyingType.createResolver(writer);
    return (value) => this._fromValue(value);
  }
}

/** `timestamp-millis` (long) as an ISO 8601 instant in UTC with milliseconds, `2026-11-21T07:15:00.000Z`. */
export class TimestampMillis extends Readable {
  protected override _fromValue(value: number): string {
    return new Date(value).toISOString();
  }

  protected override _toValue(value: unknown): number | undefined {
    if (typeof value !== 'string' || !INSTANT.test(value)) return undefined;
    const ms = Date.parse(value);
    return Number.isNaN(ms) || new Date(ms).toISOString() !== value ? undefined : ms;
  }
}

/** `date` (int, days since 1970-01-01) as a calendar date without a zone, `2026-11-21`. */
export class CalendarDate extends Readable {
  protected override _fromValue(value: number): string {
    return new Date(value * DAY_MS).toISOString().slice(0, 10);
  }

  protected override _toValue(value: unknown): number | undefined {
    if (typeof value !== 'string' || !DATE.test(value)) return undefined;
    const ms = Date.parse(value);
    return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== value ? undefined : ms / DAY_MS;
  }
}

/** `uuid` (string): lower case with hyphens, of any version. Any other text is refused in both directions. */
export class Uuid extends Readable {
  protected override _fromValue(value: string): string {
    if (!UUID.test(value)) throw new TypeError('not a uuid in lower case');
    return value;
  }

  protected override _toValue(value: unknown): string | undefined {
    return typeof value === 'string' && UUID.test(value) ? value : undefined;
  }
}

/** The logical types of every schema on the wire, by their Avro names. */
export const logicalTypes = { 'timestamp-millis': TimestampMillis, date: CalendarDate, uuid: Uuid };

/**
 * The Avro type of a self-contained schema, with Kervan's logical types, for reading and for writing.
 *
 * A long beyond 2^53 - 1 is refused, never rounded.
 *
 * @throws when the text is no valid Avro schema; permanent.
 */
export function parseSchema(schema: string): avro.Type {
  return avro.Type.forSchema(JSON.parse(schema), { logicalTypes, omitRecordMethods: true });
}
