{{/* How the endpoints are reached, as settings; secrets and authorities are named by file alone. */}}

{{/* (list $ <role>): the database role is the service's own or its migrator's. */}}
{{- define "kervan.postgresSettings" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $role := index . 2 -}}
{{- with $root.Values.postgres -}}
- name: DATABASE_URL
  value: {{ printf "postgres://%s@%s:%v/%s" $role .host .port (include "kervan.database" $name) | quote }}
- { name: DATABASE_PASSWORD_FILE, value: /etc/kervan/secrets/database-password }
{{- if .tls.enabled }}
- { name: DATABASE_TLS, value: verify-full }
{{- if include "kervan.hasCa" .tls.ca }}
- { name: DATABASE_CA_FILE, value: /etc/kervan/ca/postgres.crt }
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}

{{- define "kervan.kafkaSettings" -}}
{{- $root := index . 0 -}}{{- $principal := index . 1 -}}
{{- with $root.Values.kafka -}}
- { name: KAFKA_BROKERS, value: {{ .brokers | quote }} }
{{- if .tls.enabled }}
- { name: KAFKA_TLS, value: verify-full }
{{- if include "kervan.hasCa" .tls.ca }}
- { name: KAFKA_CA_FILE, value: /etc/kervan/ca/kafka.crt }
{{- end }}
{{- end }}
{{- if .sasl.enabled }}
- { name: KAFKA_SASL_USERNAME, value: {{ $principal }} }
- { name: KAFKA_SASL_PASSWORD_FILE, value: /etc/kervan/secrets/kafka-password }
{{- end }}
{{- end -}}
{{- end -}}

{{- define "kervan.registrySettings" -}}
{{- $root := index . 0 -}}{{- $principal := index . 1 -}}
{{- with $root.Values.registry -}}
- { name: SCHEMA_REGISTRY_URL, value: {{ .url | quote }} }
{{- if include "kervan.hasCa" .ca }}
- { name: SCHEMA_REGISTRY_CA_FILE, value: /etc/kervan/ca/registry.crt }
{{- end }}
{{- if .auth.enabled }}
- { name: SCHEMA_REGISTRY_USERNAME, value: {{ $principal }} }
- { name: SCHEMA_REGISTRY_PASSWORD_FILE, value: /etc/kervan/secrets/registry-password }
{{- end }}
{{- end -}}
{{- end -}}

{{/* Where spans go, and what every span and metric says of its pod. */}}
{{- define "kervan.otlpSettings" -}}
- name: POD_NAME
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- name: OTEL_RESOURCE_ATTRIBUTES
  value: "k8s.namespace.name={{ .Release.Namespace }},k8s.pod.name=$(POD_NAME)
  {{- range $name, $value := .Values.otlp.attributes }},{{ $name }}={{ $value | replace "%" "%25" | replace "," "%2C" | replace "=" "%3D" }}{{ end }}"
{{- with .Values.otlp }}
{{- if .endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }} }
{{- if include "kervan.hasCa" .ca }}
- { name: OTEL_EXPORTER_OTLP_CERTIFICATE, value: /etc/kervan/ca/otlp.crt }
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "kervan.hasCa" -}}
{{- if or .existingSecret .existingConfigMap -}}true{{- end -}}
{{- end -}}

{{/* The sources of the volume of authorities: (list $ <endpoints> <authority of a target>) */}}
{{- define "kervan.authorities" -}}
{{- $values := (index . 0).Values -}}
{{- $of := dict "kafka" $values.kafka.tls.ca "registry" $values.registry.ca "postgres" $values.postgres.tls.ca "otlp" $values.otlp.ca "target" (index . 2) -}}
{{- if not $values.kafka.tls.enabled }}{{ $of = omit $of "kafka" }}{{ end -}}
{{- if not $values.postgres.tls.enabled }}{{ $of = omit $of "postgres" }}{{ end -}}
{{- if not $values.otlp.endpoint }}{{ $of = omit $of "otlp" }}{{ end -}}
{{- range $endpoint := append (index . 1) "target" }}
{{- with index $of $endpoint }}
{{- if include "kervan.hasCa" . }}
- {{ if .existingSecret }}secret{{ else }}configMap{{ end }}:
    name: {{ .existingSecret | default .existingConfigMap }}
    items: [{ key: {{ .key }}, path: {{ $endpoint }}.crt }]
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A source of the volume of secrets: (list <secret> <keys>) */}}
{{- define "kervan.secretSource" -}}
- secret:
    name: {{ index . 0 }}
    items:
      {{- range index . 1 }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
{{- end -}}
