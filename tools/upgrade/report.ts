import { availableParallelism } from 'node:os';
import { renderVerdict } from '../judge/render-verdict.js';
import type { Traffic } from './balancer.js';
import type { Departure } from './fleet.js';
import { faultsOf, type UpgradeOutcome } from './outcome.js';

const HEAD = `# Upgrade under load, and back

Both releases run mixed, one process of each and of each service, while tills, shops, a trading partner and the bank send.
Made by \`npm run upgrade:test\`; how it is done is told in [upgrade.md](../how-to/upgrade.md).`;

/** A run as a page: what was done, what callers saw, how processes went, what became of every order. */
export function renderUpgrade(outcome: UpgradeOutcome, at: Date): string {
  const { plan, phases, mornings, verdict, departures, traffic, wire, callsWithoutResult } = outcome;
  const faults = faultsOf(outcome);
  const facts = [
    `- date: ${at.toISOString().slice(0, 10)}, on ${availableParallelism()} cores`,
    `- from ${plan.from.commit.slice(0, 9)} to ${plan.to}, and back`,
    `- load: ${plan.rate} sales and as many orders of shops a second, ${mornings} mornings of every channel`,
    `- before SIGTERM a process gets nothing more for ${plan.preStopMs / 1_000} s, as by the chart's preStop`,
  ];
  return [
    HEAD,
    facts.join('\n'),
    `**${faults.length === 0 ? 'Sound: 0 lost, 0 doubled, no caller saw an error.' : `${faults.length} faults.`}**`,
    ...(faults.length === 0 ? [] : [faults.map((fault) => `- ${fault}`).join('\n')]),
    '## What was done',
    table(['phase', 'from', 'for'], phases.map(({ what, fromSeconds, seconds }) => [what, `${fromSeconds} s`, `${seconds} s`])),
    '## What callers saw',
    table(['service', 'requests', 'errors', 'answered by'], [...traffic].map(([service, seen]) => trafficRow(service, seen))),
    '## How processes went on SIGTERM',
    table(['service', 'processes', 'exit codes', 'slowest'], departuresByService(departures)),
    `Outgoing calls that were left without a result: ${callsWithoutResult}. Of ${wire.records} records on the topics, ` +
      `${wire.doubled} were there twice; inboxes drop the second.`,
    '## What became of every order',
    `\`\`\`\n${renderVerdict(verdict)}\n\`\`\``,
  ].join('\n\n').concat('\n');
}

function trafficRow(service: string, { requests, errors, byEndpoint }: Traffic): string[] {
  const shares = Object.entries(byEndpoint).map(([label, count]) => `${label.slice(service.length + 1)}: ${count}`);
  return [service, String(requests), String(errors.length), shares.join(', ')];
}

function departuresByService(departures: readonly Departure[]): string[][] {
  return [...Map.groupBy(departures, ({ service }) => service)].map(([service, gone]) => {
    const codes = [...new Set(gone.map(({ exitCode }) => String(exitCode ?? 'signal')))];
    return [service, String(gone.length), codes.join(', '), `${(Math.max(...gone.map(({ ms }) => ms)) / 1_000).toFixed(1)} s`];
  });
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
