/** Whether a generation answered a tiny request when it was ready first. */
export type StartProof = {
  generation: number;
  pod: string;
  /** RFC 3339. */
  askedAt: string;
  answeredAt: string;
} & ProofAnswer;

/** What came of one request. */
export type ProofAnswer =
  | { result: 'answered'; secondsToFirstToken: number }
  /** The engine refused it: `words` are its own. */
  | { result: 'refused'; words: string; statusCode: number }
  /** It answered with something that is no answer. */
  | { result: 'nonsense'; words: string }
  /** It took the request and said nothing. */
  | { result: 'silent'; seconds: number }
  /** No connection came about, so that another try may tell. */
  | { result: 'unreachable'; words: string }
  /** It is not ours to ask: that says nothing of the engine. */
  | { result: 'notAsked'; words: string };
