import type { LogLine } from '../../domain/logs/LogLine';
import type { Caller } from '../access/Caller';

/** What is asked of a model's logs. */
export type LogRequest = {
  /** All of the model's, unless one is named. */
  pod?: string;
  /** All of a pod's, unless one is named. */
  container?: string;
  /** Of the run that ended last, instead of the present one. */
  previous: boolean;
  /** So many lines of the end of each container. */
  tailLines: number;
  /** RFC 3339. */
  since?: string;
  /** Goes on until the signal aborts or the model is gone. */
  follow: boolean;
};

/** The logs of models, for one caller and its organization. */
export interface LogService {
  /**
   * Lines in the order of time.
   *
   * @param signal - ends the reading; it has to abort at last, since the
   * organization's place for a stream is held until then
   * @throws a refusal before the first line: 404, 409 `ContainerNotStarted`,
   * 429, 503
   */
  read(
    modelId: string,
    request: LogRequest,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<LogLine>>;
}
