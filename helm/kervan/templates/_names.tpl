{{/* Names and labels. The longest suffix is -order-orchestrator-migrate; with it a name still fits into 63 characters. */}}
{{- define "kervan.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 35 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 35 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 35 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Of a component: (list $ "erp-writer") */}}
{{- define "kervan.name" -}}
{{- printf "%s-%s" (include "kervan.fullname" (index . 0)) (index . 1) -}}
{{- end -}}

{{/* What never changes of a component, so that a Deployment may select by it. */}}
{{- define "kervan.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- end -}}

{{- define "kervan.labels" -}}
{{- $root := index . 0 -}}
{{ include "kervan.selector" . }}
app.kubernetes.io/part-of: kervan
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 }}
{{- end -}}

{{- define "kervan.image" -}}
{{- $root := index . 0 -}}
{{- printf "%s/kervan-%s:%s" (trimSuffix "/" $root.Values.image.registry) (index . 1) ($root.Values.image.tag | default $root.Chart.AppVersion) -}}
{{- end -}}

{{/* The name of a service's database and of its role. */}}
{{- define "kervan.database" -}}
{{- replace "-" "_" . -}}
{{- end -}}

{{- define "kervan.url" -}}
{{- printf "http://%s:8080" (include "kervan.name" .) -}}
{{- end -}}

{{/* The facts of files/services.yaml, of the services that are enabled. */}}
{{- define "kervan.enabled" -}}
{{- include "kervan.refuseMissing" . -}}
{{- $enabled := dict -}}
{{- range $name, $facts := $.Files.Get "files/services.yaml" | fromYaml -}}
{{- if (index $.Values.services $name).enabled -}}
{{- $_ := set $enabled $name $facts -}}
{{- end -}}
{{- end -}}
{{- toYaml $enabled -}}
{{- end -}}

{{/* The Secrets of a service, of its migrator, of setup, of the operator. */}}
{{- define "kervan.secret" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}
{{- (index $root.Values.services $name).existingSecret | default (include "kervan.name" .) -}}
{{- end -}}

{{- define "kervan.migratorSecret" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}
{{- (index $root.Values.services $name).migratorSecret | default (printf "%s-migrator" (include "kervan.name" .)) -}}
{{- end -}}

{{- define "kervan.setupSecret" -}}
{{- .Values.setup.existingSecret | default (include "kervan.name" (list . "setup")) -}}
{{- end -}}

{{- define "kervan.sandboxSecret" -}}
{{- include "kervan.name" (list . "sandbox-keys") -}}
{{- end -}}

{{- define "kervan.operatorSecret" -}}
{{- if .Values.operatorKey.existingSecret -}}
{{- .Values.operatorKey.existingSecret -}}
{{- else if .Values.externalSecrets.enabled -}}
{{- include "kervan.name" (list . "operator") -}}
{{- else -}}
{{- include "kervan.sandboxSecret" . -}}
{{- end -}}
{{- end -}}
