import { describeStartFailure } from './describeStartFailure';

describe('describeStartFailure', () => {
  // as runc with the NVIDIA container toolkit, and containerd with CDI say it
  it.each([
    [
      'DriverTooOld',
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stderr: Auto-detected mode as legacy nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.9, please update your driver to a newer version',
    ],
    [
      'NoGpuVisible',
      'OCI runtime create failed: error running prestart hook #0: nvidia-container-cli: initialization error: nvml error: driver not loaded: unknown',
    ],
    [
      'NoGpuVisible',
      'failed to generate spec: failed to inject CDI devices: unresolvable CDI devices nvidia.com/gpu=all',
    ],
    [
      'ContainerStartFailed',
      'failed to create containerd task: exec: "vllm": executable file not found in $PATH',
    ],
    ['ImagePlatform', 'exec /usr/bin/python3: exec format error'],
  ])('says %s', (code, text) => {
    expect(describeStartFailure(text, 'Pod/a')).toMatchObject({
      code,
      evidence: [{ object: 'Pod/a', text }],
    });
  });
});
