import { fixedSecret } from '@kervan/service-host';
import { expect, it } from 'vitest';
import { askBeforeVoidCall } from './ask-before-void.call.js';
import { askStatusCall } from './ask-status.call.js';
import { integratorTargets } from './integrator-targets.js';
import { lookUpReceiverCall } from './look-up-receiver.call.js';
import { sendInvoiceCall } from './send-invoice.call.js';

const url = 'https://integrator.example';
const { transmission, questions } = integratorTargets({ url, apiKey: fixedSecret('key'), slots: 1 });
const calls = [
  sendInvoiceCall(transmission, async () => new Map(), async () => undefined),
  askStatusCall(questions, () => undefined),
  askBeforeVoidCall(questions, async () => undefined),
  lookUpReceiverCall(questions, () => undefined),
];

it.each(calls.map((call) => [call.type, call.personal] as const))(
  '%s keeps no words of the integrator with an attempt, in which it may name a tax id',
  (_, personal) => expect(personal?.response).toContain('detail'),
);

it.each(calls.map((call) => [call.type, call.personal] as const).filter(([type]) => type !== 'look-up-receiver'))(
  '%s keeps no id of the receiver with an attempt',
  (_, personal) => expect(personal?.response).toContain('receiverTaxId'),
);
