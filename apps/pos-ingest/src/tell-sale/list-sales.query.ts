import { OrderState } from '@kervan/ingress';
import { paging } from '@kervan/service-host';
import { z } from 'zod';

/** How the list of sales may be asked. */
export const listQuery = z.strictObject({
  state: z.enum(Object.values(OrderState)).optional(),
  company: z.string().min(1).max(64).optional(),
  branch: z.string().min(1).max(64).optional(),
  orderNumber: z.string().min(1).max(200).optional(),
  ...paging,
});

/** What an operator asks the list of sales for. */
export type ListSales = z.output<typeof listQuery>;
