/** A partition by name. */
export interface PartitionName {
  readonly topic: string;
  readonly number: number;
}

/** The name of a partition as a map's key. */
export function partitionKey({ topic, number }: PartitionName): string {
  return `${topic} ${number}`;
}
