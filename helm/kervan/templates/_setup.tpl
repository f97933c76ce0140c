{{/* What a step of setup is: a hook that runs before the release exists, once, within its time. */}}

{{/* (list <events> <weight> <delete policy>) */}}
{{- define "kervan.hook" -}}
helm.sh/hook: {{ index . 0 }}
helm.sh/hook-weight: {{ index . 1 | squote }}
helm.sh/hook-delete-policy: {{ index . 2 }}
{{- end -}}

{{/* The same for a job, whose last words are printed where it fails (by Helm 3.18 and newer). */}}
{{- define "kervan.jobHook" -}}
{{ include "kervan.hook" (append . "before-hook-creation") }}
helm.sh/hook-output-log-policy: hook-failed
{{- end -}}

{{/*
A job that waits for nothing of the release: (dict "root" $ "name" … "weight" … "app" … "entry" … "component" …
"settings" … "secrets" … "authorities" …). It is safe to run twice, and never runs again by itself.
*/}}
{{- define "kervan.setupJob" -}}
{{- $root := .root }}
{{- $of := list $root .component }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "kervan.name" (list $root .name) }}
  labels: {{- include "kervan.labels" $of | nindent 4 }}
  annotations: {{- include "kervan.jobHook" (list "pre-install,pre-upgrade" .weight) | nindent 4 }}
spec:
  backoffLimit: 0
  activeDeadlineSeconds: {{ $root.Values.setup.deadlineSeconds }}
  ttlSecondsAfterFinished: 86400
  template:
    metadata:
      labels: {{- include "kervan.labels" $of | nindent 8 }}
      {{- with $root.Values.pods.annotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      restartPolicy: Never
      serviceAccountName: {{ include "kervan.name" (list $root "setup") }}
      {{- include "kervan.podSecurity" $root | nindent 6 }}
      containers:
        - name: {{ .name }}
          image: {{ include "kervan.image" (list $root .app) }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ .entry }}]
          env:
            - { name: SERVICE_NAME, value: {{ .name }} }
            {{- .settings | nindent 12 }}
          {{- include "kervan.containerSecurity" $root | nindent 10 }}
          resources: {{- toYaml $root.Values.setup.resources | nindent 12 }}
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- if .secrets }}
            - { name: secrets, mountPath: /etc/kervan/secrets, readOnly: true }
            {{- end }}
            {{- if .authorities }}
            - { name: ca, mountPath: /etc/kervan/ca, readOnly: true }
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        {{- with .secrets }}
        - name: secrets
          projected:
            defaultMode: 0440
            sources: {{- . | nindent 14 }}
        {{- end }}
        {{- with .authorities }}
        - name: ca
          projected:
            defaultMode: 0444
            sources: {{- . | nindent 14 }}
        {{- end }}
{{- end -}}
