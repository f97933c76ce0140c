// Generated from schemas/ by `npm run contracts:generate`. Change the schema, not this file.
export { catalogue } from './topics.generated.js';
export { PaymentMatched } from './banking.generated.js';
export {
  CancelSalesOrder,
  InvoicePosted,
  PaymentPosted,
  PostInvoice,
  PostPayment,
  PostSalesOrder,
  SalesOrderCancelled,
  SalesOrderPosted,
  SalesOrderRejected,
} from './erp.generated.js';
export {
  AmendOrder,
  type Document,
  DocumentType,
  OrderCompleted,
  OrderNeedsAttention,
  OrderReversed,
  OrderTaken,
  RetryStep,
  StepDeadlineReached,
} from './fulfilment.generated.js';
export {
  type Finding,
  FollowTransmission,
  InvoiceAccepted,
  InvoiceClearanceRefused,
  InvoiceCleared,
  InvoiceIssued,
  InvoiceNumberAssigned,
  InvoiceNumberVoided,
  InvoiceRefused,
  InvoiceTransmissionRefused,
  InvoiceVoided,
  IssueInvoice,
  type IssuedInvoice,
  TransmitInvoice,
  VoidInvoice,
} from './invoicing.generated.js';
export { CommandDead, CommandWithdrawn, Withdraw } from './messaging.generated.js';
export {
  type Address,
  type AllowanceOrCharge,
  Channel,
  FiscalDocument,
  Mode,
  type Order,
  OrderCancelled,
  type OrderLine,
  OrderPlaced,
  type OrderTotals,
  type Party,
  type Payment,
  PaymentStatus,
  type Reference,
  TaxIdScheme,
  type TaxRate,
  type TaxSubtotal,
} from './sales.generated.js';
