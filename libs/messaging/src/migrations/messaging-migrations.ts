import { CreateConsumerTables1700000000001 } from './1700000000001-create-consumer-tables.js';
import { CreateOutputTables1700000000002 } from './1700000000002-create-output-tables.js';
import { CreateLease1700000000003 } from './1700000000003-create-lease.js';
import { PartitionInboxByDay1700000000004 } from './1700000000004-partition-inbox-by-day.js';
import { CreateAudit1700000000005 } from './1700000000005-create-audit.js';
import { CreateBatches1700000000006 } from './1700000000006-create-batches.js';
import { EditHeldMessages1700000000007 } from './1700000000007-edit-held-messages.js';
import { CountUnfinishedStarts1700000000008 } from './1700000000008-count-unfinished-starts.js';
import { RememberWhatWasSeen1700000000009 } from './1700000000009-remember-what-was-seen.js';
import { RetryHeldMessagesAnew1700000000010 } from './1700000000010-retry-held-messages-anew.js';
import { CountCutOffActs1700000000011 } from './1700000000011-count-cut-off-acts.js';
import { OrderBatchesOnce1700000000012 } from './1700000000012-order-batches-once.js';
import { FindLateInboxIds1700000000013 } from './1700000000013-find-late-inbox-ids.js';
import { FindActsOfAnOrder1700000000014 } from './1700000000014-find-acts-of-an-order.js';
import { KeepLongKeys1700000000015 } from './1700000000015-keep-long-keys.js';
import { FindHeldRecords1700000000016 } from './1700000000016-find-held-records.js';

/** The TypeORM migrations of messaging's own tables; every service that uses messaging runs them in its database. */
export const messagingMigrations = [
  CreateConsumerTables1700000000001,
  CreateOutputTables1700000000002,
  CreateLease1700000000003,
  PartitionInboxByDay1700000000004,
  CreateAudit1700000000005,
  CreateBatches1700000000006,
  EditHeldMessages1700000000007,
  CountUnfinishedStarts1700000000008,
  RememberWhatWasSeen1700000000009,
  RetryHeldMessagesAnew1700000000010,
  CountCutOffActs1700000000011,
  OrderBatchesOnce1700000000012,
  FindLateInboxIds1700000000013,
  FindActsOfAnOrder1700000000014,
  KeepLongKeys1700000000015,
  FindHeldRecords1700000000016,
] as const;
