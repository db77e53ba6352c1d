/** A series that Prometheus answered; times in seconds since the epoch. */
export type PrometheusSeries = {
  labels: Record<string, string>;
  values: [time: number, value: number][];
};
