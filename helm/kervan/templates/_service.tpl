{{/* What one service has beyond the others: (list $ <name>). */}}

{{- define "kervan.serviceSecrets" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $service := index $root.Values.services $name -}}
{{- $sandbox := $root.Values.sandbox.enabled -}}
{{- $keys := list "database-password" -}}
{{- if $root.Values.kafka.sasl.enabled }}{{ $keys = append $keys "kafka-password" }}{{ end -}}
{{- if $root.Values.registry.auth.enabled }}{{ $keys = append $keys "registry-password" }}{{ end -}}
{{- if and (eq $name "erp-writer") (not $sandbox) }}{{ $keys = append $keys "erp-api-key" }}{{ end -}}
{{- if and (eq $name "einvoice-sender") (not $sandbox) }}{{ $keys = append $keys "integrator-api-key" }}{{ end -}}
{{ include "kervan.secretSource" (list (include "kervan.secret" .) $keys) }}
- secret:
    name: {{ include "kervan.operatorSecret" $root }}
    items: [{ key: {{ $root.Values.operatorKey.key }}, path: operator-key }]
{{- if and (eq $name "erp-writer") $sandbox }}
{{ include "kervan.secretSource" (list (include "kervan.sandboxSecret" $root) (list "erp-api-key")) }}
{{- end }}
{{- if and (eq $name "einvoice-sender") $sandbox }}
{{ include "kervan.secretSource" (list (include "kervan.sandboxSecret" $root) (list "integrator-api-key")) }}
{{- end }}
{{- if eq $name "pos-ingest" }}
{{- with $service.apiKeys }}
- secret:
    {{- if .existingSecret }}
    name: {{ .existingSecret }}
    items: [{ key: {{ .key }}, path: pos-api-keys.json }]
    {{- else }}
    name: {{ include "kervan.sandboxSecret" $root }}
    items: [{ key: pos-api-keys.json, path: pos-api-keys.json }]
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The file of data that a service reads: (list $ <name>) gives { setting, file, value }, or nothing. */}}
{{- define "kervan.dataFile" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $service := index $root.Values.services $name -}}
{{- $of := dict
  "ecommerce-webhooks" (dict "setting" "SHOPS_FILE" "value" "shops" "file" "shops.json")
  "edi-gateway" (dict "setting" "PARTNERS_FILE" "value" "partners" "file" "partners.json")
  "bank-reconciler" (dict "setting" "BANK_ACCOUNTS_FILE" "value" "accounts" "file" "bank-accounts.json")
  "einvoice-sender" (dict "setting" "COMPANIES_FILE" "value" "companies" "file" "companies.json")
-}}
{{- with index $of $name -}}
{{- $given := index $service .value -}}
{{- $content := "" -}}
{{- if $given.content -}}
{{- $content = kindIs "string" $given.content | ternary $given.content (toPrettyJson $given.content) -}}
{{- else if and $root.Values.sandbox.enabled (not $given.existingConfigMap) -}}
{{- $content = $root.Files.Get (printf "files/sandbox/%s" .file) -}}
{{- end -}}
{{- toYaml (dict "setting" .setting "file" .file "content" $content "configMap" ($given.existingConfigMap | default (include "kervan.name" (list $root $name))) "key" (ternary .file $given.key (not $given.existingConfigMap))) -}}
{{- end -}}
{{- end -}}

{{/* Settings that the chart sets itself, besides the connections. */}}
{{- define "kervan.ownSettings" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $service := index $root.Values.services $name -}}
{{- $sandbox := $root.Values.sandbox.enabled -}}
{{- with include "kervan.dataFile" . | fromYaml }}
- { name: {{ .setting }}, value: /etc/kervan/config/{{ .file }} }
{{- end }}
{{- if eq $name "pos-ingest" }}
- { name: POS_API_KEYS_FILE, value: /etc/kervan/secrets/pos-api-keys.json }
{{- else if eq $name "ecommerce-webhooks" }}
- { name: SHOP_SECRETS_DIR, value: /etc/kervan/shop-secrets }
{{- else if eq $name "edi-gateway" }}
- { name: EDI_DIR, value: /var/lib/kervan/edi }
{{- else if eq $name "erp-writer" }}
- { name: ERP_API_KEY_FILE, value: /etc/kervan/secrets/erp-api-key }
{{- if include "kervan.hasCa" $service.ca }}
- { name: ERP_CA_FILE, value: /etc/kervan/ca/target.crt }
{{- end }}
{{- if $sandbox }}
- { name: ERP_URL, value: {{ include "kervan.url" (list $root "sandbox") }}/erp }
- { name: ERP_ALLOW_PLAIN_HTTP, value: 'true' }
{{- end }}
{{- else if eq $name "einvoice-sender" }}
- { name: INTEGRATOR_API_KEY_FILE, value: /etc/kervan/secrets/integrator-api-key }
{{- if include "kervan.hasCa" $service.ca }}
- { name: INTEGRATOR_CA_FILE, value: /etc/kervan/ca/target.crt }
{{- end }}
{{- if $sandbox }}
- { name: INTEGRATOR_URL, value: {{ include "kervan.url" (list $root "sandbox") }}/integrator }
- { name: INTEGRATOR_ALLOW_PLAIN_HTTP, value: 'true' }
{{- end }}
{{- else if eq $name "console" }}
{{- $urls := dict }}
{{- range $other, $_ := include "kervan.enabled" $root | fromYaml }}{{ $_ := set $urls $other (include "kervan.url" (list $root $other)) }}{{ end }}
- { name: SERVICE_URLS, value: {{ toJson $urls | squote }} }
{{- end }}
{{- end -}}

{{/* How many replicas may write: a volume that one node holds has one. */}}
{{- define "kervan.single" -}}
{{- $root := index . 0 -}}
{{- if and (eq (index . 1) "edi-gateway") (ne (index $root.Values.services "edi-gateway").exchange.accessMode "ReadWriteMany") -}}true{{- end -}}
{{- end -}}
