import { printArguments, TEMPLATE_PRELUDE } from './goTemplate';
import { KubeletEvent } from './scenario';

/**
 * Builds the Go template of the Event. Like the kubelet's recorder, the same reason and message of one pod
 * become one object whose count grows (here: with the container's restarts).
 */
export function buildEventTemplate(event: KubeletEvent): string {
  const component = event.component ?? 'kubelet';
  return `${TEMPLATE_PRELUDE}
{{- $message := print ${printArguments(event.message)} -}}
apiVersion: v1
kind: Event
metadata:
  name: {{ print $pod "." (sha256sum (print $uid ${JSON.stringify(
    event.reason,
  )} $message) | trunc 16) | Quote }}
  namespace: {{ $namespace | Quote }}
involvedObject:
  apiVersion: v1
  kind: Pod
  namespace: {{ $namespace | Quote }}
  name: {{ $pod | Quote }}
  uid: {{ $uid | Quote }}
  resourceVersion: {{ .metadata.resourceVersion | Quote }}
${
  event.ofPod
    ? ''
    : '  fieldPath: {{ print "spec.containers{" $container "}" | Quote }}'
}
type: ${event.type}
reason: ${event.reason}
message: {{ $message | Quote }}
count: {{ add1 $restarts }}
firstTimestamp: {{ if $restarts }}{{ default $now .status.startTime | Quote }}{{ else }}{{ $now | Quote }}{{ end }}
lastTimestamp: {{ $now | Quote }}
source: {component: ${component}, host: {{ $node | Quote }}}
reportingComponent: ${component}
reportingInstance: {{ $node | Quote }}
`.replace(/\n\n+/g, '\n');
}
