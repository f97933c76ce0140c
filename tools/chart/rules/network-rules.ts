import { isIPv4 } from 'node:net';
import type { IngressPath, Labels, NetworkPeer, NetworkRule } from '../kubernetes.js';
import { nameOf, ofKind, podsOf, selects, type Manifest } from '../manifest.js';
import { each, eachObject, type Rule } from './rule.js';

const METADATA = '169.254.169.254';

const policiesOf = (manifests: readonly Manifest[], labels: Labels): Manifest[] => {
  return ofKind(manifests, 'NetworkPolicy').filter(({ spec }) => selects(spec?.podSelector, labels));
};

const rulesOf = ({ spec }: Manifest): NetworkRule[] => [...(spec?.ingress ?? []), ...(spec?.egress ?? [])];

const peersOf = ({ from, to }: NetworkRule): readonly NetworkPeer[] => from ?? to ?? [];

const isNamedPeer = ({ ipBlock, namespaceSelector, podSelector }: NetworkPeer): boolean => {
  return Boolean(ipBlock) || [namespaceSelector, podSelector].some((it) => Object.keys(it?.matchLabels ?? {}).length > 0);
};

const denies = ({ spec }: Manifest): boolean => {
  const both = ['Ingress', 'Egress'].every((type) => spec?.policyTypes?.includes(type));
  return both && !spec?.ingress && !spec?.egress;
};

const resolvesNames = (policies: readonly Manifest[]): boolean => {
  return policies.flatMap(rulesOf).some(({ ports = [] }) => ports.some(({ protocol, port }) => protocol === 'UDP' && Number(port) === 53));
};

/** Addresses that only the inside may see. */
const INSIDE = ['/admin', '/health', '/metrics', '/docs', '/openapi.json'];

/** Who may speak with whom. */
export const networkRules: readonly Rule[] = [
  {
    topic: 'NetworkPolicy',
    says: 'denies every pod of the release both ways, before anything is allowed',
    finds: ({ manifests }) => {
      return each(podsOf(manifests), ({ labels }) => policiesOf(manifests, labels).some(denies));
    },
  },
  {
    topic: 'NetworkPolicy',
    says: 'has a policy for every pod, by which names can be asked',
    finds: ({ manifests }) => each(podsOf(manifests), ({ labels }) => resolvesNames(policiesOf(manifests, labels))),
  },
  {
    topic: 'NetworkPolicy',
    says: 'opens a way only to peers that are named, on ports that are named',
    finds: ({ manifests }) => {
      return eachObject(ofKind(manifests, 'NetworkPolicy'), (policy) => {
        return rulesOf(policy).every((rule) => {
          return peersOf(rule).length > 0 && peersOf(rule).every(isNamedPeer) && (rule.ports ?? []).length > 0;
        });
      });
    },
  },
  {
    topic: 'NetworkPolicy',
    says: "never reaches the cloud's metadata address",
    finds: ({ manifests }) => {
      return eachObject(ofKind(manifests, 'NetworkPolicy'), (policy) => {
        const blocks = rulesOf(policy).flatMap((rule) => peersOf(rule).flatMap(({ ipBlock }) => ipBlock ?? []));
        return blocks.every(({ cidr, except = [] }) => !holds(cidr, METADATA) || except.some((block) => holds(block, METADATA)));
      });
    },
  },
  {
    topic: 'Ingress',
    says: 'serves nothing without TLS',
    finds: ({ manifests }) => {
      return ofKind(manifests, 'Ingress').filter(({ spec }) => {
        const secured = spec?.tls?.flatMap(({ hosts, secretName }) => (secretName ? hosts : []));
        return spec?.rules?.some(({ host }) => !host || !secured?.includes(host));
      }).map(nameOf);
    },
  },
  {
    topic: 'Ingress',
    says: 'keeps administration, metrics and health inside',
    finds: ({ manifests }) => {
      return ofKind(manifests, 'Ingress').filter((ingress) => pathsOf(ingress).some(({ path, pathType }) => INSIDE.some((inside) => leadsTo(inside, path, pathType)))).map(nameOf);
    },
  },
];

function pathsOf({ spec }: Manifest): IngressPath[] {
  return spec?.rules?.flatMap(({ http }) => http.paths) ?? [];
}

function leadsTo(inside: string, path: string, pathType: string): boolean {
  if (pathType === 'Exact') return path === inside;
  return path === '/' || path === inside || path.startsWith(`${inside}/`);
}

function holds(cidr: string, address: string): boolean {
  const [network = '', bits] = cidr.split('/');
  if (!isIPv4(network)) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
