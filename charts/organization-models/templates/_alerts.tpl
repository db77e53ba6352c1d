{{/*
Of series with namespace and deployment those of models: of which the portal tells, where its own metrics are scraped by
the same Prometheus; else of every Deployment in the namespaces of models. Called with the query.
*/}}
{{- define "orgmodels.ofModels" -}}
{{- $models := `last_over_time(organization_models_model_info[1h])` -}}
(
{{ . | trim | indent 2 }}
) and on (namespace, deployment) label_replace(
  label_replace({{ $models }}, "namespace", "$1", "model_namespace", "(.+)"),
  "deployment", "$1", "model_name", "(.+)"
) or (
{{ . | trim | indent 2 }}
) unless on () {{ $models }}
{{- end -}}
