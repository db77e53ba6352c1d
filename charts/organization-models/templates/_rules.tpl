{{/*
The rules of files/rbac.yaml for one kind of role, as a list; nothing where none holds.
Called with root and place: cluster | models | gateway.
*/}}
{{- define "orgmodels.rules" -}}
{{- $perOrganization := eq .root.Values.models.namespaces "perOrganization" -}}
{{- $places := dict
  "cluster" (ternary (list "cluster" "models" "organizations") (list "cluster" "namespace") $perOrganization)
  "models" (ternary list (list "models") $perOrganization)
  "gateway" (list "gateway") -}}
{{- $rules := list -}}
{{- range (.root.Files.Get "files/rbac.yaml" | fromYaml).rules -}}
{{- $asked := or (not .when) (get $.root.Values.models.rbac .when) -}}
{{- if and $asked (has .where (get $places $.place)) (or (eq .level "read") (eq $.root.Values.models.rbac.level "manage")) -}}
{{- $rule := pick . "apiGroups" "resources" "verbs" -}}
{{- if eq .where "namespace" -}}
{{- $_ := set $rule "resourceNames" (list $.root.Values.models.namespace) -}}
{{- end -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- end -}}
{{- if $rules -}}{{ toYaml $rules }}{{- end -}}
{{- end -}}

{{- define "orgmodels.subjects" -}}
- kind: ServiceAccount
  namespace: {{ include "orgmodels.accountNamespace" . | quote }}
  name: {{ include "orgmodels.account" . | quote }}
{{- end -}}
