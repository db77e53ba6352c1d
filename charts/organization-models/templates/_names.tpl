{{- define "orgmodels.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | replace "." "-" -}}
{{- /* Names of releases may have dots and begin with a digit, those of Services may not */ -}}
{{- ternary (printf "r-%s" $full) $full (regexMatch "^[0-9]" $full) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "orgmodels.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "orgmodels.labels" -}}
{{- $chart := dict
  "app.kubernetes.io/version" .Chart.AppVersion
  "app.kubernetes.io/managed-by" .Release.Service
  "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_") -}}
{{- include "orgmodels.texts" (list $chart .Values.commonLabels (include "orgmodels.selectorLabels" . | fromYaml)) -}}
{{- end -}}

{{/*
Maps of texts, such as labels and annotations, as one: later ones go before earlier ones. Numbers and booleans become the
texts that people meant, which Kubernetes does not do.
*/}}
{{- define "orgmodels.texts" -}}
{{- $all := dict -}}
{{- range . -}}
{{- range $key, $value := . -}}
{{- if not (kindIs "invalid" $value) -}}
{{- $_ := set $all $key (include "orgmodels.text" $value) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* Helm makes fractions of all numbers, and 1e+06 of a million. */}}
{{- define "orgmodels.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- end -}}

{{- define "orgmodels.account" -}}
{{- default (ternary (include "orgmodels.fullname" .) "backstage" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "orgmodels.accountNamespace" -}}
{{- default .Release.Namespace .Values.serviceAccount.namespace -}}
{{- end -}}

{{- define "orgmodels.image" -}}
{{- with .Values.portal.image -}}
{{- .repository -}}
{{- if .digest -}}@{{ .digest }}{{- else -}}:{{ default $.Chart.AppVersion .tag }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Cluster-wide objects of two releases must not be taken for each other's: nothing is cut off, there is room for both. */}}
{{- define "orgmodels.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "orgmodels.fullname" .) -}}
{{- end -}}
