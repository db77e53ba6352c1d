import type { LoggerService } from '@backstage/backend-plugin-api';
import { EngineCaller, type EngineTimeouts } from './EngineCaller';
import type { EngineGateway } from './EngineGateway';
import type { Inference } from './createInferenceRouter';
import { KeyRing, type KeyStore } from './KeyRing';
import {
  ModelDirectory,
  type ModelStore,
  type ObservationStore,
} from './ModelDirectory';
import { createBodyReader } from './readInferenceBody';
import { UsageRecorder, type UsageStore } from './UsageRecorder';

/** What talking to models needs, apart from who may. */
export function openInference(options: {
  config: { maxBodyBytes: number; timeouts: EngineTimeouts };
  database: {
    keys: KeyStore;
    models: ModelStore;
    observations: ObservationStore;
    usage: UsageStore;
  };
  engines: EngineGateway;
  logger: LoggerService;
}): Omit<Inference, 'chat'> {
  const { config, database, engines, logger } = options;
  const now = () => Date.now();
  return {
    keys: new KeyRing(database.keys, { now }),
    directory: new ModelDirectory(database),
    engines: new EngineCaller(engines, config.timeouts),
    usage: new UsageRecorder({ usage: database.usage, logger, now }),
    readBody: createBodyReader(config.maxBodyBytes),
    silenceMs: config.timeouts.silenceMs,
  };
}
