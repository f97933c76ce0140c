import type { Container, Volume } from '../kubernetes.js';
import { containersOf, nameOf, ofKind, podsOf, type Manifest, type Pod } from '../manifest.js';
import { each, eachObject, same, servicesOf, type Rendered, type Rule } from './rule.js';

const everyContainer = (passes: (container: Container) => boolean): ((rendered: Rendered) => string[]) => {
  return ({ manifests }) => each(podsOf(manifests), (pod) => containersOf(pod).every(passes));
};

const everyPod = (passes: (pod: Pod) => boolean): ((rendered: Rendered) => string[]) => ({ manifests }) => each(podsOf(manifests), passes);

const volumesOf = ({ spec }: Pod): readonly Volume[] => spec.volumes ?? [];

/** Volumes of the kinds that the restricted profile allows. */
const ALLOWED_VOLUMES = ['configMap', 'emptyDir', 'persistentVolumeClaim', 'projected', 'secret'];

/** Files that only the group of the pod may read. */
const isGuarded = (volume: Volume): boolean => {
  const holdsSecrets = Boolean(volume.secret) || JSON.stringify(volume.projected ?? '').includes('"secret"');
  const mode = volume.secret?.defaultMode ?? volume.projected?.defaultMode;
  return !holdsSecrets || volume.name === 'ca' || mode === 0o440;
};

/** What a pod may do, and what it may know. */
export const securityRules: readonly Rule[] = [
  {
    topic: 'Pod security',
    says: 'runs as a user without privileges, under the default seccomp profile',
    finds: everyPod(({ spec }) => {
      const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext ?? {};
      return same([runAsNonRoot, runAsUser, seccompProfile], [true, 65_532, { type: 'RuntimeDefault' }]);
    }),
  },
  {
    topic: 'Pod security',
    says: 'gains no privilege and has no capability',
    finds: everyContainer(({ securityContext }) => {
      return securityContext?.allowPrivilegeEscalation === false && same(securityContext.capabilities, { drop: ['ALL'] });
    }),
  },
  {
    topic: 'Pod security',
    says: "shares nothing with its node, and mounts no other than the profile's kinds of volumes",
    finds: everyPod((pod) => {
      const shared = pod.spec.hostNetwork || pod.spec.hostPID || pod.spec.hostIPC;
      const ports = containersOf(pod).some(({ ports }) => ports?.some(({ hostPort }) => hostPort));
      return !shared && !ports && volumesOf(pod).every((volume) => ALLOWED_VOLUMES.some((kind) => kind in volume));
    }),
  },
  {
    topic: 'Pod security',
    says: 'cannot write into its image',
    finds: everyContainer(({ securityContext }) => securityContext?.readOnlyRootFilesystem === true),
  },
  {
    topic: 'Pod security',
    says: 'has no token of the cluster, neither by its account nor by itself, and no addresses of neighbours in its environment',
    finds: (rendered) => [
      ...everyPod(({ spec }) => spec.automountServiceAccountToken === false && spec.enableServiceLinks === false)(rendered),
      ...eachObject(ofKind(rendered.manifests, 'ServiceAccount'), ({ automountServiceAccountToken }) => automountServiceAccountToken === false),
    ],
  },
  {
    topic: 'Pod security',
    says: 'runs under an account of its own, never the default one',
    finds: (rendered) => {
      const accounts = ofKind(rendered.manifests, 'ServiceAccount').map(({ metadata }) => metadata.name);
      return everyPod(({ spec }) => accounts.includes(spec.serviceAccountName ?? ''))(rendered);
    },
  },
  {
    topic: 'Pod security',
    says: 'asks for CPU and memory, and has a limit of memory',
    finds: everyContainer(({ resources }) => Boolean(resources?.requests?.cpu && resources.requests.memory && resources.limits?.memory)),
  },
  {
    topic: 'Pod security',
    says: 'has a limit on every folder that it may fill',
    finds: everyPod((pod) => volumesOf(pod).every(({ emptyDir }) => !emptyDir || Boolean(emptyDir.sizeLimit))),
  },
  {
    topic: 'Secrets',
    says: 'gets secrets as files, never in the environment',
    finds: everyContainer(({ env = [], envFrom }) => {
      return !envFrom && env.every(({ name, valueFrom }) => !valueFrom?.secretKeyRef && !/(KEY|PASSWORD|TOKEN|SECRET)$/.test(name));
    }),
  },
  {
    topic: 'Secrets',
    says: 'has files of secrets that its own group alone may read',
    finds: everyPod((pod) => pod.spec.securityContext?.fsGroup === 65_532 && volumesOf(pod).every(isGuarded)),
  },
  {
    topic: 'Secrets',
    says: 'mounts whole folders, so that a rotated secret arrives without a restart',
    finds: everyContainer(({ volumeMounts = [] }) => volumeMounts.every(({ subPath }) => !subPath)),
  },
  {
    topic: 'Secrets',
    says: 'carries no secret of its own, but for a sandbox',
    finds: ({ manifests, sandbox }) => (sandbox ? [] : ofKind(manifests, 'Secret').map(({ metadata }) => metadata.name)),
  },
  {
    topic: 'Images',
    says: 'names the version of every image',
    finds: everyContainer(({ image }) => /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image)),
  },
  {
    topic: 'Sandbox',
    says: 'speaks in the clear with ERP and integrator only where the sandbox plays them',
    finds: (rendered) => {
      const plain = servicesOf(rendered).filter(({ container }) => container.env?.some(({ name }) => name.endsWith('ALLOW_PLAIN_HTTP')));
      return rendered.sandbox ? [] : plain.map(({ name }) => name);
    },
  },
  {
    topic: 'Names',
    says: 'has names and labels that Kubernetes takes, each once',
    finds: ({ manifests }) => [...manifests.filter((manifest) => !isNamed(manifest)).map(({ metadata }) => metadata.name), ...doubled(manifests)],
  },
];

function isNamed({ metadata, kind }: Manifest): boolean {
  const longest = ['Deployment', 'Job', 'Service', 'ScaledObject'].includes(kind) ? 63 : 253;
  const labels = Object.values(metadata.labels ?? {});
  return metadata.name.length <= longest && /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(metadata.name) && labels.every((label) => /^([A-Za-z0-9][\w.-]{0,61})?[A-Za-z0-9]$/.test(label));
}

function doubled(manifests: readonly Manifest[]): string[] {
  const names = manifests.map(nameOf);
  return names.filter((name, index) => names.indexOf(name) !== index);
}
