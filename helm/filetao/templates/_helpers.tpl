{{- define "filetao.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change, for selectors. Takes (list root component). */}}
{{- define "filetao.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ default $root.Chart.Name $root.Values.nameOverride }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "filetao.labels" -}}
{{- $root := index . 0 -}}
{{ include "filetao.selectorLabels" . }}
app.kubernetes.io/part-of: filetao
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Takes (list image defaultTag). */}}
{{- define "filetao.image" -}}
{{- $image := index . 0 -}}
{{- $name := ternary (printf "%s/%s" $image.registry $image.repository) $image.repository (ne $image.registry "") -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (default (index . 1) $image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "filetao.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "filetao.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Whether this release brings its own chain: "true" or empty. */}}
{{- define "filetao.localChain" -}}
{{- if and .Values.chain.local.enabled (not .Values.chain.url) -}}true{{- end -}}
{{- end -}}

{{- define "filetao.chainUrl" -}}
{{- if .Values.chain.url -}}
{{- .Values.chain.url -}}
{{- else -}}
{{- printf "http://%s-chain:9944" (include "filetao.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "filetao.redisSecret" -}}
{{- default (printf "%s-redis" (include "filetao.fullname" .)) .Values.redis.existingSecret -}}
{{- end -}}

{{- define "filetao.redisEnv" -}}
{{- with .Values.redis -}}
{{- if and (not .enabled) .external.clusterNodes }}
- name: SPRING_DATA_REDIS_CLUSTER_NODES
  value: {{ join "," .external.clusterNodes | quote }}
{{- else }}
- name: SPRING_DATA_REDIS_HOST
  value: {{ ternary (printf "%s-redis" (include "filetao.fullname" $)) .external.host .enabled | quote }}
- name: SPRING_DATA_REDIS_PORT
  value: {{ ternary 6379 .external.port .enabled | quote }}
{{- end }}
{{- if and (not .enabled) .external.username }}
- name: SPRING_DATA_REDIS_USERNAME
  value: {{ .external.username | quote }}
{{- end }}
{{- if and (not .enabled) .external.tls }}
- name: SPRING_DATA_REDIS_SSL_ENABLED
  value: "true"
{{- end }}
- name: SPRING_DATA_REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "filetao.redisSecret" $ }}
      key: password
{{- end }}
{{- end -}}

{{/* What every program is told; the component's own config is merged over it. Takes a dict: root, component, own. */}}
{{- define "filetao.config" -}}
{{- $values := index .root.Values .component -}}
{{- /* What is under way may end; ten seconds are for the pause before it and the rest after it. */}}
{{- $common := dict
  "management" (dict
    "server" (dict "port" .root.Values.managementPort)
    "endpoint" (dict "health" (dict "probes" (dict "enabled" true)))
    "endpoints" (dict "web" (dict "exposure" (dict "include" "health,info,prometheus,sbom"))))
  "server" (dict "shutdown" "graceful")
  "spring" (dict "lifecycle" (dict "timeout-per-shutdown-phase"
    (printf "%ds" (max 1 (sub (int $values.terminationGracePeriodSeconds) 10)))))
-}}
{{- with .root.Values.logging.format }}
{{- $_ := set $common "logging" (dict "structured" (dict "format" (dict "console" .))) }}
{{- end }}
{{- with .root.Values.tracing.endpoint }}
{{- $_ := set $common.management "opentelemetry" (dict "tracing" (dict "export" (dict "otlp" (dict "endpoint" .)))) }}
{{- end }}
{{- mustMergeOverwrite $common .own (deepCopy $values.config) | toYaml -}}
{{- end -}}

{{- define "filetao.scheduling" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- with index $root.Values $component -}}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if .topologySpreadConstraints }}
{{- toYaml .topologySpreadConstraints | nindent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "filetao.selectorLabels" (list $root $component) | nindent 8 }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Head of every pod's spec. Takes (list root component). */}}
{{- define "filetao.podHead" -}}
{{- $root := index . 0 -}}
serviceAccountName: {{ include "filetao.serviceAccountName" $root }}
automountServiceAccountToken: false
# Variables made from Services' names would be taken for settings.
enableServiceLinks: false
securityContext: {{- toYaml $root.Values.podSecurityContext | nindent 2 }}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Makes the keys for trials and registers them. Takes a dict: root, wallet, hotkey, stake. */}}
{{- define "filetao.registerContainer" -}}
- name: register
  image: {{ include "filetao.image" (list .root.Values.image .root.Chart.AppVersion) }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  args:
    - chain
    - register
    - --subtensor.chain_endpoint={{ include "filetao.chainUrl" .root }}
    - --netuid={{ .root.Values.netuid }}
    - --wallet.path=/wallets
    - --wallet.name={{ .wallet }}
    - --wallet.hotkey={{ .hotkey }}
    - --stake={{ .stake }}
    - --wait=300
  env:
    - name: POD_NAME
      valueFrom: {fieldRef: {fieldPath: metadata.name}}
    - name: FILETAO_TRIAL_SECRET
      valueFrom:
        secretKeyRef:
          name: {{ include "filetao.fullname" .root }}-trial
          key: secret
  securityContext: {{- toYaml .root.Values.securityContext | nindent 4 }}
  volumeMounts:
    - {name: wallets, mountPath: /wallets}
    - {name: tmp, mountPath: /tmp}
{{- end -}}

{{/* Ports, probes and the rest of a program's container. Takes a dict: root, component, port. */}}
{{- define "filetao.containerTail" -}}
{{- $values := index .root.Values .component -}}
ports:
  - {name: http, containerPort: {{ .port }}}
  - {name: management, containerPort: {{ .root.Values.managementPort }}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 3
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: management}
  periodSeconds: 5
  timeoutSeconds: 5
lifecycle:
  # Endpoints are withdrawn before the program stops taking requests.
  preStop: {sleep: {seconds: 5}}
resources: {{- toYaml $values.resources | nindent 2 }}
securityContext: {{- toYaml .root.Values.securityContext | nindent 2 }}
{{- end -}}

{{- define "filetao.javaEnv" -}}
- name: JAVA_TOOL_OPTIONS
  value: {{ printf "-XX:+ExitOnOutOfMemoryError %s" . | trim | quote }}
{{- end -}}
