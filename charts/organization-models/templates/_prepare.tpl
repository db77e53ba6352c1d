{{/*
Makes .Values whole and refuses what cannot be meant. Every template begins with it, since nothing says which of them
Helm renders first; the first call does the work.
*/}}
{{- define "orgmodels.prepare" -}}
{{- if not (hasKey .Values "prepared") -}}
{{- $known := .Files.Get "files/values.keys.yaml" | fromYaml -}}
{{- include "orgmodels.refuseUnknownKeys" (dict "given" (omit .Values "global" "enabled") "known" $known "path" "") -}}
{{- include "orgmodels.fillIn" (dict "given" .Values "known" $known) -}}
{{- include "orgmodels.refuseContradictions" . -}}
{{- $_ := set .Values "prepared" true -}}
{{- end -}}
{{- end -}}

{{/*
Gives settings that are missing their defaults: `--set portal.ingress=null` takes them away, and `helm upgrade
--reuse-values` knows only those of the version before. A map of anything stays empty, which null alone can make it.
*/}}
{{- define "orgmodels.fillIn" -}}
{{- $given := .given -}}
{{- range $key, $known := .known -}}
{{- $isGroup := kindIs "map" $known -}}
{{- if or (not (hasKey $given $key)) (kindIs "invalid" (get $given $key)) -}}
{{- if $isGroup -}}{{- $_ := set $given $key dict -}}{{- else -}}{{- $_ := set $given $key (first $known) -}}{{- end -}}
{{- end -}}
{{- if $isGroup -}}
{{- include "orgmodels.fillIn" (dict "given" (get $given $key) "known" $known) -}}
{{- end -}}
{{- end -}}
{{- end -}}
