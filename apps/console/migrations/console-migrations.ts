import { messagingMigrations } from '@kervan/messaging';
import { CreateReadModel1700000700001 } from './1700000700001-create-read-model.js';
import { TellWaitingForMoney1700000700002 } from './1700000700002-tell-waiting-for-money.js';
import { TellWaitsThatAreOver1700000700003 } from './1700000700003-tell-waits-that-are-over.js';
import { KeepTheLogsOrder1700000700004 } from './1700000700004-keep-the-logs-order.js';
import { FindTestOrders1700000700005 } from './1700000700005-find-test-orders.js';

/** Everything that the database of console is made of, in order. */
export const consoleMigrations = [
  ...messagingMigrations,
  CreateReadModel1700000700001,
  TellWaitingForMoney1700000700002,
  TellWaitsThatAreOver1700000700003,
  KeepTheLogsOrder1700000700004,
  FindTestOrders1700000700005,
];
