import { problem } from '@kervan/service-host';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A quarantined delivery's id as a path gives it. @throws {Problem} 404: what is no id names none. */
export function quarantineId(text: string): string {
  if (!UUID.test(text)) throw problem('not-found');
  return text;
}
