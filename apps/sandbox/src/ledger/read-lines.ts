import { type FileHandle } from 'node:fs/promises';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/** Shows every whole line of a UTF-8 file and returns the number of bytes that the whole lines take. */
export async function readLines(file: FileHandle, show: (text: string) => void): Promise<number> {
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let position = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return position - rest.length;
    position += bytesRead;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, start)) {
      show(rest.toString('utf8', start, end));
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}
