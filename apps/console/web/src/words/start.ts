import { counted } from './language';

export const countWords = {
  title: 'Orders per channel',
  today: 'Today',
  all: 'All',
  ever: 'Since the beginning',
  span: 'Which orders are counted',
  channel: 'Channel',
  total: 'Total',
  every: 'All channels',
  empty: 'No orders yet today.',
  emptyAll: 'No orders yet.',
  emptyHelp: 'Have the sandbox play a morning in the stores: npm run morning',
  spoken: (total: number, waiting: number) =>
    `${counted(total, 'order', 'orders')} counted, ${counted(waiting, 'waits', 'wait')} for a person.`,
  cell: (count: string, channel: string, state: string) => `${count}, ${channel}, ${state}`,
} as const;

export const latestWords = { title: 'Latest orders', all: 'All orders', none: 'No order has come in yet.' } as const;
