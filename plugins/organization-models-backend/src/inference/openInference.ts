import type { LoggerService } from '@backstage/backend-plugin-api';
import { EngineCaller, type EngineTimeouts } from './engines/EngineCaller';
import type { EngineGateway } from './engines/EngineGateway';
import type { Inference } from './createInferenceRouter';
import { KeyRing, type KeyStore } from './callers/KeyRing';
import {
  type RevocationStore,
  RevocationWatch,
} from './callers/RevocationWatch';
import {
  ModelDirectory,
  type ModelStore,
  type ObservationStore,
} from './engines/ModelDirectory';
import { createBodyReader } from './bodies/readInferenceBody';
import { UsageRecorder, type UsageStore } from './usage/UsageRecorder';

/** What talking to models needs, apart from who may. */
export function openInference(options: {
  config: { maxBodyBytes: number; timeouts: EngineTimeouts };
  database: {
    keys: KeyStore & RevocationStore;
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
    revocations: new RevocationWatch(database.keys, { logger }),
    directory: new ModelDirectory(database),
    engines: new EngineCaller(engines, config.timeouts),
    usage: new UsageRecorder({ usage: database.usage, logger, now }),
    readBody: createBodyReader(config.maxBodyBytes),
    silenceMs: config.timeouts.silenceMs,
  };
}
