{{- define "orgmodels.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "orgmodels.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "orgmodels.labels" -}}
{{ include "orgmodels.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
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

{{/* Cluster-wide objects of two releases must not be taken for each other's. */}}
{{- define "orgmodels.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "orgmodels.fullname" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
