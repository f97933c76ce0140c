import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { documentWords } from '../words/document';

interface OrderLinkProps {
  readonly orderId: string;
  readonly children: ReactNode;
}

/** Leads to an order's timeline. */
export function OrderLink({ orderId, children }: OrderLinkProps) {
  return (
    <Link to="/documents/$orderId" params={{ orderId }} className="order-link">
      {children ?? documentWords.noNumber}
    </Link>
  );
}
