import { describe, expect, it } from 'vitest';
import { packageClosure, type Lock } from './package-closure.js';

const lock: Lock = {
  '': { dependencies: { server: '1', driver: '1', tracer: '1' } },
  'node_modules/server': { dependencies: { wire: '^2' }, peerDependencies: { driver: '*', docs: '*' }, peerDependenciesMeta: { docs: { optional: true } } },
  'node_modules/server/node_modules/wire': { dependencies: { bytes: '*' } },
  'node_modules/wire': {},
  'node_modules/bytes': {},
  'node_modules/driver': { optionalDependencies: { native: '*' } },
  'node_modules/tracer': { peerDependencies: { server: '*' }, peerDependenciesMeta: { server: { optional: true } } },
  'node_modules/docs': { dev: true },
  'node_modules/compiler': { dev: true },
};

describe('the packages that an import needs', () => {
  it('are found where Node finds them, peers among them', () => {
    expect(packageClosure(lock, ['server'])).toEqual([
      'node_modules/bytes',
      'node_modules/driver',
      'node_modules/server',
      'node_modules/server/node_modules/wire',
    ]);
  });

  it('hold an optional peer only where production declares it', () => {
    expect(packageClosure(lock, ['tracer'])).toContain('node_modules/server');
    expect(packageClosure(lock, ['tracer'])).not.toContain('node_modules/docs');
  });

  it('do without an optional package that is not installed', () => {
    expect(packageClosure(lock, ['driver'])).toEqual(['node_modules/driver']);
  });

  it.each(['compiler', 'bytes', 'nowhere'])('are refused for %s, which production does not declare', (name) => {
    expect(() => packageClosure(lock, [name])).toThrow(`${name} is imported, but is no production dependency`);
  });

  it('are refused where one is missing', () => {
    const { 'node_modules/bytes': _, ...without } = lock;
    expect(() => packageClosure(without, ['server'])).toThrow('needs bytes, which is not installed');
  });
});
