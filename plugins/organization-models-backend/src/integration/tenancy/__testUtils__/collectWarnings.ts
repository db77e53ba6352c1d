import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';

/** A logger that tells warnings and errors, and nothing else. */
export function collectWarnings(tell: (message: string) => void) {
  return createServiceFactory({
    service: coreServices.logger,
    deps: {},
    factory: () => {
      const logger = mockServices.logger.mock({
        warn: message => tell(String(message)),
        error: message => tell(String(message)),
      });
      logger.child.mockReturnValue(logger);
      return logger;
    },
  });
}
