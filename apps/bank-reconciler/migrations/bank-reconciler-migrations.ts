import { messagingMigrations } from '@kervan/messaging';
import { CreateReceivableTables1763720000001 } from './1763720000001-create-receivable-tables.js';
import { CreateStatementTables1763720000002 } from './1763720000002-create-statement-tables.js';
import { TellStatementsApart1763720000003 } from './1763720000003-tell-statements-apart.js';
import { ForgetPayers1763720000004 } from './1763720000004-forget-payers.js';
import { FollowTheSagasWord1763720000006 } from './1763720000006-follow-the-sagas-word.js';
import { FollowStatements1763720000007 } from './1763720000007-follow-statements.js';
import { TellMatchesOfALineApart1763720000008 } from './1763720000008-tell-matches-of-a-line-apart.js';
import { ForgetEndToEndIds1763720000009 } from './1763720000009-forget-end-to-end-ids.js';
import { FindForgottenLines1763720000010 } from './1763720000010-find-forgotten-lines.js';
import { KeepAcceptedDues1763720000011 } from './1763720000011-keep-accepted-dues.js';
import { CloseGaps1763720000012 } from './1763720000012-close-gaps.js';
import { MatchOrdersInParts1763720000013 } from './1763720000013-match-orders-in-parts.js';

/** Everything that the database of bank-reconciler is made of, in order. */
export const bankReconcilerMigrations = [
  ...messagingMigrations,
  CreateReceivableTables1763720000001,
  CreateStatementTables1763720000002,
  TellStatementsApart1763720000003,
  ForgetPayers1763720000004,
  FollowTheSagasWord1763720000006,
  FollowStatements1763720000007,
  TellMatchesOfALineApart1763720000008,
  ForgetEndToEndIds1763720000009,
  FindForgottenLines1763720000010,
  KeepAcceptedDues1763720000011,
  CloseGaps1763720000012,
  MatchOrdersInParts1763720000013,
];
