{{/* Refuses an installation that lacks something or contradicts itself, and names all of it at once. */}}
{{- define "kervan.refuseMissing" -}}
{{- $missing := list -}}
{{- if not .Values.kafka.brokers }}{{ $missing = append $missing "kafka.brokers: host:port[,host:port]" }}{{ end -}}
{{- if not .Values.registry.url }}{{ $missing = append $missing "registry.url: the Confluent API of the schema registry" }}{{ end -}}
{{- if and .Values.registry.auth.enabled (hasPrefix "http://" .Values.registry.url) -}}
{{- $missing = append $missing "registry.url: https, since a password goes there" -}}
{{- end -}}
{{- if and .Values.registry.url (hasPrefix "http://" .Values.registry.url) (include "kervan.hasCa" .Values.registry.ca) -}}
{{- $missing = append $missing "registry.url: https, since registry.ca names an authority" -}}
{{- end -}}
{{- if not .Values.postgres.host }}{{ $missing = append $missing "postgres.host: the host of Postgres" }}{{ end -}}
{{- if and .Values.externalSecrets.enabled (not .Values.externalSecrets.store.name) -}}
{{- $missing = append $missing "externalSecrets.store.name: the store that secrets are fetched from" -}}
{{- end -}}
{{- $sandbox := .Values.sandbox.enabled -}}
{{- if not (or $sandbox .Values.operatorKey.existingSecret .Values.externalSecrets.enabled) -}}
{{- $missing = append $missing "operatorKey.existingSecret: the Secret of the key that opens administration and console" -}}
{{- end -}}
{{- with index .Values.services "pos-ingest" -}}
{{- if and .enabled (not (or $sandbox .apiKeys.existingSecret)) -}}
{{- $missing = append $missing "services.pos-ingest.apiKeys.existingSecret: the Secret with the hashed keys of the branches" -}}
{{- end -}}
{{- end -}}
{{- with index .Values.services "ecommerce-webhooks" -}}
{{- if and .enabled (not (or $sandbox .shopSecrets.existingSecret)) -}}
{{- $missing = append $missing "services.ecommerce-webhooks.shopSecrets.existingSecret: the Secret with a key per secret of a shop" -}}
{{- end -}}
{{- if and .enabled .ingress.enabled .shops.existingConfigMap (not .shopCodes) -}}
{{- $missing = append $missing "services.ecommerce-webhooks.shopCodes: the shops whose webhooks come through the Ingress" -}}
{{- end -}}
{{- end -}}
{{- range $name, $setting := dict "erp-writer" "ERP_URL" "einvoice-sender" "INTEGRATOR_URL" -}}
{{- $service := index $.Values.services $name -}}
{{- if and $service.enabled (not (or $sandbox (hasKey $service.settings $setting))) -}}
{{- $missing = append $missing (printf "services.%s.settings.%s: the address that it calls" $name $setting) -}}
{{- end -}}
{{- end -}}
{{- range $name, $file := dict "ecommerce-webhooks" "shops" "edi-gateway" "partners" "bank-reconciler" "accounts" "einvoice-sender" "companies" -}}
{{- $service := index $.Values.services $name -}}
{{- $given := index $service $file -}}
{{- if and $service.enabled (not (or $sandbox $given.content $given.existingConfigMap)) -}}
{{- $missing = append $missing (printf "services.%s.%s: its content, or an existingConfigMap" $name $file) -}}
{{- end -}}
{{- if and $service.enabled $given.content $given.existingConfigMap -}}
{{- $missing = append $missing (printf "services.%s.%s: its content or an existingConfigMap, not both" $name $file) -}}
{{- end -}}
{{- end -}}
{{- range $name := list "pos-ingest" "ecommerce-webhooks" "console" -}}
{{- $service := index $.Values.services $name -}}
{{- range $key := list "host" "tlsSecret" -}}
{{- if and $service.enabled $service.ingress.enabled (not (index $service.ingress $key)) -}}
{{- $missing = append $missing (printf "services.%s.ingress.%s: nothing is served without a host and its certificate" $name $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with $missing -}}
{{- fail (printf "these values are missing or wrong:\n  %s\n" (join "\n  " .)) -}}
{{- end -}}
{{- end -}}
