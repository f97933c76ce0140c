import { factsOfServices, type ServiceFacts } from '../facts.js';
import type { Container } from '../kubernetes.js';
import { containersOf, nameOf, podsOf, type Manifest, type Pod } from '../manifest.js';

/** What a chart has rendered for one installation. */
export interface Rendered {
  readonly manifests: readonly Manifest[];
  /** Whether it must outlive the loss of a node. */
  readonly clustered: boolean;
  readonly sandbox: boolean;
}

/** One thing that must hold of whatever the chart renders. */
export interface Rule {
  /** The row of the rules for Kubernetes that it belongs to. */
  readonly topic: string;
  readonly says: string;
  /** Where it does not hold, in words; nothing where it does. */
  readonly finds: (rendered: Rendered) => string[];
}

/** A service of the platform as it runs: its Deployment, its container and what it is. */
export interface RunningService extends Pod {
  readonly name: string;
  readonly facts: ServiceFacts;
  readonly container: Container;
}

/** Every service that is rendered; the sandbox, which is none, left out. */
export function servicesOf({ manifests }: Pick<Rendered, 'manifests'>): RunningService[] {
  return podsOf(manifests)
    .filter(({ owner }) => owner.kind === 'Deployment')
    .flatMap((pod) => {
      const name = pod.labels['app.kubernetes.io/name'] ?? '';
      const facts = factsOfServices[name];
      const container = containersOf(pod).at(-1);
      return facts && container ? [{ ...pod, name, facts, container }] : [];
    });
}

/** A finding for each of the subjects that does not pass; and one when there is no subject at all. */
export function each<S extends { readonly owner: Manifest }>(subjects: readonly S[], passes: (subject: S) => boolean): string[] {
  if (subjects.length === 0) return ['nothing of the kind is rendered'];
  return subjects.filter((subject) => !passes(subject)).map(({ owner }) => nameOf(owner));
}

/** The same of objects as they are. */
export function eachObject(manifests: readonly Manifest[], passes: (manifest: Manifest) => boolean): string[] {
  return each(manifests.map((owner) => ({ owner })), ({ owner }) => passes(owner));
}

export const same = (found: unknown, wanted: unknown): boolean => JSON.stringify(found) === JSON.stringify(wanted);
