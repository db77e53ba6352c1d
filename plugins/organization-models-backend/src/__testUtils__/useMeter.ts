import { type Attributes, metrics } from '@opentelemetry/api';

/** Told of whatever portals that start from now on measure. */
export function useMeter(told: {
  measured(name: string, value: number, attributes?: Attributes): void;
  /** Of a gauge, which is asked now and then. */
  observed?(name: string, callback: Function): void;
}): void {
  const instrument = (name: string) => {
    const write = (value: number, attributes?: Attributes) =>
      told.measured(name, value, attributes);
    return {
      add: write,
      record: write,
      addCallback: (callback: Function) => told.observed?.(name, callback),
    };
  };
  metrics.setGlobalMeterProvider({
    getMeter: () =>
      ({
        createCounter: instrument,
        createUpDownCounter: instrument,
        createHistogram: instrument,
        createObservableGauge: instrument,
      } as never),
  });
}
