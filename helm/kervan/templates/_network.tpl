{{/* Who a pod may speak with. An address of the cloud's metadata is never among them. */}}

{{- define "kervan.metadataAddress" -}}169.254.0.0/16{{- end -}}

{{/* One address block; where it holds the metadata address, without it. */}}
{{- define "kervan.block" -}}
{{- $holders := list "0.0.0.0/0" "128.0.0.0/1" "128.0.0.0/2" "160.0.0.0/3" "160.0.0.0/4" "168.0.0.0/5" "168.0.0.0/6" "168.0.0.0/7" "169.0.0.0/8" "169.128.0.0/9" "169.192.0.0/10" "169.224.0.0/11" "169.240.0.0/12" "169.248.0.0/13" "169.252.0.0/14" "169.254.0.0/15" -}}
- ipBlock:
    cidr: {{ . | quote }}
    {{- if has . $holders }}
    except: [{{ include "kervan.metadataAddress" $ | quote }}]
    {{- else if eq . "::/0" }}
    except: ['fd00:ec2::254/128', 'fe80::/10']
    {{- end }}
{{- end -}}

{{/* Peers as they are named in values: { namespace, podLabels, cidrs } */}}
{{- define "kervan.peers" -}}
{{- if or .namespace .podLabels }}
-{{ with .namespace }} namespaceSelector:
    matchLabels: { kubernetes.io/metadata.name: {{ . }} }
 {{ end }}{{ with .podLabels }} podSelector:
    matchLabels: {{- toYaml . | nindent 6 }}
{{- end }}
{{- end }}
{{- range .cidrs }}
{{ include "kervan.block" . }}
{{- end }}
{{- end -}}

{{/* A pod of the release: (list $ <name>) */}}
{{- define "kervan.own" -}}
- podSelector:
    matchLabels: {{- include "kervan.selector" . | nindent 6 }}
{{- end -}}

{{/*
The rule towards one endpoint: (list $ <name of the peer> <addresses host:port>). What the values name counts; else
`<service>.<namespace>.svc` is its namespace and a plain name is this one.
*/}}
{{- define "kervan.towards" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}
{{- $peer := index $root.Values.networkPolicy.peers $name -}}
{{- $ports := list -}}{{- $namespaces := list -}}{{- $cidrs := $peer.cidrs -}}
{{- $named := or $peer.namespace $peer.podLabels $peer.cidrs -}}
{{- range index . 2 -}}
  {{- $ports = append $ports (regexFind "[0-9]+$" . | int) -}}
  {{- $host := regexReplaceAll ":[0-9]+$" . "" -}}
  {{- if $named -}}
  {{- else if regexMatch "^[0-9.]+$" $host -}}
    {{- $cidrs = append $cidrs (printf "%s/32" $host) -}}
  {{- else if regexMatch "^[^.]+$" $host -}}
    {{- $namespaces = append $namespaces $root.Release.Namespace -}}
  {{- else if regexMatch "\\.svc(\\.|$)" $host -}}
    {{- $namespaces = append $namespaces (regexReplaceAll "\\.svc(\\..*)?$" $host "" | splitList "." | last) -}}
  {{- else -}}
    {{- fail (printf "networkPolicy.peers.%s is missing: %s is outside the cluster, and a NetworkPolicy knows addresses, not names. Give its cidrs" $name $host) -}}
  {{- end -}}
{{- end -}}
- to:
    {{- if $named }}
    {{- include "kervan.peers" $peer | trim | nindent 4 }}
    {{- else }}
    {{- range uniq $namespaces }}
    - namespaceSelector:
        matchLabels: { kubernetes.io/metadata.name: {{ . }} }
    {{- end }}
    {{- range uniq $cidrs }}
    {{- include "kervan.block" . | nindent 4 }}
    {{- end }}
    {{- end }}
  ports:
    {{- range $peer.ports | default (uniq $ports) }}
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end -}}

{{/* host:port of an address with a scheme */}}
{{- define "kervan.hostPort" -}}
{{- $url := urlParse . -}}
{{- if regexMatch ":[0-9]+$" $url.host -}}{{ $url.host }}{{- else -}}{{ $url.host }}:{{ eq $url.scheme "https" | ternary "443" "80" }}{{- end -}}
{{- end -}}

{{- define "kervan.towardsDns" -}}
{{- with .Values.networkPolicy.dns -}}
- to:
    {{- include "kervan.peers" . | trim | nindent 4 }}
  ports:
    - { protocol: UDP, port: {{ .port }} }
    - { protocol: TCP, port: {{ .port }} }
{{- end -}}
{{- end -}}

{{- define "kervan.towardsKafka" -}}
{{- include "kervan.towards" (list . "kafka" (splitList "," .Values.kafka.brokers)) -}}
{{- end -}}

{{- define "kervan.towardsRegistry" -}}
{{- include "kervan.towards" (list . "registry" (list (include "kervan.hostPort" .Values.registry.url))) -}}
{{- end -}}

{{- define "kervan.towardsPostgres" -}}
{{- include "kervan.towards" (list . "postgres" (list (printf "%s:%v" .Values.postgres.host .Values.postgres.port))) -}}
{{- end -}}

{{- define "kervan.towardsOtlp" -}}
{{- if .Values.otlp.endpoint -}}
{{- include "kervan.towards" (list . "otlp" (list (include "kervan.hostPort" .Values.otlp.endpoint))) -}}
{{- end -}}
{{- end -}}

{{/* The outside system that a service calls, with the server of its access tokens; and the sandbox in their place. */}}
{{- define "kervan.towardsTarget" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}
{{- with dict "erp-writer" (list "erp" "ERP") "einvoice-sender" (list "integrator" "INTEGRATOR") | dig $name "" -}}
{{- $peer := first . -}}
{{- if $root.Values.sandbox.enabled -}}
{{- include "kervan.towardsOwn" (list $root "sandbox") -}}
{{- else -}}
{{- $settings := (index $root.Values.services $name).settings -}}
{{- $target := include "kervan.hostPort" (index $settings (printf "%s_URL" (last .)) | default "") -}}
{{- include "kervan.towards" (list $root $peer (list $target)) -}}
{{- with index $settings (printf "%s_OAUTH_TOKEN_URL" (last .)) -}}
{{- $tokens := include "kervan.hostPort" . -}}
{{- if ne $tokens $target }}
{{ include "kervan.towards" (list $root (printf "%sTokens" $peer) (list $tokens)) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "kervan.towardsOwn" -}}
- to:
    {{- include "kervan.own" . | nindent 4 }}
  ports: [{ protocol: TCP, port: 8080 }]
{{- end -}}
