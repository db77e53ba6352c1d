{{/* Refuses values that contradict each other, or what Kubernetes would refuse later and less clearly. */}}
{{- define "orgmodels.refuseContradictions" -}}
{{- if .Values.portal.enabled -}}{{- include "orgmodels.refuseInPortal" . -}}{{- end -}}
{{- if .Values.models.enabled -}}{{- include "orgmodels.refuseInModels" . -}}{{- end -}}
{{- range $path, $labels := dict "commonLabels" .Values.commonLabels "portal.podLabels" .Values.portal.podLabels -}}
{{- range $own := list "app.kubernetes.io/name" "app.kubernetes.io/instance" -}}
{{- if hasKey $labels $own -}}
{{- fail (printf "%s: %s is the label by which the chart's Service finds its pods; nameOverride changes the first of them" $path $own) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq (get .Values "enabled" | toString) "false" -}}
{{- fail "enabled is for charts that have this one as a dependency; to leave parts out, set portal.enabled or models.enabled" -}}
{{- end -}}
{{- end -}}

{{- define "orgmodels.refuseInPortal" -}}
{{- with .Values.portal -}}
{{- $chosen := 0 -}}
{{- range list (ne .database.url "") (ne .database.existingSecret "") .database.sqlite.enabled -}}
{{- if . }}{{ $chosen = add $chosen 1 }}{{ end -}}
{{- end -}}
{{- if ne (int $chosen) 1 -}}
{{- fail "portal.database needs exactly one of url, existingSecret (PostgreSQL) and sqlite.enabled (a trial)" -}}
{{- end -}}
{{- if and .database.sqlite.enabled (gt (int .replicas) 1) -}}
{{- fail "portal.database.sqlite is for one backend: set portal.replicas to 1, or use PostgreSQL" -}}
{{- end -}}
{{- if and .httpRoute.enabled (not .httpRoute.parentRefs) -}}
{{- fail "portal.httpRoute.parentRefs needs a Gateway: the route belongs to none" -}}
{{- end -}}
{{- if le (int .terminationGracePeriodSeconds) (int .shutdownDelaySeconds) -}}
{{- fail "portal.terminationGracePeriodSeconds has to be longer than portal.shutdownDelaySeconds, during which nothing ends" -}}
{{- end -}}
{{- if and .ingress.enabled .ingress.tlsSecret (not .ingress.host) -}}
{{- fail "portal.ingress.tlsSecret needs portal.ingress.host: the name that its certificate is for" -}}
{{- end -}}
{{- end -}}
{{- with .Values.serviceAccount -}}
{{- if not (or .create .name) -}}
{{- fail "serviceAccount.name is needed with serviceAccount.create: false: the account that the portal's pods run as" -}}
{{- end -}}
{{- if and .namespace (ne .namespace $.Release.Namespace) -}}
{{- fail (printf "serviceAccount.namespace is %s, and the portal's pods run in %s, where their account has to be" .namespace $.Release.Namespace) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.monitoring.serviceMonitor.enabled (not .Values.monitoring.metrics.port) -}}
{{- fail "monitoring.serviceMonitor.enabled needs monitoring.metrics.port: nothing is served that could be scraped" -}}
{{- end -}}
{{- end -}}

{{- define "orgmodels.refuseInModels" -}}
{{- with .Values.models -}}
{{- $own := eq .namespaces "perOrganization" -}}
{{- if and $own (gt (len .namespace) 40) -}}
{{- fail "models.namespace has at most 40 characters with namespaces: perOrganization: the names of organizations follow it" -}}
{{- end -}}
{{- if and (eq .namespace $.Release.Namespace) .createNamespace -}}
{{- fail "models.namespace is the release's own: models have a namespace of their own, in which nothing else runs" -}}
{{- end -}}
{{- if and $own .rbac.create .admissionPolicy.enabled (semverCompare "<1.30.0-0" $.Capabilities.KubeVersion.Version) -}}
{{- fail (printf "models.namespaces: perOrganization needs Kubernetes 1.30, which brings admission policies; this is %s. With models.admissionPolicy.enabled: false, nothing but trust holds the portal to the namespaces of organizations" $.Capabilities.KubeVersion.Version) -}}
{{- end -}}
{{- if and $own .resourceQuota -}}
{{- fail "models.resourceQuota is for the shared namespace; with namespaces: perOrganization, limits are portal.appConfig.organizationModels.quota" -}}
{{- end -}}
{{- if and $own (not (and .networkPolicy.enabled .limitRange.enabled (eq .podSecurity "restricted"))) -}}
{{- fail "models.networkPolicy.enabled, models.limitRange.enabled and models.podSecurity are for the shared namespace; with namespaces: perOrganization, each has a policy, a range and the level restricted" -}}
{{- end -}}
{{- if and (hasKey .resourceQuota "limits.cpu") (not (and .limitRange.enabled (hasKey .limitRange.default "cpu"))) -}}
{{- fail "models.resourceQuota: limits.cpu would refuse all pods of models, which have no limit of CPU; take requests.cpu" -}}
{{- end -}}
{{- end -}}
{{- end -}}
