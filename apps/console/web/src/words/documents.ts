import type { DocumentState } from '../../../src/follow-orders/document-state';

export const states: Readonly<Record<DocumentState, string>> = {
  on_its_way: 'On its way',
  needs_attention: 'Waits for a person',
  awaiting_payment: 'Waits for money',
  completed: 'Completed',
  reversed: 'Taken back',
};

export const modes = { live: 'No tests', test: 'Tests alone' } as const;

const channels: Readonly<Record<string, string>> = {
  till: 'Tills',
  web_shop: 'Web shops',
  marketplace: 'Marketplaces',
  edi: 'Trading partners',
  api: 'API',
};

export const channelNames = Object.keys(channels);

export const channelName = (channel: string | null): string =>
  channel === null ? 'Channel not known yet' : (channels[channel] ?? channel);

const steps: Readonly<Record<string, string>> = {
  'post-order': 'booking the sales order',
  'issue-invoice': 'issuing the invoice',
  'transmit': 'sending the invoice to the tax authority',
  'book-invoice': 'booking the invoice',
  'post-payment': 'booking the payment',
  'settle': 'waiting for the payment',
  'post-settlement': 'booking the settlement',
};

export const stepName = (step: string): string => steps[step] ?? step;

export const documentsWords = {
  title: 'Orders',
  lead: 'The one heard of last first.',
  number: 'Order',
  channel: 'Channel',
  amount: 'Amount',
  state: 'State',
  invoice: 'Invoice',
  placed: 'Placed',
  day: 'Business day',
  anyChannel: 'All channels',
  anyState: 'All states',
  mode: 'Tests',
  anyMode: 'With tests',
  none: 'No order is like this.',
  filter: 'Which orders',
} as const;
