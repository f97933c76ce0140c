import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/** The same tables as the other contenders', as entities. */
@Entity('inbox')
export class InboxEntry {
  @PrimaryColumn('text')
  consumer: string;

  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId: string;
}

@Entity('hop_order')
export class HopOrder {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId: string;

  @Column('text')
  company: string;

  @Column('text', { name: 'order_number' })
  orderNumber: string;

  @Column('bigint', { name: 'gross_minor' })
  grossMinor: number;

  @Column('char', { length: 3 })
  currency: string;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt: Date;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt: Date;
}

@Entity('outbox_message')
export class OutboxMessage {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column('smallint')
  lane: number;

  @Column('text')
  topic: string;

  @Column('bytea')
  key: Buffer;

  @Column('uuid', { name: 'message_id' })
  messageId: string;

  @Column('bytea')
  value: Buffer;

  @Column('json')
  headers: Record<string, string>;
}
