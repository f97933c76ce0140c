import { containersOf, hooksOf, ofKind, podsOf, selects, type Pod } from '../manifest.js';
import { each, eachObject, same, servicesOf, type Rendered, type Rule } from './rule.js';

const before = ['pre-install', 'pre-upgrade'];

const jobsBefore = ({ manifests }: Rendered): Pod[] => podsOf(manifests).filter(({ owner }) => owner.kind === 'Job' && hooksOf(owner).includes('pre-install'));

const weightOf = ({ owner }: Pick<Pod, 'owner'>): number => Number(owner.metadata.annotations?.['helm.sh/hook-weight'] ?? 0);

const entryOf = (pod: Pod): string => containersOf(pod)[0]?.args?.[0] ?? '';

const settingOf = (pod: Pod, name: string): string => {
  return containersOf(pod)[0]?.env?.find((entry) => entry.name === name)?.value ?? '';
};

const migrationsOf = (rendered: Rendered): Pod[] => jobsBefore(rendered).filter((pod) => entryOf(pod) === 'migrate.js');

/** Topics, schemas and migrations: what must be there before a service starts. */
export const setupRules: readonly Rule[] = [
  {
    topic: 'Migrations',
    says: 'migrates every service before its new version starts, by its own image and as its migrator',
    finds: (rendered) => {
      return each(servicesOf(rendered), ({ name, container }) => {
        const role = `${name.replaceAll('-', '_')}_migrator@`;
        return migrationsOf(rendered).some((pod) => {
          return containersOf(pod)[0]?.image === container.image && settingOf(pod, 'DATABASE_URL').includes(role) && weightOf(pod) === -5;
        });
      });
    },
  },
  {
    topic: 'Migrations',
    says: 'runs each step once, within its time, before installing and upgrading',
    finds: (rendered) => {
      return each(jobsBefore(rendered), ({ owner, spec }) => {
        const once = owner.spec?.backoffLimit === 0 && spec.restartPolicy === 'Never';
        return once && (owner.spec?.activeDeadlineSeconds ?? 0) > 0 && same(hooksOf(owner), before);
      });
    },
  },
  {
    topic: 'Migrations',
    says: 'makes room for the next run of a step, and keeps the log of the last one',
    finds: (rendered) => each(jobsBefore(rendered), ({ owner }) => owner.metadata.annotations?.['helm.sh/hook-delete-policy'] === 'before-hook-creation'),
  },
  {
    topic: 'Schema evolution',
    says: 'creates topics, registers schemas and migrates, in this order',
    finds: (rendered) => {
      const jobs = jobsBefore(rendered).toSorted((one, other) => weightOf(one) - weightOf(other));
      return same([...new Set(jobs.map(entryOf))], ['topics.js', 'schemas.js', 'migrate.js']) ? [] : ['the hooks before the release'];
    },
  },
  {
    topic: 'Migrations',
    says: 'has what a step stands on before the release exists: its account, its policy, and nothing of the release',
    finds: (rendered) => {
      const hooks = rendered.manifests.filter((manifest) => same(hooksOf(manifest), before));
      const accounts = ofKind(hooks, 'ServiceAccount');
      const policies = ofKind(hooks, 'NetworkPolicy');
      return each(jobsBefore(rendered), (pod) => {
        const isEarlier = (owner: Pod['owner']): boolean => weightOf({ owner }) < weightOf(pod);
        const account = accounts.find(({ metadata }) => metadata.name === pod.spec.serviceAccountName);
        const policy = policies.find(({ spec }) => selects(spec?.podSelector, pod.labels));
        return [account, policy].every((it) => it && isEarlier(it)) && !usesTheRelease(pod, rendered);
      });
    },
  },
  {
    topic: 'Migrations',
    says: 'sets no owner on secrets that are fetched for it, so that fetching anew takes none away',
    finds: ({ manifests }) => {
      const fetched = ofKind(manifests, 'ExternalSecret');
      if (fetched.length === 0) return [];
      return eachObject(fetched, (secret) => same(hooksOf(secret), before) && secret.spec?.target?.creationPolicy === 'Orphan');
    },
  },
];

function usesTheRelease({ spec }: Pod, { manifests }: Rendered): boolean {
  const made = ofKind(manifests, 'ConfigMap', 'Secret', 'PersistentVolumeClaim').filter((manifest) => hooksOf(manifest).length === 0);
  const used = JSON.stringify(spec.volumes);
  return made.some(({ metadata }) => used.includes(`"${metadata.name}"`));
}
