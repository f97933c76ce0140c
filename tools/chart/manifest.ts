import { parseAllDocuments } from 'yaml';
import type { Container, Labels, PodSpec, Selector, Spec } from './kubernetes.js';

/** An object of Kubernetes as a chart renders it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec?: Spec;
  readonly data?: Labels;
  readonly automountServiceAccountToken?: boolean;
}

/** A pod as its owner makes it. */
export interface Pod {
  readonly owner: Manifest;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** Reads what `helm template` prints: YAML 1.1, by which `0440` is a number in octal. */
export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1' })
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

export function ofKind(manifests: readonly Manifest[], ...kinds: readonly string[]): Manifest[] {
  return manifests.filter(({ kind }) => kinds.includes(kind));
}

/** The pods of Deployments and Jobs. */
export function podsOf(manifests: readonly Manifest[]): Pod[] {
  return ofKind(manifests, 'Deployment', 'Job').flatMap((owner) => {
    const { template } = owner.spec ?? {};
    return template ? [{ owner, labels: template.metadata.labels, spec: template.spec }] : [];
  });
}

/** All containers of a pod, those that run before the others included. */
export function containersOf({ spec }: Pod): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Whether labels have all that a selector asks for. */
export function selects(selector: Selector | undefined, labels: Labels): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}

/** The moments at which Helm runs an object as a hook; none for a part of the release. */
export function hooksOf({ metadata }: Manifest): string[] {
  return metadata.annotations?.['helm.sh/hook']?.split(',') ?? [];
}

export const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;
