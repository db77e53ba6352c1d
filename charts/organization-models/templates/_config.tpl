{{/* The entry of `organizationModels.clusters` for the cluster that the release is in. */}}
{{- define "orgmodels.cluster" -}}
{{- with .Values.models -}}
{{- $cluster := dict "name" .clusterName "inCluster" true "namespace" .namespace "namespaces" .namespaces "requiredComponents" .requiredComponents -}}
{{- $optional := dict
  "title" .clusterTitle
  "storageClass" .defaultStorageClass
  "gatewayUrl" .gateway.url
  "serviceMonitorLabels" .serviceMonitorLabels
  "pods" .pods -}}
{{- range $key, $value := $optional -}}
{{- if $value -}}{{- $_ := set $cluster $key $value -}}{{- end -}}
{{- end -}}
{{- if eq .namespaces "perOrganization" -}}
{{- $from := append .networkPolicy.ingressNamespaces (include "orgmodels.accountNamespace" $) | uniq -}}
{{- $_ := set $cluster "networkPolicy" (dict "ingressNamespaces" $from "egressPorts" .networkPolicy.egressPorts) -}}
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
{{- if .baseUrl -}}{{ .baseUrl | trimSuffix "/" }}
{{- else if .ingress.enabled -}}
{{- ternary "https" "http" (ne .ingress.tlsSecret "") }}://{{ required "portal.ingress.host is needed: the name under which people reach the portal" .ingress.host }}
{{- else if .httpRoute.enabled -}}
{{- ternary "https" "http" .httpRoute.tls }}://{{ required "portal.httpRoute.hostnames needs one: the name under which people reach the portal" (first .httpRoute.hostnames) }}
{{- else -}}http://localhost:7007
{{- end -}}
{{- end -}}
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
  "database" (include "orgmodels.database" . | fromYaml) -}}
{{- $config := dict "app" (dict "baseUrl" $url) "backend" $backend -}}
{{- toYaml (mergeOverwrite $config (include "orgmodels.settings" . | fromYaml) .Values.portal.appConfig) -}}
{{- end -}}
