/**
 * Kills the process groups that standard input names, once it ends: whoever writes there has ended, however that was.
 *
 * Each line is a group's number behind `+`, or behind `-` once the group has ended by itself.
 */
import { createInterface } from 'node:readline';

const groups = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) groups.add(line.slice(1));
  else groups.delete(line.slice(1));
}
for (const group of groups) {
  try {
    process.kill(-Number(group), 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
