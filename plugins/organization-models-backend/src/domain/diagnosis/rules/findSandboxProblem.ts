import { DEVICE_FAILURES } from '../../engines/failures/deviceFailures';
import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence, quote } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { findLasting } from './findLasting';

const CODES: Record<string, ReasonCode> = {
  FailedCreatePodSandBox: 'SandboxFailed',
  FailedCreatePodContainer: 'SandboxFailed',
  FailedPodSandBoxStatus: 'SandboxFailed',
  NetworkNotReady: 'SandboxFailed',
  FailedPrepareDynamicResources: 'DevicesNotPrepared',
};

const WORDS: Partial<Record<ReasonCode, string>> = {
  SandboxFailed: 'cannot make the pod: its network or its runtime fails',
  DevicesNotPrepared: 'cannot prepare the devices that the pod claims',
};

/** A node that cannot give a pod its network, its runtime or its devices. */
export const findSandboxProblem: PodRule = (pod, context) => {
  const found = findLasting(Object.keys(CODES), pod, context);
  if (!found) {
    return undefined;
  }
  const { last, severity } = found;
  const words = lastPart(last.message);
  const evidence = eventEvidence(last);
  const broken = DEVICE_FAILURES.find(
    ({ code, pattern }) => code === 'GpuBroken' && pattern.test(last.message),
  );
  const code = broken ? 'GpuBroken' : CODES[last.reason];
  const what = WORDS[CODES[last.reason]];
  return makeFinding(code, {
    message: `Node ${pod.node} ${what}: ${words}`,
    severity,
    evidence,
  });
};

// what kubelet and runtime put before it says nothing
function lastPart(text: string): string {
  const [, said = text] =
    /^.*?rpc error: code = \w+ desc = (.*)$/s.exec(text) ?? [];
  return quote(said)?.slice(0, 300) ?? '';
}
