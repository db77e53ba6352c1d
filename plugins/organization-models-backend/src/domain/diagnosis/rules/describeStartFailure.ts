import { quote, statusEvidence } from '../evidence';
import type { Finding } from '../Finding';
import { DEVICE_FAILURES } from '../../engines/failures/deviceFailures';
import type { ReasonCode } from '../../reasons/catalogue';
import { makeFinding } from '../makeFinding';

const PROGRAM =
  /(?:exec: "|executable file `)(?<program>[^"`]+)["`]:? (?<why>not found[^:]*|executable file not found[^:]*|stat [^:]+: no such file or directory|permission denied|is a directory|no such file or directory)/;

/**
 * A command that cannot be started. Kubelets say it as StartError and as
 * RunContainerError in turns: it is one trouble, in one sentence.
 */
export function describeStartFailure(
  text: string | undefined,
  object: string,
): Finding {
  const evidence = statusEvidence(object, text);
  if (/exec format error/.test(text ?? '')) {
    return makeFinding('ImagePlatform', { evidence });
  }
  if (/OOM-killed|memory limit too low/i.test(text ?? '')) {
    return makeFinding('OutOfMemory', {
      message: 'The memory of the container does not even suffice to start it.',
      evidence,
    });
  }
  if (isOfDriver(text ?? '')) {
    return toolkitFinding(text, evidence);
  }
  const mount = /error mounting "[^"]+" to rootfs at "(?<target>[^"]+)"/.exec(
    text ?? '',
  )?.groups;
  if (mount) {
    return makeFinding('VolumeMountFailed', {
      message: `A volume cannot be mounted at ${mount.target}: ${lastPart(
        text,
      )}`,
      evidence,
    });
  }
  const device = DEVICE_FAILURES.find(({ pattern }) =>
    pattern.test(text ?? ''),
  );
  if (device && /nvidia|cuda|nvml|hook/i.test(text ?? '')) {
    return makeFinding(device.code as ReasonCode, {
      message: `The GPU cannot be given to the container: ${lastPart(text)}`,
      evidence,
    });
  }
  if (/nvidia-(?:container-|ctk)/.test(text ?? '')) {
    return toolkitFinding(text, evidence);
  }
  const { program, why } = PROGRAM.exec(text ?? '')?.groups ?? {};
  return makeFinding('ContainerStartFailed', {
    message: program
      ? `The command cannot be started: ${program} (${why}).`
      : `The container cannot be started: ${
          lastPart(text) ?? 'the node gives no reason'
        }`,
    evidence,
  });
}

/** Files of drivers and devices themselves, which a node has no more, or not yet. */
const DRIVER_FILE =
  /(?:error mounting "|fulfil mount request: open |lstat |stat |custom device ")\S*(?:libcuda|nvidia|\/dev\/(?:kfd|dri|accel|vfio|davinci|neuron|hl))/;

/** Whether it is of a driver's file or a device that the node is to give the container. */
export function isOfDriver(text: string): boolean {
  return DRIVER_FILE.test(text);
}

function toolkitFinding(
  text: string | undefined,
  evidence: Finding['evidence'],
): Finding {
  return makeFinding('NoGpuVisible', {
    message: `The GPU cannot be given to the container: ${lastPart(text)}`,
    hint: 'The driver or the container toolkit of the node needs mending, or its device plugin a restart: tell the administrators.',
    evidence,
  });
}

// what runtimes put before it changes from try to try
function lastPart(text: string | undefined): string | undefined {
  return quote(
    text
      ?.split(
        /: (?=OCI runtime|runc |exec:|unable to start|unable to apply|error mounting|chdir to)|\n(?=nvidia-container-cli)/,
      )
      .at(-1),
  );
}
