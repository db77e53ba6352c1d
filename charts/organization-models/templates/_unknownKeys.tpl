{{/*
Refuses settings that the chart does not have, with the one that was probably meant. It
stands in for `additionalProperties: false` in the schema, which Helm looks at first and
whose message has no suggestion. files/values.keys.yaml has what there is: a map for a group of
settings, a list of one for a setting, which is its default.
Called with given, known, and path.
*/}}
{{- define "orgmodels.refuseUnknownKeys" -}}
{{- $known := .known -}}
{{- $path := .path -}}
{{- range $key, $value := .given -}}
{{- $full := trimPrefix "." (printf "%s.%s" $path $key) -}}
{{- if not (hasKey $known $key) -}}
{{- fail (printf "%s is no setting of this chart%s (README.md lists them all)" $full (include "orgmodels.suggestion" (dict "key" $key "known" (keys $known | sortAlpha) "path" $path))) -}}
{{- else if and (kindIs "map" $value) (kindIs "map" (get $known $key)) -}}
{{- include "orgmodels.refuseUnknownKeys" (dict "given" $value "known" (get $known $key) "path" $full) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The key that shares most pairs of letters with the one that was given, if it is half of them. */}}
{{- define "orgmodels.suggestion" -}}
{{- $best := dict "score" 0 "key" "" -}}
{{- $given := include "orgmodels.pairs" .key | fromJsonArray -}}
{{- range .known -}}
{{- $pairs := include "orgmodels.pairs" . | fromJsonArray -}}
{{- $shared := 0 -}}
{{- range $given -}}{{- if has . $pairs -}}{{- $shared = add $shared 1 -}}{{- end -}}{{- end -}}
{{- $score := div (mul 200 $shared) (add (len $given) (len $pairs)) -}}
{{- if gt $score (int $best.score) -}}
{{- $_ := set $best "score" $score -}}
{{- $_ := set $best "key" . -}}
{{- end -}}
{{- end -}}
{{- if ge (int $best.score) 40 -}}
: did you mean {{ trimPrefix "." (printf "%s.%s" .path $best.key) }}?
{{- else -}}
; there are {{ join ", " .known }}
{{- end -}}
{{- end -}}

{{- define "orgmodels.pairs" -}}
{{- $text := printf "^%s$" (lower .) -}}
{{- $pairs := list -}}
{{- range $at := until (sub (len $text) 1 | int) -}}
{{- $pairs = append $pairs (substr $at (add $at 2 | int) $text) -}}
{{- end -}}
{{- $pairs | uniq | toJson -}}
{{- end -}}
