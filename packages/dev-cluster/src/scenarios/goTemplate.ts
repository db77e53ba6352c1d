import { MISSING_ANNOTATION } from './podPosition';

/**
 * The first lines of every template: the variables that tokens in scenario texts stand for, and what the
 * status said before.
 */
export const TEMPLATE_PRELUDE = `
{{- $root := . -}}
{{- $now := Now -}}
{{- $engine := index .spec.containers 0 -}}
{{- $image := $engine.image -}}
{{- $imageRef := $image -}}
{{- if not (regexMatch "^[^/]*[.:][^/]*/" $image) }}{{ $imageRef = print "docker.io/" $image }}{{ end -}}
{{- $container := $engine.name -}}
{{- $command := "vllm" -}}
{{- range $engine.command }}{{ $command = . }}{{ break }}{{ end -}}
{{- $pod := .metadata.name -}}
{{- $namespace := .metadata.namespace -}}
{{- $node := .spec.nodeName -}}
{{- $uid := .metadata.uid -}}
{{- $podIP := default "" .status.podIP -}}
{{- $port := "8000" -}}
{{- range $engine.ports }}{{ $port = toString .containerPort }}{{ break }}{{ end -}}
{{- $secret := "hf-token" -}}
{{- range $engine.env }}{{ with .valueFrom }}{{ with .secretKeyRef }}{{ $secret = .name }}{{ end }}{{ end }}{{ end -}}
{{- $missing := print "secret \\"" $secret "\\" not found" -}}
{{- $volume := "token" -}}
{{- $missingInVolume := $missing -}}
{{- range .spec.volumes }}{{ $name := .name }}{{ with .secret }}{{ $volume = $name }}{{ $missingInVolume = print "secret \\"" .secretName "\\" not found" }}{{ end }}{{ end -}}
{{- with .metadata.annotations }}{{ with index . "${MISSING_ANNOTATION}" }}{{ $missing = . }}{{ $missingInVolume = . }}{{ end }}{{ end -}}
{{- $before := dict -}}
{{- with .status.containerStatuses }}{{ $before = index . 0 }}{{ end -}}
{{- $restarts := int (toString (default 0 $before.restartCount)) -}}
{{- $backOff := index (list "10s" "10s" "20s" "40s" "1m20s" "2m40s" "5m0s") (min $restarts 6 | int) -}}
`;

/** What texts may hold; any other word in braces is a part of the text. */
const TOKENS =
  'image|imageRef|container|command|pod|namespace|node|uid|podIP|port|backOff|missing|volume|missingInVolume';
const TOKEN = new RegExp(`^\\{(?:${TOKENS})\\}$`);
const AT_TOKENS = new RegExp(`(\\{(?:${TOKENS})\\})`);

/** A text with `{tokens}` as a Go template expression that yields a quoted YAML scalar. */
export function quoteText(text: string): string {
  return `{{ print ${printArguments(text)} | Quote }}`;
}

/** The arguments for Go's `print`: literals and the variables of the prelude. */
export function printArguments(text: string): string {
  return text
    .split(AT_TOKENS)
    .filter(part => part !== '')
    .map(part =>
      TOKEN.test(part) ? `$${part.slice(1, -1)}` : JSON.stringify(part),
    )
    .join(' ');
}
