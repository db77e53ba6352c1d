{{- define "orgmodels.env" -}}
{{- with .Values.portal -}}
- { name: NODE_ENV, value: production }
- { name: HOME, value: /tmp }
{{- if not .database.sqlite.enabled }}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ default (printf "%s-database" (include "orgmodels.fullname" $)) .database.existingSecret | quote }}
      key: {{ ternary .database.existingSecretKey "url" (ne .database.existingSecret "") | quote }}
{{- end }}
{{- if .caBundleConfigMap }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/organization-models-ca/ca.crt }
{{- end }}
{{- if or .proxy.https .proxy.http }}
{{- with .proxy.https }}
- { name: HTTPS_PROXY, value: {{ . | quote }} }
{{- end }}
{{- with .proxy.http }}
- { name: HTTP_PROXY, value: {{ . | quote }} }
{{- end }}
# Node.js itself looks at the three
- { name: NODE_USE_ENV_PROXY, value: '1' }
- name: NO_PROXY
  value: {{ printf "%s,localhost,127.0.0.1,.svc,.cluster.local,$(KUBERNETES_SERVICE_HOST)" .proxy.noProxy | trimPrefix "," | quote }}
{{- end }}
{{- range .extraEnv }}
{{- $own := . }}
{{- if not (kindIs "invalid" .value) }}
{{- $own = merge (dict "value" (include "orgmodels.text" .value)) . }}
{{- end }}
- {{ toYaml $own | nindent 2 | trim }}
{{- end }}
{{- end -}}
{{- end -}}
