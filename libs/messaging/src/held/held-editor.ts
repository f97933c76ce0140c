import { type Catalogue, MASKED, RecordRefused, type RecordType } from '@kervan/contracts';
import { mergePatch, pointerTo } from '@kervan/service-host';
import type { Decoder } from '../message/decoder.js';
import { frame } from '../message/wire-format.js';
import { Undecodable } from '../message/undecodable.js';
import type { SchemaStore } from '../registry/schema-store.js';
import { changedPointers, membersBeyond } from './changed-members.js';
import { heldProblem } from './held.problems.js';
import { type HeldContentRow, recordOf } from './held-queries.js';
import { holdsMask, withPersonalKept } from './personal-values.js';

/** What a person makes of a message's content: changes to it, or all of it anew. */
export type HeldChange = { readonly mergePatch: unknown } | { readonly value: unknown };

/** A change, and what it is a change to: the `sha256` of the content as it was shown; left out, whatever it is now. */
export type SeenHeldChange = HeldChange & { readonly seen?: string | null | undefined };

/** A content as it is written from now on. */
export interface EditedContent {
  readonly value: Buffer;
  /** The fields that were changed, as JSON pointers; none where the content could not be read before. */
  readonly fields: readonly string[];
}

/** What it needs to read messages and to write them by the schema of this release. */
export interface HeldEditorParts {
  readonly catalogue: Pick<Catalogue, 'record'>;
  readonly decoder: Pick<Decoder, 'prepare' | 'decode'>;
  readonly schemas: Pick<SchemaStore, 'start' | 'idOf'>;
}

/** Changes the content of held messages: what comes out is a message that can be read, of the same record and key. */
export class HeldEditor {
  constructor(private readonly parts: HeldEditorParts) {}

  /**
   * The content that a change makes of a message's present one. A personal value that is sent as it is shown stays as it is.
   *
   * @throws {Problem} 422 `edit-refused` when it would be no message; its findings name fields, never values.
   * @throws {RegistryUnavailable} when the schema was never written here and the registry does not answer.
   */
  async edit(row: HeldContentRow, change: HeldChange): Promise<EditedContent> {
    const record = row.type === null ? undefined : this.parts.catalogue.record(row.type);
    if (!record) throw refused('The message does not tell a record that this release knows.');
    const before = await this.dataOf(row);
    if (before === undefined && 'mergePatch' in change) {
      throw refused('What it holds cannot be read, so it cannot be patched: give the whole `value`.');
    }
    const sent = 'mergePatch' in change ? mergePatch(before, change.mergePatch) : change.value;
    const wanted = withPersonalKept(sent, before, before === undefined ? undefined : record.mask(before));
    if (holdsMask(wanted)) throw refused(`${MASKED} is no value, and it is not known what it stands for: give the value itself.`);
    const value = await this.encode(record, wanted);
    const after = this.decoded(row, value);
    const unknown = membersBeyond(wanted, after);
    if (unknown.length > 0) throw refused('The record has no such field.', unknown);
    return { value, fields: before === undefined ? [] : changedPointers(before, after) };
  }

  private async dataOf(row: HeldContentRow): Promise<unknown> {
    const record = recordOf(row);
    await this.parts.decoder.prepare([record]);
    try {
      return this.parts.decoder.decode(record).data;
    } catch (error) {
      if (error instanceof Undecodable) return undefined;
      throw error;
    }
  }

  private async encode(record: RecordType<unknown>, data: unknown): Promise<Buffer> {
    await this.parts.schemas.start([record]);
    try {
      return frame(this.parts.schemas.idOf(record), record.encode(data));
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      const pointers = error.paths.map((path) => pointerTo(path.split('.')));
      throw refused('It does not fit the schema of its record.', pointers);
    }
  }

  /** As whoever handles it will read it: its key and its headers must fit, too. */
  private decoded(row: HeldContentRow, value: Buffer): unknown {
    try {
      return this.parts.decoder.decode({ ...recordOf(row), value }).data;
    } catch (error) {
      if (error instanceof Undecodable) throw refused(`It would still be no message: ${error.detail}.`);
      throw error;
    }
  }
}

function refused(detail: string, pointers: readonly string[] = []) {
  return heldProblem('edit-refused', { detail, errors: pointers.map((pointer) => ({ pointer, code: 'invalid-field' })) });
}
