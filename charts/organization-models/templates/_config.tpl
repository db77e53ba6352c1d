{{/* The entry of `organizationModels.clusters` for the cluster that the release is in. */}}
{{- define "orgmodels.cluster" -}}
{{- with .Values.models -}}
{{- $cluster := dict "name" .clusterName "inCluster" true "namespace" .namespace "namespaces" .namespaces "requiredComponents" .requiredComponents -}}
{{- $pods := dict -}}
{{- range $key, $value := .pods -}}
{{- if $value -}}{{- $_ := set $pods $key $value -}}{{- end -}}
{{- end -}}
{{- $optional := dict
  "title" .clusterTitle
  "storageClass" .defaultStorageClass
  "gatewayUrl" .gateway.url
  "serviceMonitorLabels" .serviceMonitorLabels
  "pods" $pods -}}
{{- range $key, $value := $optional -}}
{{- if $value -}}{{- $_ := set $cluster $key $value -}}{{- end -}}
{{- end -}}
{{- if eq .namespaces "perOrganization" -}}
{{- $from := append .networkPolicy.ingressNamespaces (include "orgmodels.accountNamespace" $) | uniq -}}
{{- $_ := set $cluster "networkPolicy" (mergeOverwrite (pick .networkPolicy "egressPorts" "egressCidrs" "egressExcept") (dict "ingressNamespaces" $from)) -}}
{{- end -}}
{{- toYaml $cluster -}}
{{- end -}}
{{- end -}}

{{/* What an existing Backstage has to know, too. */}}
{{- define "orgmodels.settings" -}}
{{- $clusters := list -}}
{{- if .Values.models.enabled -}}
{{- $clusters = append $clusters (include "orgmodels.cluster" . | fromYaml) -}}
{{- end -}}
{{- $clusters = concat $clusters .Values.models.extraClusters -}}
{{- toYaml (dict "organizationModels" (dict "clusters" $clusters)) -}}
{{- end -}}

{{- define "orgmodels.baseUrl" -}}
{{- with .Values.portal -}}
{{- if .baseUrl -}}
{{ .baseUrl | trimSuffix "/" }}
{{- else if .ingress.enabled -}}
{{- if not (regexMatch "^/[-a-zA-Z0-9/._~]*$" .ingress.path) -}}{{- fail "portal.ingress.path is a pattern: say in portal.baseUrl by which URL people reach the portal" -}}{{- end -}}
{{ ternary "https" "http" (ne .ingress.tlsSecret "") }}://{{ include "orgmodels.host" (list "portal.ingress.host" .ingress.host) }}{{ trimSuffix "/" .ingress.path }}
{{- else if .httpRoute.enabled -}}
{{ ternary "https" "http" .httpRoute.tls }}://{{ include "orgmodels.host" (list "portal.httpRoute.hostnames" (first .httpRoute.hostnames)) }}
{{- else -}}
http://localhost:7007
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The name of a URL by which people reach the portal. Called with the setting and its value. */}}
{{- define "orgmodels.host" -}}
{{- $host := last . -}}
{{- if or (not $host) (contains "*" $host) -}}
{{- fail (printf "%s needs a name under which people reach the portal, or portal.baseUrl its URL" (first .)) -}}
{{- end -}}
{{- $host -}}
{{- end -}}

{{- define "orgmodels.database" -}}
{{- if .Values.portal.database.sqlite.enabled -}}
client: better-sqlite3
connection:
  directory: /var/lib/organization-models
{{- else -}}
client: pg
connection: ${DATABASE_URL}
pluginDivisionMode: {{ .Values.portal.database.divisionMode }}
{{- end -}}
{{- end -}}

{{/* The portal's whole configuration; what people say themselves comes last. */}}
{{- define "orgmodels.appConfig" -}}
{{- $url := include "orgmodels.baseUrl" . -}}
{{- $backend := dict
  "baseUrl" $url
  "listen" (dict "host" "0.0.0.0" "port" 7007)
  "cors" (dict "origin" $url)
  "lifecycle" (dict "serverShutdownDelay" (dict "seconds" .Values.portal.shutdownDelaySeconds))
  "database" (include "orgmodels.database" . | fromYaml) -}}
{{- /* A backend that stops waits for its own polls of events, for 55 seconds unless told otherwise */ -}}
{{- $config := dict "app" (dict "baseUrl" $url) "backend" $backend "events" (dict "notifyTimeoutMs" 10000) -}}
{{- toYaml (mergeOverwrite $config (include "orgmodels.settings" . | fromYaml) .Values.portal.appConfig) -}}
{{- end -}}

{{/* Where the portal listens, which its users may have set: a map, or a text such as ":8080". */}}
{{- define "orgmodels.port" -}}
{{- $listen := (include "orgmodels.appConfig" . | fromYaml).backend.listen -}}
{{- if kindIs "map" $listen -}}{{ default 7007 $listen.port | int }}{{- else -}}{{ toString $listen | splitList ":" | last }}{{- end -}}
{{- end -}}
