import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checker, notInstalled } from '../checkers/checker.js';
import { isCustom, wrongForm } from './custom-resources.js';
import { installations, ours, plain, secured } from './fixtures/installations.js';
import { withChanged } from './fixtures/with.js';
import { lint, render, template, type Release } from './helm.js';
import { ofKind, podsOf } from './manifest.js';
import { kubernetesVersions, refusedBy } from './validate.js';

const has = checker('helm') && checker('kubernetes-validate');
const named = Object.entries(installations);
const cluster: Release = { profiles: ['values-clustered.yaml'], values: [secured, ours] };
const trial: Release = { profiles: ['values-single.yaml'], values: [plain, { sandbox: { enabled: true } }] };

const refusal = (values: object, release = cluster): string => {
  const { ok, errors } = template({ ...release, values: [...(release.values ?? []), values] });
  return ok ? 'it is rendered' : errors;
};

describe.skipIf(!has)(`the chart (${has ? 'Helm' : notInstalled})`, () => {
  it.each(named)('has nothing that Helm finds fault with: %s', (_name, release) => {
    expect(lint(release)).toMatchObject({ ok: true });
  });

  it.each(kubernetesVersions)('is what the schemas of Kubernetes %s ask for, strictly', (version) => {
    const rendered = named.flatMap(([, release]) => render(release));
    const manifests = [...new Map(rendered.map((manifest) => [JSON.stringify(manifest), manifest])).values()];
    expect(refusedBy(version, manifests)).toEqual([]);
    const [budget] = ofKind(manifests, 'PodDisruptionBudget');
    const misspelled = withChanged(budget ? [budget] : [], () => true, ({ spec }) => Object.assign(spec ?? {}, { maxUnavailible: 1 }));
    expect(refusedBy(version, misspelled).join()).toContain('maxUnavailible');
  }, 300_000);

  it('asks operators for what they know', () => {
    const custom = named.flatMap(([, release]) => render(release)).filter(isCustom);
    expect(new Set(custom.map(({ kind }) => kind))).toEqual(
      new Set(['ScaledObject', 'TriggerAuthentication', 'ServiceMonitor', 'ExternalSecret']),
    );
    expect(custom.map(wrongForm).filter(Boolean)).toEqual([]);
    const misspelled = withChanged(custom, ({ kind }) => kind === 'ScaledObject', ({ spec }) => Object.assign(spec ?? {}, { cooldown: 1 }));
    expect(misspelled.map(wrongForm).join()).toContain('"cooldown"');
  });

  it.each<[string, object, string]>([
    ['a service that is none', { services: { 'pos-ingset': {} } }, "'/services': additional properties 'pos-ingset' not allowed"],
    ['a key of a service', { services: { 'pos-ingest': { replcas: 3 } } }, "'/services/pos-ingest': additional properties 'replcas'"],
    ['a setting', { services: { 'erp-writer': { settings: { ERP_URI: 'https://erp' } } } }, "additional properties 'ERP_URI' not allowed"],
    ["another service's setting", { services: { console: { settings: { ERP_SLOTS: 8 } } } }, "additional properties 'ERP_SLOTS'"],
    ['a number', { services: { 'pos-ingest': { replicas: 'three' } } }, "'/services/pos-ingest/replicas': got string, want integer"],
    ['more members than partitions', { services: { 'erp-writer': { replicas: 13 } } }, 'maximum: got 13, want 12'],
    ['brokers without a port', { kafka: { brokers: 'kafka.kafka.svc' } }, "'/kafka/brokers'"],
    ['an ERP in the clear', { services: { 'erp-writer': { settings: { ERP_URL: 'http://erp' } } } }, "'/services/erp-writer/settings/ERP_URL'"],
    ['plain HTTP by a setting', { services: { 'erp-writer': { settings: { ERP_ALLOW_PLAIN_HTTP: true } } } }, 'ERP_ALLOW_PLAIN_HTTP'],
    ['an image without a version', { image: { tag: 'latest' } }, "'/image/tag'"],
    ['no limit of memory', { pods: { resources: { limits: { memory: null } } } }, "missing property 'memory'"],
    ['the metadata address as a peer', { networkPolicy: { peers: { erp: { cidrs: ['169.254.169.254/32'] } } } }, '/networkPolicy/peers/erp/cidrs/0'],
    ['it as where names are asked', { networkPolicy: { dns: { cidrs: ['169.254.169.254/32'] } } }, '/networkPolicy/dns/cidrs/0'],
    ['a secret by value', { postgres: { password: 'geheim' } }, "'/postgres': additional properties 'password' not allowed"],
  ])('refuses %s by name', (_what, values, told) => expect(refusal(values)).toContain(told));

  it('names everything at once that an installation lacks', () => {
    const told = refusal({}, { values: [] });
    for (const name of ['kafka.brokers', 'registry.url', 'postgres.host', 'operatorKey.existingSecret', 'services.erp-writer.settings.ERP_URL']) {
      expect(told).toContain(`\n  ${name}: `);
    }
  });

  it.each<[string, object, string]>([
    ['an endpoint outside the cluster whose addresses nobody knows', { postgres: { host: 'db.example.com' } }, 'networkPolicy.peers.postgres'],
    ['two replicas of the gateway on a volume that one node holds', { services: { 'edi-gateway': { exchange: { accessMode: 'ReadWriteOnce' } } } }, 'ReadWriteMany'],
    ['an Ingress without a certificate', { services: { console: { ingress: { enabled: true, host: 'c.example.com' } } } }, 'services.console.ingress.tlsSecret'],
    ['accounts that are given twice', { services: { 'bank-reconciler': { accounts: { existingConfigMap: 'accounts' } } } }, 'services.bank-reconciler.accounts'],
    ['a password for the registry over plain HTTP', { registry: { url: 'http://registry.kafka.svc:8080/apis/ccompat/v7' } }, 'registry.url'],
  ])('refuses %s', (_what, values, told) => expect(refusal(values)).toContain(told));

  it('leaves out a service that is not wanted, wherever it is named', () => {
    const manifests = render({ ...cluster, values: [...(cluster.values ?? []), { services: { 'edi-gateway': { enabled: false } } }] });
    expect(JSON.stringify(manifests)).not.toContain('edi-gateway');
  });

  it('changes no claim when one node becomes a cluster: the API would refuse it', () => {
    const claims = (release: Release): Map<string, string> => {
      return new Map(ofKind(render(release), 'PersistentVolumeClaim').map(({ metadata, spec }) => [metadata.name, JSON.stringify(spec)]));
    };
    const [small, large] = [claims({ ...cluster, profiles: ['values-single.yaml'] }), claims(cluster)];
    expect([small.size, large.size]).toEqual([1, 1]);
    for (const [name, spec] of small) expect(large.get(name) ?? spec).toBe(spec);
  });

  it('keeps what is written outside of the databases, when the release goes', () => {
    const kept = ofKind(render(trial), 'PersistentVolumeClaim').map(({ metadata }) => [metadata.name, metadata.annotations?.['helm.sh/resource-policy']]);
    expect(kept).toEqual([['shop-kervan-exchange', 'keep'], ['shop-kervan-sandbox', 'keep']]);
  });

  it("puts the sandbox beside the gateway only where one node holds the partners' folders", () => {
    const affinity = (values: object): number => {
      const sandbox = podsOf(render({ ...trial, values: [...(trial.values ?? []), values] })).find(({ owner }) => owner.metadata.name === 'shop-kervan-sandbox');
      return sandbox?.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0;
    };
    expect(affinity({})).toBe(1);
    expect(affinity({ services: { 'edi-gateway': { exchange: { accessMode: 'ReadWriteMany' } } } })).toBe(0);
  });

  it("lets names be asked at a node's own resolver", () => {
    const policies = ofKind(render({ ...cluster, values: [...(cluster.values ?? []), { networkPolicy: { dns: { cidrs: ['169.254.20.10/32'] } } }] }), 'NetworkPolicy');
    const asked = policies.filter(({ spec }) => spec?.egress?.some(({ to }) => to?.some(({ ipBlock }) => ipBlock?.cidr === '169.254.20.10/32')));
    expect(asked).toHaveLength(policies.length - 1); // all but the one that denies
  });

  it('lets a service reach the server of its access tokens, where that is another', () => {
    const egress = (erpTokens: object, url: string): unknown[] => {
      const settings = { ERP_OAUTH_TOKEN_URL: url, ERP_OAUTH_CLIENT_ID: 'kervan' };
      const values = { services: { 'erp-writer': { settings } }, networkPolicy: { peers: { erpTokens } } };
      const policies = ofKind(render({ ...cluster, values: [...(cluster.values ?? []), values] }), 'NetworkPolicy');
      const own = policies.find(({ metadata }) => metadata.name === 'shop-kervan-erp-writer');
      return (own?.spec?.egress ?? []).flatMap(({ to = [], ports }) => to.flatMap(({ ipBlock }) => (ipBlock ? [[ipBlock.cidr, ports?.[0]?.port]] : [])));
    };
    const erp = ['192.0.2.0/24', 443];
    expect(egress({ cidrs: ['198.51.100.7/32'] }, 'https://id.example.com:8443/token')).toEqual([erp, ['198.51.100.7/32', 8443]]);
    expect(egress({}, 'https://erp.example.com/oauth/token')).toEqual([erp]);
    const unknown = { ERP_OAUTH_TOKEN_URL: 'https://id.example.com/token', ERP_OAUTH_CLIENT_ID: 'kervan' };
    expect(refusal({ services: { 'erp-writer': { settings: unknown } } })).toContain('networkPolicy.peers.erpTokens is missing');
  });

  it('tells KEDA numbers in whole, however large', () => {
    const values = { keda: { lagThreshold: 2_000_000 }, services: { 'erp-writer': { keda: { enabled: true } } } };
    const scaled = ofKind(render({ ...cluster, values: [...(cluster.values ?? []), values] }), 'ScaledObject');
    expect(scaled.map(({ spec }) => spec?.triggers?.map(({ metadata }) => metadata['lagThreshold']))).toEqual([['2000000']]);
  });

  it('starts the pods anew when the companies change, and leaves the others be', () => {
    const pods = (companies: object): Map<string, string> => {
      const values = [...(cluster.values ?? []), { services: { 'einvoice-sender': { companies: { content: companies } } } }];
      return new Map(ofKind(render({ ...cluster, values }), 'Deployment').map(({ metadata, spec }) => [metadata.name, JSON.stringify(spec)]));
    };
    const [before, after] = [pods({ companies: [{ code: 'AM01' }] }), pods({ companies: [{ code: 'AM02' }] })];
    const changed = [...before].filter(([name, spec]) => after.get(name) !== spec).map(([name]) => name);
    expect(changed).toEqual(['shop-kervan-einvoice-sender']);
  });

  it('without a cluster renders the same again, but for the keys of a sandbox', () => {
    expect(render(cluster)).toEqual(render(cluster));
    const [one, other] = [render(trial), render(trial)].map((manifests) => manifests.filter(({ kind }) => kind !== 'Secret'));
    expect(one).toEqual(other);
  });

  it('has the sandbox play the ERP and the integrator, and the morning wait for everybody', () => {
    const manifests = render(trial);
    const settings = podsOf(manifests).flatMap(({ spec }) => spec.containers.flatMap(({ env = [] }) => env));
    const value = (name: string): string | undefined => settings.find((entry) => entry.name === name)?.value;
    expect(value('ERP_URL')).toBe('http://shop-kervan-sandbox:8080/erp');
    expect(value('INTEGRATOR_URL')).toBe('http://shop-kervan-sandbox:8080/integrator');
    expect([value('ERP_ALLOW_PLAIN_HTTP'), value('INTEGRATOR_ALLOW_PLAIN_HTTP')]).toEqual(['true', 'true']);
    const morning = ofKind(manifests, 'Job').find(({ metadata }) => metadata.name === 'shop-kervan-morning');
    expect(morning?.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'post-install' });
    const awaited = morning?.spec?.template?.spec.containers[0]?.args?.find((arg) => arg.startsWith('--when-ready='))?.split(',');
    expect(awaited).toHaveLength(9);
  });

  it('makes the operator key of a sandbox under the name by which it is read', () => {
    const secrets = ofKind(render({ ...trial, values: [...(trial.values ?? []), { operatorKey: { key: 'keys' } }] }), 'Secret');
    expect(Object.keys(secrets.find(({ metadata }) => metadata.name === 'shop-kervan-sandbox-keys')?.data ?? {})).toContain('keys');
  });

  it('gives the tills of a sandbox keys of their own, and pos-ingest their hashes', () => {
    const secret = ofKind(render(trial), 'Secret').find(({ metadata }) => metadata.name === 'shop-kervan-sandbox-keys');
    const read = (name: string): Record<string, string>[] => {
      return JSON.parse(Buffer.from(secret?.data?.[name] ?? '', 'base64').toString()) as Record<string, string>[];
    };
    const hashes = read('till-keys.json').map(({ branch, key = '' }) => [branch, createHash('sha256').update(key).digest('hex')]);
    expect(read('pos-api-keys.json').map(({ branch, keyHash }) => [branch, keyHash])).toEqual(hashes);
    expect(new Set(hashes.map(([, hash]) => hash)).size).toBe(45);
  });
});
