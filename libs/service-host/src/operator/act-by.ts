import { z } from 'zod';
import { coded } from '../http/findings.js';

const line = coded('invalid-text', '1 to 500 characters, none of them a control character');

/** No line break either: a line that a person's terminal or a log shows stays one. */
const words = z
  .string({ error: line })
  .trim()
  .regex(/^\P{Cc}{1,500}$/u, { error: line });

/**
 * Who does something, and why: members of the body of every act of a person, and kept in the audit log.
 *
 * Who it is, is the caller's own word: all that is checked of it is the form.
 */
export const actBy = { by: words, reason: words };
